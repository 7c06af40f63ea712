import { covers } from '../checker/glob';
import type { CheckedActions, CheckedPolicy, CheckedStatement } from '../checker/input';

/** The writes among which statements name some, by name and by service; all in lower case. */
interface Names {
  readonly writes: readonly string[];
  readonly spelled: ReadonlyMap<string, readonly string[]>;
  readonly services: ReadonlyMap<string, readonly string[]>;
  /** Sets that were found, by what the Action element says. */
  readonly found: Map<string, ReadonlySet<string>>;
}

const known = new WeakMap<readonly string[], Names>();

function grouped(list: readonly string[], key: (one: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const one of list) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

function namesOf({ writes }: CheckedActions): Names {
  let names = known.get(writes);
  if (!names) {
    const spelled = grouped(writes, (one) => one.toLowerCase());
    const services = grouped([...spelled.keys()], (one) => one.slice(0, one.indexOf(':')));
    known.set(writes, (names = { writes, spelled, services, found: new Map() }));
  }
  return names;
}

function* matched({ spelled, services }: Names, pattern: string): Generator<string> {
  if (!/[*?]/.test(pattern)) return yield* spelled.get(pattern) ?? [];
  const service = /^[^*?:]+(?=:)/.exec(pattern)?.[0];
  const possible = service === undefined ? spelled.keys() : (services.get(service) ?? []);
  for (const name of possible) if (covers(pattern, name)) yield* spelled.get(name)!;
}

function find(names: Names, { patterns, negated }: CheckedStatement['actions']): ReadonlySet<string> {
  const positive = new Set(patterns.flatMap((one) => [...matched(names, one.toLowerCase())]));
  return negated ? new Set(names.writes.filter((one) => !positive.has(one))) : positive;
}

/** The writes that a statement names; statements that name actions by the same words share a set. */
export function namedBy({ actions }: CheckedStatement, all: CheckedActions): ReadonlySet<string> {
  const names = namesOf(all);
  const key = `${actions.negated} ${JSON.stringify(actions.patterns)}`;
  let found = names.found.get(key);
  if (!found) names.found.set(key, (found = find(names, actions)));
  return found;
}

const everything = new WeakMap<readonly string[], ReadonlySet<string>>();

/** What cannot be read may name anything. */
function mayName(statement: CheckedStatement, all: CheckedActions): ReadonlySet<string> {
  if (statement.unreadable.length === 0) return namedBy(statement, all);
  let found = everything.get(all.writes);
  if (!found) everything.set(all.writes, (found = new Set(all.writes)));
  return found;
}

/** Sets of writes that some statements may let somebody make. */
export function letBy(statements: readonly CheckedStatement[], all: CheckedActions): ReadonlySet<string>[] {
  return [...new Set(statements.map((one) => mayName(one, all)))];
}

/** Sets of writes that policies may allow, on some resource. */
export function allowedBy(policies: readonly CheckedPolicy[], all: CheckedActions): ReadonlySet<string>[] {
  const allows = policies.flatMap(({ policy }) => policy.statements.filter((one) => one.effect === 'Allow'));
  return letBy(allows, all);
}
