import type { Condition } from './model';
import { operatorNamed } from './operators';
import type { Family } from './operators';
import type { Environment } from './pattern';
import type { KeyFact } from './query';
import { findValue, has, nameSet, valueSet } from './values';
import type { SignedSet, ValueSet } from './values';

/**
 * What one condition asks of one context key, which is absent or a set of values: whether absence passes, and what it
 * asks of the values where it is present. Every condition and every negated condition has this shape.
 */
export interface KeyTest {
  readonly absent: boolean;
  readonly present: boolean | ValueTest;
}

/** Some or all of the values lie in a set or in its complement. */
export interface ValueTest extends SignedSet {
  readonly quantifier: 'some' | 'all';
}

/** The test of a condition under an environment of policy variables. */
export function keyTest(condition: Condition, environment?: Environment): KeyTest {
  const operator = operatorNamed(condition.operator)!;
  if (operator.family === 'null') {
    const flags = condition.values.map((value) => value.toLowerCase());
    return { absent: flags.includes('true'), present: flags.includes('false') };
  }
  const set = valueSet(operator, condition.values, environment);
  const all = condition.quantifier === 'ForAllValues';
  const absent = condition.ifExists || all || (operator.negated && condition.quantifier === 'none');
  return { absent, present: { quantifier: all ? 'all' : 'some', set, negated: operator.negated } };
}

/** The test that holds where this one does not. */
export function opposite(test: KeyTest): KeyTest {
  return { absent: !test.absent, present: oppositeValues(test.present) };
}

function oppositeValues(present: KeyTest['present']): KeyTest['present'] {
  if (typeof present === 'boolean') return !present;
  return { ...present, quantifier: present.quantifier === 'some' ? 'all' : 'some', negated: !present.negated };
}

/** Equal tests have equal digests. */
export function testDigest({ absent, present }: KeyTest): string {
  if (typeof present === 'boolean') return `${absent}${present}`;
  return `${absent}${present.quantifier}${present.negated}${present.set.digest}`;
}

/** How a key is seen across a whole question. */
export interface KeyView {
  /** A plain operator sees one value, so the key has just one. */
  readonly single: boolean;
  readonly families: ReadonlySet<Family>;
}

/** The key's values (none: absent), `null` where no values pass, `undefined` where that is not decided. */
export type KeyValues = readonly string[] | null | undefined;

/** Values of a key that pass all tests and agree with what is known of it. */
export function findValues(tests: readonly KeyTest[], view: KeyView, fact: KeyFact = { kind: 'any' }): KeyValues {
  if (fact.kind === 'values' && fact.values.length > 0)
    return tests.every((one) => passes(one, fact.values)) ? fact.values : null;
  const isAbsent = fact.kind === 'absent' || fact.kind === 'values';
  const isThere = fact.kind === 'pattern' || fact.kind === 'present';
  if (!isThere && tests.every((test) => test.absent)) return [];
  if (fact.kind === 'optional') return tests.every((one) => passes(one, fact.values)) ? fact.values : null;
  if (isAbsent) return null;
  const known = fact.kind === 'pattern' ? factTests(fact) : [];
  return findPresent(tests, known, view);
}

function factTests({ patterns, except }: Extract<KeyFact, { kind: 'pattern' }>): ValueTest[] {
  const inside: ValueTest = { quantifier: 'all', negated: false, set: nameSet(patterns) };
  if (!except?.length) return [inside];
  return [inside, { quantifier: 'all', negated: true, set: valueSet(operatorNamed('StringEquals')!, except) }];
}

function findPresent(tests: readonly KeyTest[], known: readonly ValueTest[], view: KeyView): KeyValues {
  if (tests.some((test) => test.present === false)) return null;
  const asked = [...known, ...tests.flatMap(({ present }) => (typeof present === 'boolean' ? [] : [present]))];
  if (view.single || !asked.some((one) => one.quantifier === 'some')) {
    const value = findValue(asked, view.families);
    return typeof value === 'string' ? [value] : value;
  }
  return findSeveral(asked, view);
}

/** One value for each test that asks for some value; all of them pass the tests that ask for all. */
function findSeveral(asked: readonly ValueTest[], view: KeyView): KeyValues {
  const all = asked.filter((one) => one.quantifier === 'all');
  const some = asked.filter((one) => one.quantifier === 'some');
  const together = findValue(asked, view.families);
  if (typeof together === 'string') return [together];
  const values: string[] = [];
  let undecided = false;
  for (const one of some) {
    const value = findValue([...all, one], view.families);
    if (value === null) return null;
    if (value === undefined) undecided = true;
    else values.push(value);
  }
  return undecided ? undefined : [...new Set(values)];
}

/** Whether a key with these values (at least one) passes. */
function passes({ present }: KeyTest, values: readonly string[]): boolean {
  if (typeof present === 'boolean') return present;
  const holds = (value: string): boolean => has(present.set, value) !== present.negated;
  return present.quantifier === 'all' ? values.every(holds) : values.some(holds);
}

/** Digest of the set of a value test, for callers that collect literals. */
export function setsOf(test: KeyTest): readonly ValueSet[] {
  return typeof test.present === 'boolean' ? [] : [test.present.set];
}
