import { isLoadBalancers } from '../../../contract/proof/load-balancer-accounts';
import { BY_ACCOUNT_PATH, OWN_ACCOUNT_ONLY } from '../../../contract/proof/services';
import type { Duty, Ledger, Witness } from '../claims';
import { covers } from '../glob';
import type { CheckedAccount, CheckedActions, CheckedPolicy, CheckedResource, CheckedStatement } from '../input';
import type { Place } from '../place';
import { at, names } from '../statements';
import { bindsStrangers, meansOthers, shutsDeputies, shutsStrangers } from './strangers';

/** A principal that a statement of a policy of prod names: one duty for each. */
export interface Admitted extends Duty {
  readonly statement: CheckedStatement;
  /** Policies whose denies bind whoever comes. */
  readonly denying: readonly CheckedPolicy[];
}

/** A policy of prod: the one by which a role trusts, or that of a resource. */
interface Target {
  readonly policy: CheckedPolicy;
  readonly account: string;
  /** Absent for a trust policy. */
  readonly resource?: CheckedResource;
}

/** One look at an entry of a statement. */
interface Look extends Target {
  readonly place: Place;
  readonly actions: CheckedActions;
  readonly statement: CheckedStatement;
  readonly entry: { readonly type: string; readonly value: string };
}

type Looks = Readonly<Record<string, (look: Look, by: Witness) => boolean>>;

/** Services that resource control policies are certain to reach. */
const REACHED = ['s3', 'kms', 'sqs', 'secretsmanager'];
const INTERFACES = ['execute-api:Invoke', 'lambda:InvokeFunctionUrl', 'appsync:GraphQL'];

/** What shows that a principal, whoever it is but a service, comes from a guarded account or not at all. */
export const NAMED_LOOKS: Looks = {
  /** It is of a guarded account. */
  guarded: ({ place, entry }) => entry.type === 'AWS' && place.guarded(accountIn(entry.value)),
  /** It comes by a provider of identities: that makes people, whom another theorem speaks of. */
  federated: ({ entry }) => entry.type === 'Federated',
  /** It is a permission set's role in an account of the organization where nobody is assigned the set. */
  missing: ({ place, entry }) => entry.type === 'AWS' && isMissing(place, entry.value),
  /** The statement lets it call what workloads publish, and nothing else. */
  published: ({ statement: { actions } }) =>
    !actions.negated && actions.patterns.every((one) => INTERFACES.includes(one)),
  'load-balancers': ({ entry }) => entry.type === 'AWS' && isLoadBalancers(accountIn(entry.value)),
  /** It is a distribution of CloudFront, by its canonical user. */
  distribution: ({ entry }) =>
    entry.type === 'CanonicalUser' && entry.value.startsWith('cloudfront-origin-access-identity/'),
  /** A condition of the statement holds for nobody from outside. */
  condition: ({ place, statement }, by) => hasCondition(statement, by, (one) => shutsStrangers(one, place)),
  /** A deny binds everybody from outside, in all that the statement allows. */
  deny: (look, by) => isDenied(look, by),
};

/** What shows that a service acts for nobody outside the guarded accounts. */
export const SERVICE_LOOKS: Looks = {
  /** No other account is meant; and a role trusts it, so it acts as the role's own account has it, or nobody can send it to others' resources. */
  'own-account': ({ resource, entry, statement, place }) =>
    !meansOthers(statement, place) &&
    (resource === undefined || OWN_ACCOUNT_ONLY[serviceOf(entry.value)] !== undefined),
  /** The statement lets it write nothing. */
  reads: (look) => look.statement.unreadable.length === 0 && !lets(look.statement, writing(look)),
  /** A condition of the statement names on whose behalf. */
  condition: ({ place, statement }, by) => hasCondition(statement, by, (one) => shutsDeputies(one, place)),
  /** It writes below the path of the account that it writes about, and that is the own one. */
  'own-path': (look) => BY_ACCOUNT_PATH.includes(serviceOf(look.entry.value)) && isWithinPath(look),
};

/** What environments-are-isolated needs shown: of everybody whom a policy of prod names, that they are not from outside. */
export function* isolationDuties(place: Place, actions: CheckedActions): Generator<Admitted> {
  for (const account of place.world.accounts.filter((one) => one.environment === 'prod'))
    for (const target of targets(account))
      for (const statement of target.policy.policy.statements.filter((one) => one.effect === 'Allow'))
        for (const entry of entriesOf(statement)) yield admitted({ ...target, place, actions, statement, entry });
}

function admitted(look: Look): Admitted {
  const { policy, statement, entry } = look;
  const looks = entry.type === 'Service' ? SERVICE_LOOKS : NAMED_LOOKS;
  return {
    says: 'comes from no other account:',
    subject: `${policy.where}.${statement.where} ${entry.type} ${entry.value}`,
    statement,
    denying: denyingPolicies(look),
    holds: (by) => looks[by.kind]?.(look, by) ?? false,
  };
}

const NETWORK = /VPCPeeringConnection|TransitGatewayAttachment|VPCEndpointService/;

/** Every duty has its claim; a network path out of prod leads nobody knows where, and no claim could say. */
export function checkIsolation(place: Place, ledger: Ledger, actions: CheckedActions): void {
  for (const duty of isolationDuties(place, actions)) ledger.settle(duty);
  for (const { environment, resources } of place.world.accounts)
    for (const { type = '', arn } of environment === 'prod' ? resources : [])
      if (NETWORK.test(type)) ledger.refuse(`where the network path ${arn} leads, nothing says`);
}

function* targets(account: CheckedAccount): Generator<Target> {
  for (const { trust } of account.principals) if (trust) yield { policy: trust, account: account.id };
  for (const resource of account.resources)
    if (resource.policy) yield { policy: resource.policy, account: account.id, resource };
}

/** Everybody whom a statement names; anybody where it names none, only whom it does not mean, or in a way nobody reads. */
function entriesOf({ principals, unreadable }: CheckedStatement): readonly Look['entry'][] {
  if (!principals || principals.negated) return [{ type: 'AWS', value: '*' }];
  return unreadable.length > 0 ? [...principals.entries, { type: 'Unread', value: '*' }] : principals.entries;
}

function accountIn(value: string): string {
  return /^\d{12}$/.test(value) ? value : (/^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(value)?.[1] ?? '');
}

const SET_ROLE = /:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[^/]+\/)?AWSReservedSSO_(.+)_[^_]+$/;

function isMissing({ accounts, world }: Place, arn: string): boolean {
  const set = SET_ROLE.exec(arn)?.[1];
  const account = accounts.get(accountIn(arn));
  if (set === undefined || !account || !world.identityCenter) return false;
  return !account.principals.some((one) => one.person?.permissionSet === set);
}

/** The name of a service principal, without its region. */
function serviceOf(host: string): string {
  return host
    .toLowerCase()
    .split('.amazonaws.com')[0]
    .replace(/\.[a-z]{2}(-[a-z]+)+-\d$/, '');
}

/** Writes that matter there: the use of a key by a service follows what the service is asked for, so only who manages it. */
function writing({ resource, actions }: Look): readonly string[] {
  const service = resource?.arn.split(':')[2] ?? '';
  // A policy whose resource nobody can name may be about any service.
  const any = service.includes('*');
  const about = (one: string, of: string): boolean => one.startsWith(`${of}:`);
  const others = actions.writes.filter((one) => !about(one, 'kms') && (any || about(one, service)));
  return [...others, ...(any || service === 'kms' ? actions.managing.filter((one) => about(one, 'kms')) : [])];
}

function lets(statement: CheckedStatement, actions: readonly string[]): boolean {
  return actions.some((one) => names(statement, one));
}

function isWithinPath(look: Look): boolean {
  const { statement, account } = look;
  const own = [`*/AWSLogs/${account}/*`, `*/AWSLogs/o-*/${account}/*`];
  const rest = writing(look).filter((one) => one !== 's3:PutObject');
  const within = (pattern: string): boolean => own.some((one) => covers(one, pattern));
  const { resources, unreadable } = statement;
  return (
    unreadable.length === 0 &&
    !lets(statement, rest) &&
    resources?.negated === false &&
    resources.patterns.every(within)
  );
}

function hasCondition(
  { conditions }: CheckedStatement,
  by: Witness,
  fits: (one: CheckedStatement['conditions'][number]) => boolean,
): boolean {
  return by.kind === 'condition' && conditions.some((one) => one.key === by.key && fits(one));
}

/**
 * Policies whose denies bind whoever comes to a target. What an assembly's trust policies say must be shut by itself; of
 * what is deployed, and of what resource control policies surely reach, they count.
 */
function denyingPolicies({ place, policy, account, resource }: Look): readonly CheckedPolicy[] {
  const counts = resource ? REACHED.includes(resource.arn.split(':')[2]) : place.world.subject.source === 'snapshot';
  return counts ? [policy, ...place.controlling(account, 'RESOURCE_CONTROL_POLICY')] : [policy];
}

function isDenied(look: Look, by: Witness): boolean {
  const found = by.kind === 'deny' ? at(denyingPolicies(look), by.statement) : undefined;
  return found !== undefined && bindsStrangers(found, look.place) && isWithin(look.statement, found);
}

/** Whether all actions and resources of a statement are those of another. */
function isWithin(inner: CheckedStatement, outer: CheckedStatement): boolean {
  const within = (own: CheckedStatement['resources'], all: CheckedStatement['resources']): boolean => {
    if (!all || (!all.negated && all.patterns.includes('*'))) return true;
    if (!own || own.negated || all.negated) return false;
    return own.patterns.every((one) => all.patterns.some((other) => covers(other.toLowerCase(), one.toLowerCase())));
  };
  return within(inner.actions, outer.actions) && within(inner.resources, outer.resources);
}
