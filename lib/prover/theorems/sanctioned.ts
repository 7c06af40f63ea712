import { CONVENTIONS } from '../../contract/proof/conventions';
import type { Condition } from '../../iam/model';
import type { BoundStatement } from '../../iam/query';
import type { Exception } from '../../world/model';
import { matchesPattern } from '../../world/patterns';
import type { Closure } from '../closure/closure';
import { except } from './writes';

/**
 * Exceptions alike but for their resources, as one: to deny the resources of many is decided at once, to deny them one
 * after the other is not (runbooks by the hundred).
 */
function joined(
  exceptions: readonly Exception[],
  keyOf: (one: Exception) => string,
): readonly (readonly Exception[])[] {
  const groups = new Map<string, Exception[]>();
  for (const one of exceptions) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()];
}

function deny(alike: readonly Exception[], conditions: readonly Condition[] | undefined): BoundStatement {
  const source = `exception ${alike.map((one) => one.id).join(', ')}`;
  const resources = [...new Set(alike.flatMap((one) => one.resources))];
  return except(source, alike[0].actions, resources, conditions);
}

/**
 * The sanctioned requests of a principal, as denies: they do not count. What is sanctioned for a service is not for people
 * who come to act as its role, or to drive it. The same denies each time: much is remembered of a statement.
 */
export function sanctioned(closure: Closure, arn: string, byPeople = false): readonly BoundStatement[] {
  const known = closure.once(nothingYet);
  const key = `${byPeople} ${arn}`;
  let found = known.get(key);
  if (!found) known.set(key, (found = findSanctioned(closure, arn, byPeople)));
  return found;
}

function nothingYet(): Map<string, readonly BoundStatement[]> {
  return new Map();
}

function findSanctioned(closure: Closure, arn: string, byPeople: boolean): BoundStatement[] {
  const own = closure.world.exceptions.filter(
    (one) => !(byPeople && one.service !== undefined) && one.principals.some((pattern) => matchesPattern(pattern, arn)),
  );
  return joined(own, ({ actions, conditions }) => JSON.stringify([actions, conditions])).map((alike) =>
    deny(alike, alike[0].conditions),
  );
}

/**
 * The same for a caller whose name is open: each exception holds for the names it covers, in any context, and what control
 * policies leave open by name counts as well. A ceiling says who may do what where; how, the statements do that allow it.
 */
export function sanctionedForAny(closure: Closure): BoundStatement[] {
  const known: readonly Exception[] = [...closure.world.exceptions, ...CONVENTIONS];
  return joined(known, ({ actions, principals }) => JSON.stringify([actions, principals])).map((alike) =>
    deny(alike, [
      {
        operator: 'StringLike',
        quantifier: 'none',
        ifExists: false,
        key: 'aws:PrincipalArn',
        values: alike[0].principals,
      },
    ]),
  );
}
