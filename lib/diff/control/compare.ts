import { JUDGEMENTS, type ControlChange, type ControlGroup, type Fact, type Judgement, type Order } from './fact';

/** Changes between the facts of two sides, by heading; within a heading weakest first. */
export function compareFacts(older: readonly Fact[], newer: readonly Fact[]): ControlGroup[] {
  const headings = [...new Set([...newer, ...older].map((fact) => fact.of))];
  const [before, after] = [byHeading(older), byHeading(newer)];
  const groups = headings.map((of) => ({ of, changes: changesOf(byKey(before.get(of)), byKey(after.get(of))) }));
  return groups.filter(({ changes }) => changes.length > 0).sort((a, b) => weakest(a) - weakest(b));
}

function weakest({ changes }: ControlGroup): number {
  return JUDGEMENTS.indexOf(changes[0].judgement);
}

type Facts = ReadonlyMap<string, Fact>;

function byHeading(facts: readonly Fact[]): Map<string, Fact[]> {
  return grouped(facts, (fact) => fact.of);
}

function byKey(facts: readonly Fact[] = []): Facts {
  const alike = [...grouped(facts, (fact) => fact.key).values()];
  return new Map(alike.flatMap(numbered).map((fact) => [fact.key, fact]));
}

function grouped(facts: readonly Fact[], by: (fact: Fact) => string): Map<string, Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const group = groups.get(by(fact));
    if (group) group.push(fact);
    else groups.set(by(fact), [fact]);
  }
  return groups;
}

/** Patterns of cut names may be the same for several things: those are counted, the same way on both sides. */
function numbered(alike: readonly Fact[]): readonly Fact[] {
  if (alike.length === 1) return alike;
  const sorted = [...alike].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return sorted.map((fact, at) => (at === 0 ? fact : { ...fact, key: `${fact.key} #${at + 1}` }));
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
  if (old.length === now.members.length && old.every((one, at) => one === now.members[at])) return undefined;
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
