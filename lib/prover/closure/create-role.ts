import type { KeyFact } from '../../iam/query';
import type { PolicySource, Principal } from '../../world/model';
import type { Organization } from '../../world/authorize/organization';
import { value } from './closure';
import type { Explorer, Granted, Node } from './closure';
import { standing } from '../../world/authorize/actor';
import { partitionIn } from '../../world/authorize/universe';
import { entityContext } from './entity';
import { couldTry, names } from './names';
import { onIam } from './tried';

/** Names that policies elsewhere single out: a role made under such a name gains what they grant or escapes what they deny. */
function mentionedNames(organization: Organization, account: string): string[] {
  const found = new Set<string>();
  for (const text of mentions(organization)) {
    const match = /^arn:[^:]+:iam::([^:]+):role(\/.+)$/.exec(text);
    if (match && (match[1] === account || /[*?]/.test(match[1]))) found.add(match[2].replace(/[*?]+/g, 'made'));
  }
  return [...found].filter((name) => !name.startsWith('/aws-')).slice(0, MOST_NAMES);
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

/** Names that the statements which let somebody make roles leave them: a role of their own may go by such a name alone. */
function grantedNames({ organization }: Explorer, { actor }: Node): string[] {
  const { account } = actor.principal;
  const speaking = standing(organization, actor).identity.filter((one) => names([one], 'iam:CreateRole'));
  const patterns = speaking.flatMap(({ statement }) =>
    statement.resources && !statement.resources.negated ? statement.resources.patterns : [],
  );
  const found = patterns.flatMap((pattern) => {
    const [, , service, , owner, ...rest] = pattern.replaceAll('${aws:PrincipalAccount}', account).split(':');
    const fits = service === 'iam' && (owner === account || /[*?]/.test(owner));
    const name = /^role(\/.+)$/.exec(rest.join(':'))?.[1];
    return fits && name && !name.includes('${') ? [name.replace(/[*?]+/g, 'made')] : [];
  });
  return [...new Set(found)].slice(0, MOST_NAMES);
}

/** So many names of one source are tried. */
const MOST_NAMES = 20;

interface Made extends Attempt {
  readonly account: string;
  /** A role of this name is there already and goes first. */
  readonly anew: boolean;
}

/**
 * Roles made in place of another, or under another boundary, stand beside those of the same name. One made anew has
 * another id: policies know it by its ARN as a condition has it, not as a Principal element that was saved before.
 */
function make({ arn, account, boundary, anew }: Made): Principal {
  const beside = [anew ? ' made anew' : '', boundary ? ` under ${boundary.arn}` : ''].join('');
  return {
    arn: `${arn}${beside}`,
    ...(beside ? { madeAs: arn } : {}),
    ...(anew ? { remade: true } : {}),
    kind: 'role',
    account,
    identityPolicies: [],
    boundary,
    tags: {},
    where: `accounts.${account}`,
  };
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

/** Whether the role of a name that is there already can be deleted first. */
function clears(node: Node, explorer: Explorer, arn: string): boolean {
  const there = explorer.organization.principals.get(arn);
  if (!there) return true;
  if (there.kind !== 'role' || there.serviceLinked || arn === node.actor.principal.arn) return false;
  return onIam(node, explorer, 'iam:DeleteRole', arn, entityContext(there)) !== undefined;
}

/**
 * Making a role that allows everything. In a guarded account that is a write by itself and nothing is gained by following
 * it; elsewhere the new role matters where others trust its account or its name, which may be that of a role that goes.
 */
export function createRoles(node: Node, explorer: Explorer): void {
  const { organization } = explorer;
  const { account, arn } = node.actor.principal;
  if (organization.guarded(account) || !couldTry(organization, node.actor, 'iam:CreateRole')) return;
  const prefix = `arn:${partitionIn(arn)}:iam::${account}:role`;
  const tried = new Set(['/made', ...mentionedNames(organization, account), ...grantedNames(explorer, node)]);
  for (const name of tried) {
    const anew = organization.principals.has(`${prefix}${name}`);
    for (const boundary of [undefined, ...boundaries(organization, account)]) {
      const made = make({ arn: `${prefix}${name}`, account, boundary, anew });
      if (!explorer.closure.wanted(made.arn) || !clears(node, explorer, `${prefix}${name}`)) break;
      const granted = makes(node, explorer, { arn: `${prefix}${name}`, boundary });
      if (granted) explorer.act(node, made, anew ? 'remake-role' : 'create-role', granted, { rewritten: true });
      // Without a boundary it can do whatever it could under one.
      if (granted && !boundary) break;
    }
  }
}
