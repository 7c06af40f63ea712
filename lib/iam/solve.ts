import type { Policy } from './model';
import type { Answer, BoundStatement, Query } from './query';

/** A policy's statements, bound to its version and place, told apart by effect. */
export function statementsOf(
  policy: Policy,
  source: string,
): { readonly allows: readonly BoundStatement[]; readonly denies: readonly BoundStatement[] } {
  const bound = policy.statements.map((statement) => ({ statement, version: policy.version, source }));
  return {
    allows: bound.filter((one) => one.statement.effect === 'Allow'),
    denies: bound.filter((one) => one.statement.effect === 'Deny'),
  };
}

/** Is there a request that every layer allows and no deny forbids? */
export function solve(_query: Query): Answer {
  return { verdict: 'unknown', why: 'The decision procedure is not there yet.' };
}
