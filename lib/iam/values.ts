import { ALL_ADDRESSES, addressText, block } from './address';
import { shortestWord } from './automaton';
import { includes, language } from './language';
import type { Language } from './language';
import type { Family, Operator } from './operators';
import { arnGlobs, likeGlobs, nameGlobs, plainGlobs } from './pattern';
import type { Environment } from './pattern';
import { complement, instant, instantText, intersect, numberText, numberUnits, within } from './ranges';
import type { Range } from './ranges';

/** The set of values that a condition names, before negation. */
export interface ValueSet {
  readonly family: Exclude<Family, 'null'>;
  /** For strings. */
  readonly language?: Language;
  /** For numbers, dates and addresses. */
  readonly ranges?: readonly Range[];
  /** For Bool: the values in lower case. */
  readonly flags?: ReadonlySet<string>;
  /** Equal sets have equal digests. */
  readonly digest: string;
}

/** The values of a condition; variables stand for what the environment says. */
export function valueSet(operator: Operator, values: readonly string[], environment?: Environment): ValueSet {
  if (operator.family === 'bool') return flagSet(values);
  if (operator.family === 'string') return languageSet(operator, values, environment);
  return rangeSet(operator.family as 'numeric' | 'date' | 'ip', operator, values);
}

function flagSet(values: readonly string[]): ValueSet {
  const flags = new Set(values.map((value) => value.toLowerCase()));
  return { family: 'bool', flags, digest: `b${[...flags].sort().join()}` };
}

function languageSet(operator: Operator, values: readonly string[], environment?: Environment): ValueSet {
  const globs = values.flatMap((value) => {
    if (operator.style === 'like') return likeGlobs(value, environment);
    if (operator.style === 'arn') return arnGlobs(value, environment);
    return plainGlobs(value, environment, operator.style === 'either-case');
  });
  const found = language(globs);
  return { family: 'string', language: found, digest: `s${found.id}` };
}

function rangeSet(family: 'numeric' | 'date' | 'ip', operator: Operator, values: readonly string[]): ValueSet {
  const ranges = values.map((value) => rangeOf(family, operator, value));
  const digest = `${family[0]}${ranges.map(({ from, to }) => `${from}~${to}`).join()}`;
  return { family, ranges, digest };
}

function rangeOf(family: 'numeric' | 'date' | 'ip', operator: Operator, value: string): Range {
  if (family === 'ip') return block(value)!;
  const point = (family === 'numeric' ? numberUnits(value) : instant(value))!;
  switch (operator.relation) {
    case 'less':
      return { from: null, to: point - 1n };
    case 'less-equal':
      return { from: null, to: point };
    case 'greater':
      return { from: point + 1n, to: null };
    case 'greater-equal':
      return { from: point, to: null };
    default:
      return { from: point, to: point };
  }
}

/** Names that principals may have, as a set of values. */
export function nameSet(patterns: readonly string[]): ValueSet {
  const found = language(patterns.flatMap(nameGlobs));
  return { family: 'string', language: found, digest: `s${found.id}` };
}

/** Whether a set holds a value as the request carries it. */
export function has(set: ValueSet, value: string): boolean {
  if (set.flags) return set.flags.has(value.toLowerCase());
  if (set.language) return includes(set.language, value);
  const point = pointOf(set.family, value);
  return point !== undefined && within(set.ranges!, point);
}

function pointOf(family: ValueSet['family'], value: string): bigint | undefined {
  if (family === 'ip') return value.includes('/') ? undefined : (block(value)?.from ?? undefined);
  return family === 'numeric' ? numberUnits(value) : instant(value);
}

/** A set or its complement. */
export interface SignedSet {
  readonly set: ValueSet;
  readonly negated: boolean;
}

/** A value, `null` where there is none, `undefined` where that is not decided. */
export type Found = string | null | undefined;

/**
 * A value that lies in all sets.
 *
 * @param families what the key is compared as, anywhere in the question: a Bool key is true or false, a numeric one is
 * a number, a date a date and so on.
 */
export function findValue(sets: readonly SignedSet[], families: ReadonlySet<Family>): Found {
  if (families.has('bool')) return ['false', 'true'].find((flag) => allHold(sets, flag)) ?? null;
  const special = [...families].filter((one) => one === 'numeric' || one === 'date' || one === 'ip');
  if (special.length === 0) return findString(sets);
  if (special.length > 1) return findSample(sets, special);
  const family = special[0] as 'numeric' | 'date' | 'ip';
  return sets.every(({ set }) => set.family === family) ? findInRanges(sets, family) : findMixed(sets, family);
}

function allHold(sets: readonly SignedSet[], value: string): boolean {
  return sets.every(({ set, negated }) => has(set, value) !== negated);
}

function findString(sets: readonly SignedSet[]): Found {
  const inside = sets.filter((one) => !one.negated).map(({ set }) => set.language!);
  const outside = sets.filter((one) => one.negated).map(({ set }) => set.language!);
  const word = shortestWord(inside, outside);
  return word === '' ? (shortestWord([...inside, SOME], outside) ?? '') : word;
}

/** At least one character: a witness reads better. */
const SOME = language(likeGlobs('?*'));

function rangesLeft(sets: readonly SignedSet[], family: 'numeric' | 'date' | 'ip'): readonly Range[] {
  const start = family === 'ip' ? ALL_ADDRESSES : [{ from: null, to: null }];
  return sets
    .filter(({ set }) => set.family === family)
    .reduce<readonly Range[]>(
      (left, { set, negated }) => intersect(left, negated ? complement(set.ranges!) : set.ranges!),
      start,
    );
}

function findInRanges(sets: readonly SignedSet[], family: 'numeric' | 'date' | 'ip'): Found {
  const left = rangesLeft(sets, family);
  if (left.length === 0) return null;
  const candidates = left.map((range) => readable(range, family));
  return textOf(candidates.sort((a, b) => (a < b ? -1 : 1)).find((one) => one >= 0n) ?? candidates[0], family);
}

const UNIT = { numeric: 10n ** 18n, date: 1000n, ip: 1n } as const;
/** 2026-01-01T00:00:00Z: a date that reads as one, where any will do. */
const SOME_DATE = 1_767_225_600_000n;

/** A point of a range that a person reads easily: whole, near its lower end, not negative. */
function readable({ from, to }: Range, family: 'numeric' | 'date' | 'ip'): bigint {
  if (family === 'date' && (from === null || from <= SOME_DATE) && (to === null || SOME_DATE <= to)) return SOME_DATE;
  if (from === null) return to === null || to >= 0n ? 0n : to - (((to % UNIT[family]) + UNIT[family]) % UNIT[family]);
  for (let unit: bigint = UNIT[family]; unit > 1n; unit /= 10n) {
    const whole = from + (((-from % unit) + unit) % unit);
    if (to === null || whole <= to) return whole;
  }
  return from;
}

function textOf(point: bigint, family: 'numeric' | 'date' | 'ip'): string {
  if (family === 'ip') return addressText(point);
  return family === 'numeric' ? numberText(point) : instantText(point);
}

/** Strings compared as text besides: the ones that are named, and one that nobody names, stand for all. */
function findMixed(sets: readonly SignedSet[], family: 'numeric' | 'date' | 'ip'): Found {
  const texts = sets.filter(({ set }) => set.family === 'string');
  const named = texts.flatMap(({ set }) => set.language!.words ?? []);
  const fresh = rangesLeft(sets, family).map((range) => textOf(readable(range, family), family));
  const samples = [...named, ...fresh, ...fresh.map((text) => `${text}${family === 'numeric' ? '.0' : ''}`)];
  const fitting = samples.filter((text) => pointOf(family, text) !== undefined);
  const found = fitting.find((text) => allHold(sets, text));
  if (found !== undefined) return found;
  return rangesLeft(sets, family).length === 0 ? null : undefined;
}

/** Compared as values of several kinds: an answer only where a sample fits. */
function findSample(sets: readonly SignedSet[], families: readonly Family[]): Found {
  const samples = families.flatMap((family) =>
    rangesLeft(sets, family as 'numeric').map((range) =>
      textOf(readable(range, family as 'numeric'), family as 'numeric'),
    ),
  );
  return samples.find((text) => allHold(sets, text));
}
