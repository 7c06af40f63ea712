import { catalogue } from '../../iam';
import { listed } from '../../world/authorize/ask';
import type { Principal, Resource } from '../../world/model';
import type { Explorer, Granted, Node } from './closure';
import type { EdgeKind } from './edge-kind';
import { EDGE_KINDS } from './edge-kinds';
import { couldTry } from './names';
import { administers, inForce } from './organization-edges';
import { tried } from './tried';

/** A machine outside the guarded accounts that holds powers over the whole organization. */
export interface OrganizationMachine {
  readonly role: Principal;
  /** At least one. */
  readonly powers: readonly { readonly kind: EdgeKind; readonly granted: Granted }[];
  /** It acts in the management account; else in that of a delegated administrator. */
  readonly inManagement: boolean;
}

const ORGANIZATION_KINDS = EDGE_KINDS.filter((kind) => kind.on === 'organization');

/** Roles that AWS or machines alone assume; what AWS itself does with its service-linked roles is AWS's. */
function machinesOf(explorer: Explorer): Principal[] {
  const { world } = explorer.organization;
  const administering = new Set([
    world.managementAccountId,
    ...world.delegatedAdministrators.map((one) => one.accountId),
  ]);
  return world.accounts
    .filter((account) => administering.has(account.id) && !explorer.organization.guarded(account.id))
    .flatMap((account) => account.principals)
    .filter((one) => one.kind === 'role' && !one.person && !one.serviceLinked);
}

function powersOf(role: Principal, explorer: Explorer): OrganizationMachine['powers'] {
  const node: Node = { id: role.arn, actor: { principal: role, powers: {} } };
  return ORGANIZATION_KINDS.flatMap((kind) => {
    const possible = kind.actions.some((joint) => couldTry(explorer.organization, node.actor, joint[0]));
    if (!possible || !administers(explorer, node, kind.administers ?? '') || !inForce(kind, node, explorer)) return [];
    const granted = tried(kind, node, explorer, '*', {});
    return granted ? [{ kind, granted }] : [];
  });
}

/**
 * Every such machine. In a guarded account nobody starts a machine who may not write there; here nothing keeps people
 * from it, and what it does for whom its own code alone decides.
 */
export function organizationMachines(explorer: Explorer): readonly OrganizationMachine[] {
  const { managementAccountId } = explorer.organization.world;
  return machinesOf(explorer).flatMap((role) => {
    const powers = powersOf(role, explorer);
    return powers.length > 0 ? [{ role, powers, inManagement: role.account === managementAccountId }] : [];
  });
}

/** What stops a machine, or says something about it, starts none. */
const STARTS_NOTHING =
  /^(Stop|Delete|Remove|Untag|Tag|Disable|Cancel|Terminate|Reject|Abort|Detach|Deregister|Disassociate|Unsubscribe|Purge)/;

function starting(service: string): readonly string[] {
  const all = catalogue().of(service);
  return all.filter((one) => catalogue().isWrite(one) && !STARTS_NOTHING.test(one.slice(service.length + 1)));
}

/** Resources by which one of these machines runs. */
function resourcesOf(machines: readonly OrganizationMachine[], explorer: Explorer): [Resource, Principal][] {
  const roles = new Map(machines.map(({ role }) => [role.arn, role]));
  const accounts = new Set(machines.map(({ role }) => role.account));
  return [...accounts]
    .flatMap((account) => explorer.organization.accounts.get(account)?.resources ?? [])
    .flatMap((resource) => resource.roles.map((arn): [Resource, Principal | undefined] => [resource, roles.get(arn)]))
    .flatMap(([resource, role]) => (role ? [[resource, role] as [Resource, Principal]] : []));
}

/**
 * Calling a machine drives nothing; but what a machine with power over the organization does on request (an elevation,
 * an account, an assignment) may end anywhere, so whoever starts it comes to whatever it can do.
 */
export function startMachines(node: Node, explorer: Explorer): void {
  for (const [resource, role] of resourcesOf(explorer.closure.once(organizationMachines), explorer)) {
    if (role.arn === node.actor.principal.arn || !explorer.closure.wanted(role.arn)) continue;
    const tries = starting(resource.arn.split(':')[2]).filter((action) =>
      couldTry(explorer.organization, node.actor, action),
    );
    if (tries.length === 0 && !resource.policy) continue;
    const actions = tries.length > 0 ? tries : starting(resource.arn.split(':')[2]);
    const question = { actor: node.actor, actions, ...listed(explorer.organization, resource, false) };
    const granted = explorer.allowed(question);
    if (granted) explorer.act(node, role, 'machine-start', granted);
  }
}
