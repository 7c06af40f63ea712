import type { Condition, PatternElement, PolicySource, Statement } from './types';
import { matchesPattern } from '../../world/patterns';

/**
 * Whether policies say the same. What was synthesized may hold names that CloudFormation makes up: those are patterns,
 * and a deployed name that the pattern covers is the name that was meant.
 */
export interface Compared {
  /** Statements that were synthesized and are not deployed. */
  readonly missing: readonly Statement[];
  /** Statements that are deployed and were not synthesized. */
  readonly extra: readonly Statement[];
}

/** Compares the statements of policies together, however they are spread over documents. */
export function compareStatements(expected: readonly PolicySource[], found: readonly PolicySource[]): Compared {
  const left = found.flatMap((one) => one.policy.statements);
  const missing: Statement[] = [];
  for (const statement of expected.flatMap((one) => one.policy.statements)) {
    const at = left.findIndex((other) => same(statement, other));
    if (at < 0) missing.push(statement);
    else left.splice(at, 1);
  }
  return { missing, extra: left };
}

/** Two documents are of one kind and say the same. */
function same(expected: Statement, found: Statement): boolean {
  return (
    expected.effect === found.effect &&
    expected.unreadable.length === 0 &&
    found.unreadable.length === 0 &&
    sameElement(lower(expected.actions), lower(found.actions)) &&
    sameElement(expected.resources, found.resources, expected.effect === 'Allow') &&
    samePrincipals(expected, found) &&
    sameConditions(expected.conditions, found.conditions)
  );
}

function lower({ patterns, negated }: PatternElement): PatternElement {
  return { patterns: patterns.map((one) => one.toLowerCase()), negated };
}

function sameElement(expected: PatternElement | undefined, found: PatternElement | undefined, loose = false): boolean {
  if (!expected || !found) return expected === found;
  return (
    expected.negated === found.negated && sameValues(expected.patterns, found.patterns, loose && !expected.negated)
  );
}

/** Wildcards for what CloudFormation makes up: behind the hash of a logical id, where a name was cut, ids of keys. */
const MADE_UP = /\*-\*|(?<=[0-9a-fA-F]{8}-)\*|(?<=[a-z])\*(?=-[A-Z])|(?<=:key\/)\*/;

function samePrincipals({ principals: expected }: Statement, { principals: found }: Statement): boolean {
  if (!expected || !found) return expected === found;
  const told = (entries: typeof expected.entries) => entries.map(({ type, value }) => `${type} ${canonical(value)}`);
  return expected.negated === found.negated && sameValues(told(expected.entries), told(found.entries));
}

/** IAM writes a principal that is an account as its root. */
function canonical(value: string): string {
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(value)?.[1] ?? value;
}

function sameConditions(expected: readonly Condition[], found: readonly Condition[]): boolean {
  const left = [...found];
  for (const condition of expected) {
    const at = left.findIndex((other) => sameCondition(condition, other));
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return left.length === 0;
}

function sameCondition(expected: Condition, found: Condition): boolean {
  return (
    expected.operator === found.operator &&
    expected.quantifier === found.quantifier &&
    expected.ifExists === found.ifExists &&
    expected.key.toLowerCase() === found.key.toLowerCase() &&
    sameValues(expected.values, found.values)
  );
}

/** The same set, where an expected pattern covers the name that was made of it. */
function sameValues(expected: readonly string[], found: readonly string[], loose = false): boolean {
  const left = new Set(found);
  const open: string[] = [];
  for (const one of new Set(expected)) if (!left.delete(one)) open.push(one);
  for (const pattern of open) {
    const meant = [...left].filter((one) => made(pattern, one) || (loose && narrower(pattern, one)));
    if (meant.length === 0) return false;
    left.delete(meant[0]);
  }
  return left.size === 0;
}

/** The name that CloudFormation made of a pattern, every wildcard that somebody wrote being where it was. */
function made(pattern: string, name: string): boolean {
  const parts = pattern.split(MADE_UP);
  const source = parts.map((part) => part.replace(/[.+^${}()|[\]\\*?]/g, '\\$&')).join('[^*?]*');
  return new RegExp(`^${source}$`).test(name);
}

/** An Allow that is deployed for less than was synthesized gives nothing away. */
function narrower(pattern: string, name: string): boolean {
  return !/[*?]/.test(name) && matchesPattern(pattern, name);
}
