import type { Powers } from '../../world/authorize/actor';
import type { Principal } from '../../world/model';
import type { Explorer, Granted, Node } from './closure';
import type { EdgeKind } from './edge-kind';
import { couldTry } from './names';
import { namedPolicy } from './made-principals';

/** Whether an actor's account administers a service for the organization, or comes to. */
export function administers(
  explorer: Explorer,
  { actor }: Node,
  service: string,
): 'management' | 'delegated' | undefined {
  const { world } = explorer.organization;
  const { account } = actor.principal;
  if (account === world.managementAccountId) return 'management';
  const delegated = world.delegatedAdministrators.some(
    (one) => one.accountId === account && one.servicePrincipal === service,
  );
  return delegated || actor.powers.delegated ? 'delegated' : undefined;
}

function setRoles(explorer: Explorer): Principal[] {
  return explorer.organization.world.accounts.flatMap((account) =>
    account.principals.filter((one) => one.person?.permissionSet),
  );
}

/** Delegated administrators change nothing in the management account, and nobody comes to act in a closed one. */
function inReach(explorer: Explorer, as: 'management' | 'delegated', account: string): boolean {
  const { world, accounts } = explorer.organization;
  return !accounts.get(account)?.closed && (as === 'management' || account !== world.managementAccountId);
}

function turnedOn(node: Node, explorer: Explorer, service: string, action: string): boolean {
  const { organization } = explorer;
  const known = organization.world.delegatedAdministrators.some((one) => one.servicePrincipal === service);
  return known || node.actor.powers.delegated === true || couldTry(organization, node.actor, action);
}

/** Whether a kind works at all here: Identity Center is there, the service is turned on or may be, policies bind. */
export function inForce({ yields, administers: service }: EdgeKind, node: Node, explorer: Explorer): boolean {
  const { world } = explorer.organization;
  if (yields === 'root') return turnedOn(node, explorer, 'iam.amazonaws.com', 'iam:EnableOrganizationsRootSessions');
  if (yields === 'stack-sets')
    return world.stackSets === true || turnedOn(node, explorer, service!, 'organizations:EnableAWSServiceAccess');
  if (yields === 'uncontrol' || yields === 'widen') return world.policies.length > 0;
  return yields === 'delegate' || world.identityCenter;
}

/** What follows from power over the organization. */
export function administer(kind: EdgeKind, node: Node, explorer: Explorer, granted: Granted | undefined): void {
  const as = administers(explorer, node, kind.administers ?? '');
  if (!granted || !as) return;
  changeOrganization(kind, node, explorer, granted);
  if (explorer.organization.world.identityCenter) changeSets(kind, node, explorer, granted, as);
  if (!inForce(kind, node, explorer)) return;
  if (kind.yields === 'root') members(kind, node, explorer, granted, root);
  if (kind.yields === 'stack-sets') members(kind, node, explorer, granted, stackSetRole);
}

const CONTROL: Readonly<Record<string, Powers>> = {
  uncontrol: { uncontrolled: true },
  widen: { widened: true },
  delegate: { delegated: true },
};

/** Control policies and delegated administrators are about everybody outside the management account. */
function changeOrganization(kind: EdgeKind, from: Node, explorer: Explorer, granted: Granted): void {
  const { world } = explorer.organization;
  const powers = CONTROL[kind.yields];
  if (!powers || (kind.yields !== 'delegate' && world.policies.length === 0)) return;
  const applies = ({ account }: Principal) => account !== world.managementAccountId;
  explorer.closure.changeAll({ from, kind: kind.id, granted, powers, applies });
}

/** An account that leaves the organization leaves its control policies behind; others trust it as before. */
export function leave(kind: EdgeKind, from: Node, explorer: Explorer, granted: Granted | undefined): void {
  const { account } = from.actor.principal;
  const { world } = explorer.organization;
  if (!granted || account === world.managementAccountId || world.policies.length === 0) return;
  const applies = (one: Principal) => one.account === account;
  explorer.closure.changeAll({ from, kind: kind.id, granted, powers: { departed: true }, scope: account, applies });
}

function changeSets(
  kind: EdgeKind,
  node: Node,
  explorer: Explorer,
  granted: Granted,
  as: 'management' | 'delegated',
): void {
  const sets = setRoles(explorer).filter((one) => inReach(explorer, as, one.account));
  if (kind.yields === 'assign') assign(kind, node, explorer, granted, sets, as);
  if (kind.yields === 'make-sets') everywhere(kind, node, explorer, granted, as, newSetRole);
  if (kind.yields === 'rewrite-sets')
    for (const one of sets) explorer.change(node, one, kind.id, granted, { rewritten: true });
  if (kind.yields === 'unbind-sets')
    for (const one of sets.filter((each) => each.boundary))
      explorer.change(node, one, kind.id, granted, { unbounded: true });
}

/** The groups of existing assignments, and the permission sets in accounts where nobody has them yet. */
function assign(
  kind: EdgeKind,
  node: Node,
  explorer: Explorer,
  granted: Granted,
  sets: readonly Principal[],
  as: 'management' | 'delegated',
): void {
  for (const one of sets) explorer.act(node, one, kind.id, granted);
  if (granted.action !== 'sso:CreateAccountAssignment') return;
  const models = new Map(
    [...(explorer.organization.world.assignable ?? []), ...sets].map((one) => [one.person!.permissionSet!, one]),
  );
  for (const account of explorer.organization.world.accounts.filter((one) => inReach(explorer, as, one.id))) {
    for (const model of models.values()) {
      const arn = model.arn.replace(/::\d{12}:/, `::${account.id}:`);
      if (!explorer.organization.principals.has(arn))
        explorer.act(node, { ...model, arn, account: account.id }, kind.id, granted);
    }
  }
}

type Make = (partition: string, account: string) => Principal;

/** Principals that come to be in every account within reach. */
function everywhere(
  kind: EdgeKind,
  node: Node,
  explorer: Explorer,
  granted: Granted,
  as: 'management' | 'delegated',
  make: Make,
): void {
  const partition = node.actor.principal.arn.split(':')[1];
  for (const account of explorer.organization.world.accounts) {
    if (inReach(explorer, as, account.id)) explorer.act(node, make(partition, account.id), kind.id, granted);
  }
}

/** Those that come to be in member accounts only. */
function members(kind: EdgeKind, node: Node, explorer: Explorer, granted: Granted, make: Make): void {
  everywhere(kind, node, explorer, granted, 'delegated', make);
}

/** A root session is limited to five task policies (IAM user guide, 'Perform a privileged task'). */
const root: Make = (partition, account) => ({
  arn: `arn:${partition}:iam::${account}:root`,
  kind: 'user',
  account,
  identityPolicies: [
    namedPolicy('root task policies', [
      'iam:CreateLoginProfile',
      'iam:DeleteLoginProfile',
      'iam:DeleteAccessKey',
      'iam:DeactivateMFADevice',
      's3:DeleteBucketPolicy',
      's3:PutBucketPolicy',
      'sqs:SetQueueAttributes',
    ]),
  ],
  tags: {},
  where: `accounts.${account}`,
});

const stackSetRole: Make = (partition, account) => ({
  arn: `arn:${partition}:iam::${account}:role/stacksets-exec-00000000000000000000000000000000`,
  kind: 'role',
  account,
  identityPolicies: [namedPolicy('AdministratorAccess of service-managed stack sets', ['*'])],
  tags: {},
  where: `accounts.${account}`,
});

const newSetRole: Make = (partition, account) => ({
  arn: `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Made_*`,
  kind: 'role',
  account,
  identityPolicies: [namedPolicy('a permission set of their own making', ['*'])],
  tags: {},
  where: 'identityCenter.permissionSets',
});
