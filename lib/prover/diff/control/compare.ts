import { JUDGEMENTS, type ControlChange, type ControlGroup, type Fact, type Judgement, type Order } from './fact';

/** Changes between the facts of two sides, by heading; within a heading weakest first. */
export function compareFacts(older: readonly Fact[], newer: readonly Fact[]): ControlGroup[] {
  const headings = [...new Set([...newer, ...older].map((fact) => fact.of))];
  const groups = headings.map((of) => ({ of, changes: changesOf(within(older, of), within(newer, of)) }));
  return groups.filter(({ changes }) => changes.length > 0).sort((a, b) => weakest(a) - weakest(b));
}

function weakest({ changes }: ControlGroup): number {
  return JUDGEMENTS.indexOf(changes[0].judgement);
}

type Facts = ReadonlyMap<string, Fact>;

function within(facts: readonly Fact[], of: string): Facts {
  return new Map(facts.filter((fact) => fact.of === of).map((fact) => [fact.key, fact]));
}

interface Found {
  readonly fact: Fact;
  readonly judgement: Judgement;
  readonly old: string | null;
  readonly new: string | null;
}

function changesOf(before: Facts, after: Facts): ControlChange[] {
  const found = [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => changeOf(before, after, key));
  return merged(found).sort((a, b) => JUDGEMENTS.indexOf(a.judgement) - JUDGEMENTS.indexOf(b.judgement));
}

function changeOf(before: Facts, after: Facts, key: string): Found[] {
  const [old, now] = [before.get(key), after.get(key)];
  if (old && now) {
    const judgement = judged(old, now);
    return judgement ? [{ fact: now, judgement, old: old.text, new: now.text }] : [];
  }
  const fact = (old ?? now)!;
  const judgement = (old ? fact.gone : fact.come) ?? 'different';
  const told = fact.within === undefined || (before.has(fact.within) && after.has(fact.within));
  if (judgement === 'untold' || !told) return [];
  return [{ fact, judgement, old: old?.text ?? null, new: now?.text ?? null }];
}

/** What it means that a fact has another value; nothing where it is the same. */
function judged(old: Fact, now: Fact): Judgement | undefined {
  if (old.order && now.order) return ordered(old.order, now.order);
  return old.text === now.text ? undefined : 'different';
}

function ordered(old: Order, now: Order): Judgement | undefined {
  if (old.by !== now.by || old.unit !== now.unit) return 'different';
  if (old.by === 'size' && now.by === 'size') return bySize(old.size, now);
  if (old.by === 'members' && now.by === 'members') return byMembers(old.members, now);
  if (old.by === 'sequence' && now.by === 'sequence') return bySequence(old.items, now.items);
  return 'different';
}

function bySize(old: number, { size, more }: Extract<Order, { by: 'size' }>): Judgement | undefined {
  if (size === old) return undefined;
  const opposite = more === 'weaker' ? 'stronger' : 'weaker';
  return size > old ? more : size < old ? opposite : 'unknown';
}

function byMembers(old: readonly string[], now: Extract<Order, { by: 'members' }>): Judgement | undefined {
  const [before, after] = [new Set(old), new Set(now.members)];
  const added = [...after].some((one) => !before.has(one));
  const removed = [...before].some((one) => !after.has(one));
  if (!added && !removed) return undefined;
  if (added && removed) return 'different';
  return added ? now.more : now.less;
}

function bySequence(old: readonly string[], now: readonly string[]): Judgement | undefined {
  const common = (some: readonly string[], others: readonly string[]): string =>
    JSON.stringify(some.filter((one) => others.includes(one)));
  return common(old, now) === common(now, old) ? undefined : 'different';
}

/** The same change in several places is one change. */
function merged(found: readonly Found[]): ControlChange[] {
  const same = new Map<string, Found[]>();
  for (const one of found) {
    const { fact, judgement } = one;
    const key = fact.place ? JSON.stringify([judgement, fact.subject, one.old, one.new]) : fact.key;
    same.set(key, [...(same.get(key) ?? []), one]);
  }
  return [...same.values()].map(oneOf);
}

function oneOf(found: readonly Found[]): ControlChange {
  const [first] = found;
  const { fact, judgement } = first;
  const everywhere = !fact.place || found.length === fact.place.among;
  return {
    judgement,
    subject: fact.subject,
    places: everywhere ? [] : found.map((one) => one.fact.place!.name),
    old: first.old,
    new: first.new,
    where: [...new Set(found.map((one) => one.fact.where))],
  };
}
