import type { KeyFact } from '../../iam/query';
import type { PolicySource, Principal } from '../../world/model';
import type { Organization } from '../../world/authorize/organization';
import { value } from './closure';
import type { Explorer, Granted, Node } from './closure';
import { couldTry } from './names';

/** Names that policies elsewhere single out: a role made under such a name gains what they grant or escapes what they deny. */
function mentionedNames(organization: Organization, account: string): string[] {
  const found = new Set<string>();
  for (const text of mentions(organization)) {
    const match = /^arn:[^:]+:iam::([^:]+):role(\/.+)$/.exec(text);
    if (match && (match[1] === account || /[*?]/.test(match[1]))) found.add(match[2].replace(/[*?]+/g, 'made'));
  }
  return [...found].filter((name) => !name.startsWith('/aws-')).slice(0, 20);
}

const mentioned = new WeakMap<Organization, readonly string[]>();

function mentions(organization: Organization): readonly string[] {
  const known = mentioned.get(organization);
  if (known) return known;
  const { world } = organization;
  const sources = [
    ...world.policies,
    ...world.accounts.flatMap((account) => [
      ...account.principals.map((one) => one.trust),
      ...account.resources.map((one) => one.policy),
    ]),
  ];
  const found = new Set(sources.flatMap((source) => (source ? principalTexts(source) : [])));
  mentioned.set(organization, [...found]);
  return [...found];
}

function principalTexts(source: PolicySource): string[] {
  return source.policy.statements.flatMap((statement) => [
    ...(statement.principals?.entries ?? []).map((entry) => entry.value),
    ...statement.conditions.filter((one) => one.key.toLowerCase() === 'aws:principalarn').flatMap((one) => one.values),
  ]);
}

function make(arn: string, account: string, boundary: PolicySource | undefined): Principal {
  return { arn, kind: 'role', account, identityPolicies: [], boundary, tags: {}, where: `accounts.${account}` };
}

interface Attempt {
  readonly arn: string;
  readonly boundary?: PolicySource;
}

/** CreateRole and a policy for it, under the boundary that conditions ask for. */
function makes(node: Node, explorer: Explorer, { arn, boundary }: Attempt): Granted | undefined {
  const { account } = node.actor.principal;
  const context: Record<string, KeyFact> = {
    'iam:PermissionsBoundary': boundary?.arn ? value(boundary.arn) : { kind: 'absent' },
  };
  const ask = (action: string, more: Record<string, KeyFact> = {}) =>
    couldTry(explorer.organization, node.actor, action)
      ? explorer.allowed({
          actor: node.actor,
          actions: [action],
          resource: [arn],
          owner: account,
          context: { ...context, ...more },
        })
      : undefined;
  const created = ask('iam:CreateRole');
  const admin = value(`arn:${arn.split(':')[1]}:iam::aws:policy/AdministratorAccess`);
  return created && (ask('iam:PutRolePolicy') || ask('iam:AttachRolePolicy', { 'iam:PolicyARN': admin }))
    ? created
    : undefined;
}

function boundaries(organization: Organization, account: string): PolicySource[] {
  const here = organization.accounts.get(account);
  const used = here?.principals.flatMap((one) => one.boundary ?? []) ?? [];
  return [...new Map([...used, ...(here?.managedPolicies ?? [])].map((one) => [one.arn, one])).values()];
}

/**
 * Making a role that allows everything. In a guarded account that is a write by itself and nothing is gained by following
 * it; elsewhere the new role matters where others trust its account or its name.
 */
export function createRoles(node: Node, explorer: Explorer): void {
  const { organization } = explorer;
  const { account, arn } = node.actor.principal;
  if (organization.guarded(account) || !couldTry(organization, node.actor, 'iam:CreateRole')) return;
  const prefix = `arn:${arn.split(':')[1]}:iam::${account}:role`;
  for (const name of ['/made', ...mentionedNames(organization, account)]) {
    const role = `${prefix}${name}`;
    if (organization.principals.has(role) || !explorer.closure.wanted(role)) continue;
    const granted = makes(node, explorer, { arn: role });
    if (granted) enter(node, explorer, make(role, account, undefined), granted);
    else createBounded(node, explorer, role);
  }
}

function createBounded(node: Node, explorer: Explorer, role: string): void {
  const { account } = node.actor.principal;
  for (const boundary of boundaries(explorer.organization, account)) {
    const granted = makes(node, explorer, { arn: role, boundary });
    if (granted) enter(node, explorer, make(role, account, boundary), granted);
  }
}

/** A role of their own making allows what they write into it; it stands under its name once. */
function enter(node: Node, explorer: Explorer, role: Principal, granted: Granted): void {
  explorer.act(node, role, 'create-role', granted, { rewritten: true });
}
