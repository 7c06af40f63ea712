import { catalogue, openAtoms } from '../../iam';
import type { KeyFact } from '../../iam/query';
import type { Principal } from '../../world/model';
import { standing } from '../../world/authorize/actor';
import type { Organization } from '../../world/authorize/organization';
import { ownResources, partitionIn } from '../../world/authorize/universe';
import { value } from './closure';
import type { Explorer, Granted, Node } from './closure';
import { couldTry, namesOf } from './names';
import { creatingActions, handingPrefixes } from './services';

const trusted = new WeakMap<Principal, readonly string[]>();

function serviceContext(organization: Organization, host: string, role: Principal): Record<string, KeyFact> {
  return {
    'aws:PrincipalIsAWSService': value('true'),
    'aws:PrincipalServiceName': value(host),
    'aws:SourceAccount': value(role.account),
    'aws:SourceOrgID': value(organization.world.organizationId),
    'aws:ResourceAccount': value(role.account),
  };
}

function admits(organization: Organization, role: Principal, host: string): boolean {
  const { allows, denies } = organization.statements(role.trust);
  const open = openAtoms({
    actions: ['sts:AssumeRole'],
    resource: [role.arn],
    callers: [{ kind: 'service', id: host }],
    context: serviceContext(organization, host, role),
    layers: [allows],
    denies: [...denies, ...organization.resourceDenies(role.account)],
  });
  return open.length > 0;
}

/** Service principals that may assume a role. */
export function servicesTrusted(organization: Organization, role: Principal): readonly string[] {
  const known = trusted.get(role);
  if (known) return known;
  const entries = organization
    .statements(role.trust)
    .allows.flatMap(({ statement }) => statement.principals?.entries ?? []);
  const hosts = [...new Set(entries.filter((entry) => entry.type === 'Service').map((entry) => entry.value))];
  const found = hosts.filter((host) => admits(organization, role, host));
  trusted.set(role, found);
  return found;
}

const byHost = new Map<string, readonly string[]>();

/** Actions by which services of these prefixes could be handed a role; every write where the prefixes are not known. */
function handingActions(host: string): readonly string[] {
  let found = byHost.get(host);
  if (!found) byHost.set(host, (found = [...creatingActions(host), ...seekHanding(handingPrefixes(host))]));
  return found;
}

function seekHanding(known: readonly string[] | undefined): readonly string[] {
  const prefixes = new Set(known);
  return catalogue().actions.filter((action) => {
    const prefix = action.slice(0, action.indexOf(':'));
    if (!catalogue().isWrite(action) || /:(Delete|Stop|Tag|Untag|Send|Invoke)/.test(action)) return false;
    return prefixes.size === 0 ? !['iam', 'sts', 'organizations', 'sso'].includes(prefix) : prefixes.has(prefix);
  });
}

/** Something by which the actor can make the service run as a role. */
function handing(node: Node, explorer: Explorer, host: string): Granted | undefined {
  for (const action of creatingActions(host)) {
    const granted = couldTry(explorer.organization, node.actor, action) ? own(node, explorer, [action]) : undefined;
    if (granted) return granted;
  }
  const actions = namesOf(standing(explorer.organization, node.actor).identity, handingActions(host));
  return actions.length > 0 ? own(node, explorer, actions) : undefined;
}

function own(node: Node, explorer: Explorer, actions: readonly string[]): Granted | undefined {
  const { account, arn } = node.actor.principal;
  const resource = ownResources(account, partitionIn(arn));
  return explorer.allowed({ actor: node.actor, actions, resource, owner: account });
}

function passes(node: Node, explorer: Explorer, role: Principal, host: string): Granted | undefined {
  return explorer.allowed({
    actor: node.actor,
    actions: ['iam:PassRole'],
    resource: [role.arn],
    owner: role.account,
    context: { 'iam:PassedToService': value(host) },
  });
}

/**
 * Passing a role to a service that the role trusts. Whatever the creating action may be called, it is an action of the
 * service or of one that hands roles on to it (services.ts), so one of those must be allowed too; it need not be known.
 */
export function passRoles(node: Node, explorer: Explorer): void {
  const { organization } = explorer;
  const { principal } = node.actor;
  if (!couldTry(organization, node.actor, 'iam:PassRole')) return;
  if (standing(organization, node.actor).control.some((layer) => layer.length === 0)) return;
  const hands = new Map<string, Granted | undefined>();
  for (const role of organization.accounts.get(principal.account)?.principals ?? []) {
    if (role.kind !== 'role' || role.arn === principal.arn || role.serviceLinked || !explorer.closure.wanted(role.arn))
      continue;
    for (const host of servicesTrusted(organization, role)) {
      if (!passes(node, explorer, role, host)) continue;
      if (!hands.has(host)) hands.set(host, handing(node, explorer, host));
      const granted = hands.get(host);
      if (!granted) continue;
      explorer.act(node, role, 'pass-role', granted);
      break;
    }
  }
}
