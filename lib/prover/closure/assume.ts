import type { PolicySource, Principal } from '../../world/model';
import type { Explorer, Granted, Node } from './closure';
import { rewrittenTrust } from './rewritten';

/** Roles that a node may try to assume: where the trust policy names its account, or everybody. */
function candidates(node: Node, explorer: Explorer): readonly Principal[] {
  return explorer.doors.rolesFor(node.actor.principal.account).filter((role) => role.arn !== node.actor.principal.arn);
}

/** Whether a node may assume a role under a trust policy. */
export function assumes(
  node: Node,
  role: Principal,
  trust: PolicySource,
  explorer: Explorer,
  action = 'sts:AssumeRole',
): Granted | undefined {
  return explorer.allowed({
    actor: node.actor,
    actions: [action],
    resource: [role.arn],
    owner: role.account,
    policy: trust,
    mandatory: true,
    anyType: true,
    context: roleContext(role),
  });
}

function roleContext(role: Principal) {
  return Object.fromEntries(
    Object.entries(role.tags).map(([key, tag]) => [
      `iam:ResourceTag/${key}`,
      { kind: 'values' as const, values: [tag] },
    ]),
  );
}

/** Assuming roles; whoever may also tag the session chooses its principal tags. */
export function assumeRoles(node: Node, explorer: Explorer): void {
  const tagging = readsPrincipalTags(explorer);
  for (const role of candidates(node, explorer)) {
    const known = !explorer.closure.wanted(role.arn);
    if (known && !(tagging && explorer.closure.wantedPower(role.arn, 'retagged'))) continue;
    const granted = assumes(node, role, role.trust!, explorer);
    if (!granted) continue;
    const tags = tagging && assumes(node, role, role.trust!, explorer, 'sts:TagSession');
    explorer.act(node, role, 'assume-role', granted, tags ? { retagged: true } : undefined);
  }
}

/** Tags matter only where some policy reads them. */
export function readsPrincipalTags(explorer: Explorer): boolean {
  return explorer.organization.readsTags(':principaltag/');
}

/** Whoever edits a trust policy admits anybody, outsiders included; only resource control policies still bind. */
export function openTrust(node: Node, role: Principal, kind: string, granted: Granted, explorer: Explorer): void {
  const outsider: Node = {
    id: 'outsider',
    actor: {
      principal: {
        arn: `arn:${role.arn.split(':')[1]}:iam::999999999999:user/outsider`,
        kind: 'user',
        account: '999999999999',
        identityPolicies: [],
        tags: {},
        where: 'outside the organization',
      },
      powers: { rewritten: true },
    },
  };
  const open = rewrittenTrust();
  const anybody = [node, outsider, ...explorer.closure.nodes.values()];
  if (anybody.some((each) => assumes(each, role, open, explorer))) explorer.act(node, role, kind, granted);
}
