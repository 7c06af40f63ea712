import type { Answer, BoundStatement, KeyFact } from '../../iam/query';

/** A key that was not given, a value of it, and what the answer is with that. */
export interface Rest {
  readonly key: string;
  readonly value: string;
  readonly decision: 'allowed' | 'denied' | 'unknown';
}

/** The word for an answer about one request. */
export function wordFor({ verdict }: Answer): Rest['decision'] {
  if (verdict === 'sat') return 'allowed';
  return verdict === 'unsat' ? 'denied' : 'unknown';
}

type Decide = (context: Record<string, KeyFact>) => Answer;

/** A value that a condition's value means: a pattern filled in, an address of a block. */
function meant(value: string): string {
  return value
    .replace(/\/\d{1,3}$/, (length) => (/^[\d.:a-f]+\/\d{1,3}$/i.test(value) ? '' : length))
    .replace(/[*?]/g, 'x');
}

/** Values of a key at which an answer may turn: those that conditions name, and one that none names. */
function candidates(key: string, statements: readonly BoundStatement[]): string[] {
  const conditions = statements.flatMap(({ statement }) => statement.conditions);
  const named = conditions.filter((one) => one.key.toLowerCase() === key).flatMap((one) => one.values.map(meant));
  return [...new Set([...named, 'true', 'false', 'something-else'])].slice(0, 12);
}

function spelled(key: string, statements: readonly BoundStatement[]): string {
  const conditions = statements.flatMap(({ statement }) => statement.conditions);
  return conditions.find((one) => one.key.toLowerCase() === key)?.key ?? key;
}

function alone(key: string, open: readonly BoundStatement[], context: Record<string, KeyFact>, decide: Decide) {
  const now = wordFor(decide(context));
  for (const value of candidates(key, open)) {
    const decision = wordFor(decide({ ...context, [key]: { kind: 'values', values: [value] } }));
    if (decision !== now) return { key: spelled(key, open), value, decision };
  }
  return undefined;
}

/** Several keys that only together turn the answer. */
function together(
  keys: readonly string[],
  open: readonly BoundStatement[],
  context: Record<string, KeyFact>,
  decide: Decide,
): Rest[] {
  const free = Object.fromEntries(keys.map((key): [string, KeyFact] => [key, { kind: 'any' }]));
  const answer = decide({ ...context, ...free });
  if (answer.verdict !== 'sat') return [];
  const found = Object.entries(answer.request.context).filter(([key]) => keys.includes(key.toLowerCase()));
  return found.map(([key, [value]]) => ({ key: spelled(key.toLowerCase(), open), value, decision: 'allowed' }));
}

/**
 * The keys that nobody gave and on which the answer rests, each with a value that turns it.
 *
 * @param open Statements that speak about the request, whatever their conditions say.
 */
export function rests(
  open: readonly BoundStatement[],
  context: Record<string, KeyFact>,
  decide: Decide,
): readonly Rest[] {
  const read = open.flatMap(({ statement }) => statement.conditions.map((one) => one.key.toLowerCase()));
  const keys = [...new Set(read)].filter((key) => context[key]?.kind === 'absent' && !FIXED.test(key));
  const single = keys.flatMap((key) => alone(key, open, context, decide) ?? []);
  if (single.length > 0 || keys.length === 0 || decide(context).verdict !== 'unsat') return single;
  return together(keys, open, context, decide);
}

/** Absent because of who asks and of what, not because nobody gave them. */
const FIXED =
  /^aws:(principal|resource(account|org|tag)|source(account|arn|org|owner)|username|userid|federatedprovider|calledvia)/;
