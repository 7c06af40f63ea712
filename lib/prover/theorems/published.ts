import type { BoundStatement } from '../../iam/query';
import type { Condition, Statement } from '../../iam/model';
import { matchesPattern } from '../../world/patterns';
import type { Note, Resource } from '../../world/model';
import { except } from './writes';

const URL_CALL = 'lambda:InvokeFunctionUrl';
const INTERFACES = ['execute-api:Invoke', URL_CALL, 'appsync:GraphQL'];

/** Interfaces that workloads publish on purpose, as a deny: requests to them do not count. */
export const PUBLISHED = except('published interfaces', INTERFACES, ['*']);

/** What is taken for granted where such requests do not count. */
export const PUBLISHED_ASSUMPTION: Note = {
  id: 'published-interfaces',
  statement:
    'execute-api:Invoke, lambda:InvokeFunctionUrl and appsync:GraphQL are interfaces that workloads publish on purpose',
};

/** A URL that asks nobody who they are; a signed one is open to those whom somebody else allows to call it. */
function unsigned({ operator, quantifier, ifExists, key, values }: Condition): boolean {
  return (
    operator === 'StringEquals' &&
    quantifier === 'none' &&
    !ifExists &&
    key.toLowerCase() === 'lambda:functionurlauthtype' &&
    values.length === 1 &&
    values[0] === 'NONE'
  );
}

function names({ actions }: Statement, action: string): boolean {
  return !actions.negated && actions.patterns.some((one) => matchesPattern(one.toLowerCase(), action.toLowerCase()));
}

/**
 * Lets everybody call by an unsigned URL, with nothing else demanded. The condition must stand there: an assembly’s
 * conditions get lost where their values are open, and a statement without any may be one that had another.
 */
function opens(statement: Statement): boolean {
  const { effect, principals, unreadable, conditions } = statement;
  const everybody = principals?.entries.some(({ type, value }) => type === 'AWS' && value === '*') ?? false;
  return (
    effect === 'Allow' &&
    everybody &&
    !principals?.negated &&
    unreadable.length === 0 &&
    conditions.length === 1 &&
    unsigned(conditions[0]) &&
    names(statement, URL_CALL)
  );
}

/**
 * Requests for which a resource’s own policy lets everybody in, as denies: whoever everybody is, people are among them.
 * Of the interfaces only function URLs say so of themselves; a policy that also denies may mean fewer.
 */
export function published({ arn, policy }: Resource): BoundStatement[] {
  const statements = policy?.policy.statements ?? [];
  if (statements.some((one) => one.effect === 'Deny')) return [];
  return statements
    .filter(opens)
    .map(({ conditions }) => except('published interfaces', [URL_CALL], [arn, `${arn}:*`], conditions));
}
