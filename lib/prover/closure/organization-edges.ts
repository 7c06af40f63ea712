import type { Principal } from '../world';
import type { Explorer, Granted, Node } from './closure';
import type { EdgeKind } from './edge-kind';
import { couldTry } from './names';
import { namedPolicy } from './made-principals';

/** Whether an account administers a service for the organization. */
export function administers(
  explorer: Explorer,
  account: string,
  service: string,
): 'management' | 'delegated' | undefined {
  const { world } = explorer.organization;
  if (account === world.managementAccountId) return 'management';
  const delegated = world.delegatedAdministrators.some(
    (one) => one.accountId === account && one.servicePrincipal === service,
  );
  return delegated ? 'delegated' : undefined;
}

function setRoles(explorer: Explorer): Principal[] {
  return explorer.organization.world.accounts.flatMap((account) =>
    account.principals.filter((one) => one.person?.permissionSet),
  );
}

/** Delegated administrators change nothing in the management account. */
function inReach(explorer: Explorer, as: 'management' | 'delegated', account: string): boolean {
  return as === 'management' || account !== explorer.organization.world.managementAccountId;
}

function turnedOn(node: Node, explorer: Explorer, service: string, action: string): boolean {
  const { organization } = explorer;
  const known = organization.world.delegatedAdministrators.some((one) => one.servicePrincipal === service);
  return known || couldTry(organization, node.actor, action);
}

/** What follows from power over the organization. */
export function administer(kind: EdgeKind, node: Node, explorer: Explorer, granted: Granted | undefined): void {
  const as = administers(explorer, node.actor.principal.account, kind.administers ?? '');
  if (!granted || !as) return;
  const { organization, closure } = explorer;
  const sets = organization.world.identityCenter
    ? setRoles(explorer).filter((one) => inReach(explorer, as, one.account))
    : [];
  if (kind.yields === 'uncontrol' && organization.world.policies.length > 0)
    closure.liftControl(node, kind.id, granted);
  if (kind.yields === 'assign' && organization.world.identityCenter) assign(kind, node, explorer, granted, sets, as);
  if (kind.yields === 'rewrite-sets')
    for (const one of sets) explorer.change(node, one, kind.id, granted, { rewritten: true });
  if (kind.yields === 'unbind-sets') {
    for (const one of sets.filter((each) => each.boundary))
      explorer.change(node, one, kind.id, granted, { unbounded: true });
  }
  if (kind.yields === 'root' && turnedOn(node, explorer, 'iam.amazonaws.com', 'iam:EnableOrganizationsRootSessions'))
    members(kind, node, explorer, granted, as, root);
  if (
    kind.yields === 'stack-sets' &&
    turnedOn(node, explorer, kind.administers!, 'organizations:EnableAWSServiceAccess')
  ) {
    members(kind, node, explorer, granted, as, stackSetRole);
  }
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
  const models = new Map(sets.map((one) => [one.person!.permissionSet!, one]));
  for (const account of explorer.organization.world.accounts.filter((one) => inReach(explorer, as, one.id))) {
    for (const model of models.values()) {
      const arn = model.arn.replace(/::\d{12}:/, `::${account.id}:`);
      if (!explorer.organization.principals.has(arn))
        explorer.act(node, { ...model, arn, account: account.id }, kind.id, granted);
    }
  }
}

type Make = (partition: string, account: string) => Principal;

function members(
  kind: EdgeKind,
  node: Node,
  explorer: Explorer,
  granted: Granted,
  as: 'management' | 'delegated',
  make: Make,
): void {
  const partition = node.actor.principal.arn.split(':')[1];
  for (const account of explorer.organization.world.accounts) {
    if (account.id === explorer.organization.world.managementAccountId || !inReach(explorer, as, account.id)) continue;
    explorer.act(node, make(partition, account.id), kind.id, granted);
  }
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
