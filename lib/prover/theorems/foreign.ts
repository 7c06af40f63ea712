import type { BoundStatement, Satisfied } from '../../iam/query';
import { standing } from '../../world/authorize/actor';
import { touching } from '../../world/authorize/speaking';
import type { Resource } from '../../world/model';
import type { Closure, Node } from '../closure/closure';

const ACCOUNT = /^\d{12}$/;

/** The account that an ARN or a pattern of one names, if it does. */
function accountNamed(arn: string): string | undefined {
  const part = arn.split(':')[4];
  return part !== undefined && ACCOUNT.test(part) ? part : undefined;
}

/**
 * Patterns, as a Resource element has them, of resources that are not an account's own: what holds a request that was
 * found abroad, and what the same statements may allow abroad besides. Nothing that the account owns matches one.
 */
export function abroad(closure: Closure, { actor }: Node, found: Satisfied): readonly string[] {
  const { account } = actor.principal;
  const { resource } = found.request;
  if (accountNamed(resource) !== undefined) {
    const { identity } = standing(closure.organization, actor);
    return ofAccounts(account, resource, [...found.because, ...identity]);
  }
  const holder = closure.organization.listedHolder(resource)?.arn ?? resource;
  return [holder, ...ofOthers(closure, account, found)].flatMap((arn) => [arn, `${arn}/*`]);
}

/**
 * Everything of the other accounts that the resource or some statements name. Names under an ARN have no end (`…::a`,
 * `…::b`), so leaving out what was found, one name after another, never comes to one.
 */
function ofAccounts(account: string, resource: string, statements: readonly BoundStatement[]): string[] {
  const patterns = statements.flatMap(({ statement }) => statement.resources?.patterns ?? []);
  const named = [resource, ...patterns].flatMap((one) => accountNamed(one) ?? []);
  return [...new Set(named)].filter((one) => one !== account).map((one) => `arn:*:*:*:${one}:*`);
}

/**
 * Listed resources of other accounts that the same statements may allow: one after the other, a platform has too many. One whose
 * name is not known takes nothing away: it would take all that might be called so, and much of that is of the own account.
 */
function ofOthers({ organization }: Closure, account: string, { because }: Satisfied): string[] {
  const all = [...organization.accountless.values()];
  const others = all.filter((one) => one.account !== account && !/[*?]/.test(one.arn));
  const reached = ({ arn }: Resource): boolean => touching(because, [arn, `${arn}/*`]).length === because.length;
  return others.filter(reached).map(({ arn }) => arn);
}
