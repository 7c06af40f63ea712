/**
 * A small evaluator of concrete requests, written for these tests and sharing no code with the prover: just enough of
 * IAM for the documents of this room, and it throws on what it does not know.
 */
import type { PolicyDocument, PolicyStatement } from '../../../lib/guardrail';

export interface Request {
  readonly action: string;
  readonly resource?: string;
  /** Context keys; a key that is left out is absent. */
  readonly context?: Readonly<Record<string, string>>;
}

export type Verdict = 'allowed' | 'denied' | 'silent';

export function evaluate(policy: PolicyDocument, request: Request): Verdict {
  const matching = policy.Statement.filter((statement) => applies(statement, request));
  if (matching.some((statement) => statement.Effect === 'Deny')) return 'denied';
  return matching.length > 0 ? 'allowed' : 'silent';
}

/** The same policy without one statement, for negative controls. */
export function without(policy: PolicyDocument, sid: string): PolicyDocument {
  const Statement = policy.Statement.filter((statement) => statement.Sid !== sid);
  if (Statement.length === policy.Statement.length) throw new Error(`no statement ${sid}`);
  return { ...policy, Statement };
}

/** The same policy with the conditions of one statement taken off. */
export function unconditional(policy: PolicyDocument, sid: string): PolicyDocument {
  const Statement = policy.Statement.map((statement) => {
    return statement.Sid === sid ? { ...statement, Condition: {} } : statement;
  });
  return { ...policy, Statement };
}

function applies(statement: PolicyStatement, request: Request): boolean {
  const { Action, NotAction, Resource, NotResource } = statement;
  const action = request.action.toLowerCase();
  const acts = (patterns: readonly string[]): boolean => patterns.some((each) => glob(each.toLowerCase(), action));
  const resource = request.resource ?? '*';
  const concerns = (patterns: readonly string[]): boolean =>
    [patterns].flat().some((each) => glob(expand(each, request), resource));
  if (Action && !acts(Action)) return false;
  if (NotAction && acts(NotAction)) return false;
  if (Resource && !concerns(Resource)) return false;
  if (NotResource && concerns(NotResource)) return false;
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, request.context?.[key], values, request)),
  );
}

function holds(
  operator: string,
  value: string | undefined,
  values: string | readonly string[],
  request: Request,
): boolean {
  const list = [values].flat().map((each) => expand(each, request));
  if (operator === 'Null') return (value === undefined) === (list[0] === 'true');
  const base = operator.replace(/^ForA(ny|ll)Values?:|IfExists$/g, '');
  const negated = base.includes('Not');
  if (value === undefined) return whereAbsent(operator, negated);
  const found = list.some((pattern) => compares(base, pattern, value));
  return negated ? !found : found;
}

/** Of no value at all it holds that each is such, and not that one is. */
function whereAbsent(operator: string, negated: boolean): boolean {
  if (operator.endsWith('IfExists') || operator.startsWith('ForAllValues:')) return true;
  return negated && !operator.startsWith('ForAnyValue:');
}

function compares(base: string, pattern: string, value: string): boolean {
  switch (base) {
    case 'Bool':
    case 'StringEquals':
    case 'StringNotEquals':
      return pattern === value;
    case 'StringNotLike':
      return glob(pattern, value);
    case 'StringEqualsIgnoreCase':
      return pattern.toLowerCase() === value.toLowerCase();
    case 'ArnEquals':
    case 'ArnLike':
    case 'ArnNotEquals':
    case 'ArnNotLike':
      return arnMatches(pattern, value);
    default:
      throw new Error(`operator ${base}`);
  }
}

/** Segment by segment; the sixth holds everything that is left. */
function arnMatches(pattern: string, value: string): boolean {
  const [left, right] = [pattern, value].map((arn) => {
    const parts = arn.split(':');
    return [...parts.slice(0, 5), parts.slice(5).join(':')];
  }) as [string[], string[]];
  return left.every((segment, index) => glob(segment, right[index] ?? ''));
}

function expand(text: string, request: Request): string {
  return text.replace(/\$\{([\w:/]+)\}/g, (_whole, key: string) => request.context?.[key] ?? '\u0000');
}

const expressions = new Map<string, RegExp>();

function glob(pattern: string, text: string): boolean {
  const expression = expressions.get(pattern) ?? compiled(pattern);
  expressions.set(pattern, expression);
  return expression.test(text);
}

function compiled(pattern: string): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${escaped}$`);
}
