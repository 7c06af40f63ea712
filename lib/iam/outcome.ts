import { findValues, keyTest, opposite } from './key-test';
import type { KeyTest } from './key-test';
import type { Condition } from './model';
import { operatorNamed } from './operators';
import { variablesOf } from './pattern';
import type { KeyFact } from './query';

/** Yes, no, or: it depends on the value. */
export type Outcome = boolean | undefined;

/** A condition prepared for many facts. */
interface Judged {
  readonly test: KeyTest;
  readonly family: string;
  /** What nobody can settle, whatever the fact. */
  readonly open: boolean;
  /** Compares text and names no digit: texts that differ in digits alone come out alike. */
  readonly blindToDigits: boolean;
  readonly known: Map<string, Outcome>;
}

const judged = new WeakMap<Condition, Judged>();
const texts = new WeakMap<KeyFact, string>();

function prepare(condition: Condition): Judged {
  const { family } = operatorNamed(condition.operator)!;
  return {
    test: keyTest(condition, new Map()),
    family,
    open: condition.values.some((value) => variablesOf(value).length > 0),
    blindToDigits: family === 'string' && !condition.values.some((value) => /\d/.test(value)),
    known: new Map(),
  };
}

/** Facts that leave one value, or values that are all alike to plain comparisons of text. */
function isPlain(family: string, { quantifier }: Condition, fact: KeyFact): boolean {
  if (fact.kind === 'values' || fact.kind === 'absent') return true;
  return fact.kind === 'pattern' && quantifier === 'none' && (family === 'string' || family === 'null');
}

function textOf(fact: KeyFact): string {
  let text = texts.get(fact);
  if (text === undefined) texts.set(fact, (text = JSON.stringify(fact)));
  return text;
}

function settle({ test, family }: Judged, fact: KeyFact): Outcome {
  const view = { single: true, families: new Set([family as 'string']) };
  if (findValues([test], view, fact) === null) return false;
  return findValues([opposite(test)], view, fact) === null ? true : undefined;
}

/**
 * Whether a condition (of a policy of 2012) holds whatever value a fact leaves its key, or never; undefined where that
 * depends on the value, or on a policy variable. Where every condition on a key is settled so, the fact says nothing more.
 */
export function outcome(condition: Condition, fact: KeyFact): Outcome {
  let own = judged.get(condition);
  if (!own) judged.set(condition, (own = prepare(condition)));
  if (own.open || !isPlain(own.family, condition, fact)) return undefined;
  const key = own.blindToDigits ? textOf(fact).replace(/\d/g, '0') : textOf(fact);
  if (own.known.has(key)) return own.known.get(key);
  const found = settle(own, fact);
  own.known.set(key, found);
  return found;
}
