import { may } from '../../world/authorize/ask';
import type { Closure, Node } from '../closure/closure';
import type { Note } from '../result';
import type { Principal, World } from '../../world/model';
import { matchesPattern } from '../../world/patterns';
import { findAt } from './search';
import { ASSUMING, freshActions, writeActions } from './writes';

/**
 * Organizations makes a role in each account that it creates, and that role trusts the management account
 * (OrganizationAccountAccessRole by default). Behind the ceiling it can only read, and whoever holds management holds
 * the ceiling: such a role opens nothing that management has not. One that an assembly brings has no such excuse.
 */
export function onlyReadByManagement(closure: Closure, role: Principal): boolean {
  if (isSynthesized(closure, role)) return false;
  const node: Node = { id: role.arn, actor: { principal: role, powers: {} } };
  const guarded = (account: string): boolean => closure.organization.guarded(account);
  const further = may(closure.organization, {
    actor: node.actor,
    actions: ASSUMING,
    resource: ['*'],
    owner: role.account,
    anyType: true,
  });
  return (
    further.verdict === 'unsat' &&
    !findAt(closure, node, { actions: writeActions() }, guarded) &&
    !findAt(closure, node, { actions: freshActions(), unknownToo: true }, guarded)
  );
}

function isSynthesized({ world }: Closure, { arn }: Principal): boolean {
  return (world.stacks ?? []).some((stack) => stack.resources.some((one) => one.arn === arn));
}

/**
 * Says which roles those are. What exceptions sanction for a service that acts as one of them is no read, and management's
 * people can do it too: no policy tells its machinery from them.
 */
export function managementNote({ exceptions }: Pick<World, 'exceptions'>, arns: readonly string[]): Note[] {
  if (arns.length === 0) return [];
  const roles = [...new Set(arns)];
  const more = exceptions
    .filter((one) => one.service !== undefined)
    .filter(({ principals }) => roles.some((arn) => principals.some((pattern) => matchesPattern(pattern, arn))))
    .map(({ id }) => id);
  const besides = more.length === 0 ? '' : `, do what ${more.join(', ')} sanction for a service`;
  const statement = `whoever acts in the management account may read as ${roles.join(', ')}${besides}, and holds the organization anyway`;
  return [{ id: 'management-reads', statement }];
}
