import { may } from '../../world/authorize/ask';
import type { Closure, Node } from '../closure/closure';
import type { Note } from '../result';
import type { Principal } from '../../world/model';
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

/** Says which roles those are. */
export function managementNote(arns: readonly string[]): Note[] {
  if (arns.length === 0) return [];
  const statement = `whoever acts in the management account may read as ${[...new Set(arns)].join(', ')}, and holds the organization anyway`;
  return [{ id: 'management-reads', statement }];
}
