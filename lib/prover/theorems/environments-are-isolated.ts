import { decide } from '../../world/authorize/decide';
import type { Answer, Caller, CallerKind, KeyFact } from '../../iam/query';
import { ALWAYS_THERE, resourceContext } from '../../world/authorize/actor';
import type { Closure } from '../closure/closure';
import type { Counterexample } from '../result';
import type { Account, PolicySource, World } from '../../world/model';
import { reachedByRcp } from '../../world/authorize/rcp-services';
import { meansSomebodyOf } from '../../world/authorize/addressed';
import { may, reasons } from '../../world/authorize/ask';
import { admittingSomebody, missingCallers } from '../../world/authorize/reserved';
import { managementNote, onlyReadByManagement } from './management-reads';
import { findAt } from './search';
import type { Theorem } from './theorem';
import { sentByOthers, type Target } from './sent-by-others';
import { isLoadBalancers } from '../../contract/proof/load-balancer-accounts';
import { PUBLISHED, PUBLISHED_ASSUMPTION } from './published';
import { familiarWrites } from './writes';
import { catalogue } from '../../iam';

/** Somebody who is not of prod, tooling or audit: an account of the organization, an outsider or nobody in particular. */
interface Stranger {
  /** Account of the organization that they act in; absent for others. */
  readonly account?: string;
  readonly callers: readonly Caller[];
  readonly context: Readonly<Record<string, KeyFact>>;
}

const ASSUME = ['sts:AssumeRole'];
const ABSENT: KeyFact = { kind: 'absent' };
/** Keys that only requests of services carry. */
const NO_SOURCE = {
  'aws:SourceArn': ABSENT,
  'aws:SourceAccount': ABSENT,
  'aws:SourceOrgID': ABSENT,
  'aws:SourceOrgPaths': ABSENT,
};

const values = (...list: string[]): KeyFact => ({ kind: 'values', values: list });

function members(
  world: World,
  closure: Closure,
  account: Account,
  partition: string,
  named: readonly Caller[],
): Stranger {
  const arn = `arn:${partition}:iam::${account.id}:`;
  return {
    account: account.id,
    callers: [
      ...named,
      { kind: 'role', id: `${arn}role/*` },
      { kind: 'user', id: `${arn}user/*` },
      { kind: 'root', id: `${arn}root` },
      { kind: 'session', id: `arn:${partition}:sts::${account.id}:assumed-role/*/*` },
    ],
    context: {
      'aws:PrincipalAccount': values(account.id),
      'kms:CallerAccount': values(account.id),
      'aws:SourceOwner': values(account.id),
      'aws:PrincipalOrgID': values(world.organizationId),
      'aws:PrincipalOrgPaths': values(closure.organization.path(account.id)),
      'aws:PrincipalArn': { kind: 'pattern', patterns: [`${arn}*`] },
      'aws:PrincipalIsAWSService': values('false'),
      ...NO_SOURCE,
    },
  };
}

function outsiders(partition: string): Stranger[] {
  const arn = `arn:${partition}:iam::999999999999:`;
  const direct = {
    ...NO_SOURCE,
    'aws:PrincipalIsAWSService': values('false'),
    'aws:PrincipalOrgID': { kind: 'absent' as const },
    'aws:PrincipalOrgPaths': { kind: 'absent' as const },
  };
  const nothing = { kind: 'absent' as const };
  const anonymous = {
    'aws:PrincipalArn': nothing,
    'aws:PrincipalAccount': nothing,
    'kms:CallerAccount': nothing,
    'aws:SourceOwner': nothing,
  };
  return [
    {
      callers: [{ kind: 'role', id: `${arn}role/outsider` }],
      context: {
        ...direct,
        'aws:PrincipalAccount': values('999999999999'),
        'kms:CallerAccount': values('999999999999'),
        'aws:SourceOwner': values('999999999999'),
        'aws:PrincipalArn': values(`${arn}role/outsider`),
      },
    },
    { callers: [{ kind: 'anonymous', id: '*' }], context: { ...direct, ...anonymous } },
  ];
}

/** Whoever of an account a policy names exactly: a request of theirs can be replayed, one of `role/*` cannot. */
function namedIn(policy: PolicySource, account: string): Caller[] {
  const entries = policy.policy.statements.flatMap(({ effect, principals }) =>
    effect === 'Allow' && principals && !principals.negated ? principals.entries : [],
  );
  const values = [...new Set(entries.filter(({ type }) => type === 'AWS').map(({ value }) => value))];
  return values.flatMap((value) => {
    const [, , service, , owner, resource = ''] = value.split(':');
    const kind = owner === account && !value.includes('*') ? KINDS[`${service}:${resource.split('/')[0]}`] : undefined;
    return kind ? [{ kind, id: value }] : [];
  });
}

const KINDS: Readonly<Record<string, CallerKind>> = {
  'iam:role': 'role',
  'iam:user': 'user',
  'sts:assumed-role': 'session',
};

/** Only policies that name an account outside the guarded ones, or that name somebody other than principals, can admit strangers. */
function namesStrangers(closure: Closure, policy: PolicySource): boolean {
  return policy.policy.statements.some(
    ({ effect, principals }) =>
      effect === 'Allow' &&
      (principals?.negated ||
        principals?.entries.some(({ type, value }) => {
          if (type === 'CanonicalUser') return true;
          if (type !== 'AWS') return false;
          const id = /^\d{12}$/.test(value) ? value : /::(\d{12}):/.exec(value)?.[1];
          return !id || !closure.organization.guarded(id);
        })),
  );
}

/**
 * What an assembly's trust policies say must be shut by itself: a resource control policy that holds all the same is the
 * second layer, deployed by another release, and the line can still be changed. Of what is deployed, it counts.
 */
function leansOnNothing(closure: Closure, { actions }: Target): boolean {
  return closure.world.subject.source === 'assembly' && actions !== undefined;
}

function ask(closure: Closure, stranger: Stranger, target: Target, fenced = !leansOnNothing(closure, target)): Answer {
  const { allows, denies } = closure.organization.statements(target.policy);
  const rcp = fenced ? closure.organization.resourceDenies(target.account.id) : [];
  const partition = target.resource[0].split(':')[1];
  const missing = stranger.account ? missingCallers(closure.organization, stranger.account, partition) : [];
  const service = target.actions?.[0] ?? target.resource[0].split(':')[2];
  return decide({
    // Where a policy stands on some resource of which not even the service is known, it may speak of any action.
    actions: target.actions ?? (service === '*' ? catalogue().actions : catalogue().of(service)),
    resource: target.resource,
    callers: stranger.callers,
    context: { ...ALWAYS_THERE, ...resourceContext(closure.organization, target.account.id), ...stranger.context },
    layers: [admittingSomebody(closure.organization, allows)],
    denies: [...denies, ...(reachedByRcp(`${service.split(':')[0]}:x`) ? rcp : []), ...missing, PUBLISHED],
  });
}

/** Roles and resources of prod whose policies name somebody. */
function targets(account: Account): Target[] {
  const roles = account.principals.flatMap((role) =>
    role.trust ? [{ policy: role.trust, account, resource: [role.arn], actions: ASSUME }] : [],
  );
  const resources = account.resources.flatMap((one) =>
    one.policy ? [{ policy: one.policy, account, resource: [one.arn, `${one.arn}/*`, `${one.arn}:*`] }] : [],
  );
  return [...roles, ...resources];
}

function strangersOf(world: World, closure: Closure, policy: PolicySource, partition: string): Stranger[] {
  const text = policy.policy.statements
    .flatMap((one) => one.principals?.entries.map((entry) => entry.value) ?? [])
    .join(' ');
  const wide = policy.policy.statements.some(
    (one) => one.principals?.negated || one.principals?.entries.some((entry) => entry.value === '*'),
  );
  const { allows } = closure.organization.statements(policy);
  const others = world.accounts.filter((account) => !closure.organization.guarded(account.id));
  const named = others.filter(({ id }) => (wide || text.includes(id)) && meansSomebodyOf(allows, id));
  return [
    ...named.map((account) => members(world, closure, account, partition, namedIn(policy, account.id))),
    ...outsiders(partition),
    ...foreign(world, policy, text, partition),
    ...ofOtherOrganizations(world, policy, partition),
  ];
}

/** Accounts that a policy names and the organization does not know. */
function foreign(world: World, policy: PolicySource, text: string, partition: string): Stranger[] {
  const known = new Set(world.accounts.map((account) => account.id));
  const ids = [...new Set(text.match(/\b\d{12}\b/g) ?? [])].filter((id) => !known.has(id) && !isLoadBalancers(id));
  return ids.map((id) => ({
    callers: [
      ...namedIn(policy, id),
      { kind: 'role', id: `arn:${partition}:iam::${id}:role/*` },
      { kind: 'user', id: `arn:${partition}:iam::${id}:user/*` },
      { kind: 'session', id: `arn:${partition}:sts::${id}:assumed-role/*/*` },
    ],
    context: {
      'aws:PrincipalAccount': values(id),
      'kms:CallerAccount': values(id),
      'aws:SourceOwner': values(id),
      'aws:PrincipalOrgID': { kind: 'absent' },
      'aws:PrincipalIsAWSService': values('false'),
      'aws:PrincipalArn': { kind: 'pattern', patterns: [`arn:${partition}:iam::${id}:*`] },
    },
  }));
}

const ORGANIZATION = /\bo-[a-z0-9]{10,32}\b/g;

/** Accounts of other organizations that the conditions of a policy name: whoever acts in one of them. */
function ofOtherOrganizations(world: World, { policy }: PolicySource, partition: string): Stranger[] {
  const text = JSON.stringify(policy.statements.map((one) => one.conditions));
  const others = [...new Set(text.match(ORGANIZATION) ?? [])].filter((id) => id !== world.organizationId);
  const [outsider] = outsiders(partition);
  return others.map((id) => ({
    ...outsider,
    context: {
      ...outsider.context,
      'aws:PrincipalOrgID': values(id),
      'aws:PrincipalOrgPaths': { kind: 'pattern', patterns: [`${id}/*`] },
    },
  }));
}

/** The person who would come in, and a write that waits behind the door; the bare request where there is none. */
function told(
  closure: Closure,
  target: Target,
  request: Counterexample['request'],
  where: string,
  because: readonly string[],
): Counterexample {
  const bare = { human: request.principal, steps: [], request, where: [where] };
  const role = closure.organization.principals.get(target.resource[0]);
  const account = request.principal.split(':')[4];
  const human = [...closure.nodes.values()].find(
    ({ actor: { principal, powers } }) =>
      role !== undefined &&
      principal.person !== undefined &&
      principal.account === account &&
      may(closure.organization, {
        actor: { principal, powers: { ...powers, uncontrolled: true } },
        actions: ASSUME,
        resource: target.resource,
        owner: target.account.id,
        policy: target.policy,
        mandatory: true,
        anyType: true,
      }).verdict === 'sat',
  )?.actor.principal.arn;
  if (!human || !role) return bare;
  const node = { id: role.arn, actor: { principal: role, powers: {} } };
  const write = findAt(closure, node, { actions: familiarWrites() }, (one) => one === role.account);
  if (!write) return { ...bare, human, request: { ...request, principal: human } };
  const step = { edge: 'assume-role', from: human, to: role.arn, by: request.action, because };
  return { human, steps: [step], request: write.request, where: [where] };
}

/** That a trust is refuted by itself says nothing against the second layer: where that holds today, it is told. */
function heldBack(closure: Closure, stranger: Stranger, target: Target): string[] {
  if (!leansOnNothing(closure, target) || ask(closure, stranger, target, true).verdict !== 'unsat') return [];
  return ['a resource control policy denies it as long as that stands; the trust has to be shut by itself'];
}

/** The place of the statement that admits. */
function admitting(answer: Admitted, target: Target): string {
  return reasons(answer)[0] ?? target.policy.where;
}

type Admitted = Extract<Answer, { verdict: 'sat' }>;

/** The same request by somebody of one name, where that name is admitted as well: whoever replays it needs one. */
function sharpened(closure: Closure, stranger: Stranger, target: Target, found: Admitted): Admitted {
  const id = found.request.principal?.replace(/\*/g, 'example');
  const kind = stranger.callers.find((one) => one.id === found.request.principal)?.kind;
  if (!id || !kind || !/^arn:[^:]+:iam::\d{12}:(role|user)\//.test(id)) return found;
  const context = { ...stranger.context, 'aws:PrincipalArn': values(id) };
  const again = ask(closure, { ...stranger, callers: [{ kind, id }], context }, target);
  return again.verdict === 'sat' ? again : found;
}

/** A role by which the management account comes in, only to read: an assumption, not a breach. */
function excused(closure: Closure, stranger: Stranger, target: Target, readers: string[]): boolean {
  const role = target.actions === ASSUME ? closure.organization.principals.get(target.resource[0]) : undefined;
  if (!role || stranger.account !== closure.world.managementAccountId || !onlyReadByManagement(closure, role))
    return false;
  readers.push(role.arn);
  return true;
}

/** A canonical user may be anybody; the identity of a distribution of the assembly is not. */
function canonicalUsers(closure: Closure, { policy }: Target): void {
  for (const { effect, principals, where } of policy.policy.statements)
    for (const { type, value } of (effect === 'Allow' && principals?.entries) || [])
      if (type === 'CanonicalUser' && !value.startsWith('cloudfront-origin-access-identity/'))
        closure.note(`whose the canonical user ${value} is shows only in the account`, `${policy.where}.${where}`, {
          who: `whoever acts in the account of canonical user ${value}`,
          way: ['call the service as themselves: the policy admits the whole account'],
          change: `${policy.where}.${where}, Principal`,
        });
}

function check(world: World, closure: Closure, target: Target, readers: string[]): Counterexample[] {
  sentByOthers(world, closure, target);
  canonicalUsers(closure, target);
  if (!namesStrangers(closure, target.policy)) return [];
  const partition = target.resource[0].split(':')[1];
  for (const stranger of strangersOf(world, closure, target.policy, partition)) {
    const answer = ask(closure, stranger, target);
    if (answer.verdict === 'unknown') closure.note(answer.why, answer.where ?? target.policy.where);
    if (answer.verdict !== 'sat' || excused(closure, stranger, target, readers)) continue;
    const exact = sharpened(closure, stranger, target, answer);
    const { action, resource, context } = exact.request;
    const principal = exact.request.principal ?? stranger.callers[0].id;
    const where = admitting(exact, target);
    const because = [where, ...heldBack(closure, stranger, target)];
    return [told(closure, target, { principal, action, resource, context }, where, because)];
  }
  return [];
}

/** Nothing outside prod is trusted by prod; tooling and audit are guarded like prod itself. */
export const environmentsAreIsolated: Theorem = {
  id: 'environments-are-isolated',
  statement:
    'nothing outside prod is trusted by prod: no trust policy, resource policy, key or network path admits a non-prod principal, leases included',
  check(world, closure) {
    const prod = world.accounts.filter((account) => account.environment === 'prod');
    const network = prod.flatMap((account) =>
      account.resources.filter((one) =>
        /VPCPeeringConnection|TransitGatewayAttachment|VPCEndpointService/.test(one.type),
      ),
    );
    const readers: string[] = [];
    return {
      counterexamples: prod.flatMap((account) =>
        targets(account).flatMap((target) => check(world, closure, target, readers)),
      ),
      unknowns: network.map((one) => ({
        why: `where the network path ${one.arn} leads is not listed`,
        where: one.where,
        who: `whoever reaches the network at the other end of ${one.arn}`,
        way: ['cross by this path', 'call whatever listens there, without IAM'],
        change: one.where,
      })),
      assumptions: [PUBLISHED_ASSUMPTION, ...managementNote(world, readers)],
    };
  },
};
