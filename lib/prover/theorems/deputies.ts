import { catalogue } from '../../iam';
import type { Caller, KeyFact } from '../../iam/query';
import type { Statement } from '../../iam/model';
import { BY_ACCOUNT_PATH, OWN_ACCOUNT_ONLY } from '../../contract/proof/services';
import type { PolicySource, World } from '../../world/model';
import { serviceOf } from '../../world/people-services';
import { except } from './writes';

/** A service that acts for an account which is not guarded. */
export interface Deputy {
  readonly callers: readonly Caller[];
  readonly context: Readonly<Record<string, KeyFact>>;
  /** Account on whose behalf it acts. */
  readonly account: string;
}

/** Account of a deputy that acts for somebody of whom nothing is known. */
export const STRANGER = '999999999999';
const ABSENT: KeyFact = { kind: 'absent' };
const values = (...list: string[]): KeyFact => ({ kind: 'values', values: list });

/** The services that a policy admits and that others could send, each on behalf of those whom the policy might mean. */
export function deputiesOf(
  world: World,
  policy: PolicySource,
  partition: string,
  guarded: (account: string) => boolean,
): Deputy[] {
  const hosts = [...new Set(policy.policy.statements.flatMap(hostsIn))];
  if (hosts.length === 0) return [];
  const text = JSON.stringify(policy.policy.statements.map((one) => one.conditions));
  const byOrganization = /sourceorg/i.test(text);
  const members = new Map(world.accounts.map((one) => [one.id, one]));
  const named = [...(text.match(/\b\d{12}\b/g) ?? []), ...(byOrganization ? members.keys() : [])];
  const strangers = [...new Set(named.filter((id) => !guarded(id)))];
  return hosts.flatMap((host) =>
    // Whom a policy names it means to admit, even where the service would not act for just anybody.
    [...(OWN_ACCOUNT_ONLY[serviceOf(host)] === undefined ? [STRANGER] : []), ...strangers].flatMap((account) => {
      const member = members.get(account);
      const organization = member ? organizationFacts(world, member.ous) : NO_ORGANIZATION;
      return sourcesOf(policy, partition, account).map((source) => deputy(host, account, source, organization));
    }),
  );
}

/**
 * ARNs on whose behalf a service may act for an account: a bucket, whose ARN names no account, some other resource, and
 * whatever the policy's own patterns mean in that account.
 */
function sourcesOf({ policy }: PolicySource, partition: string, account: string): string[] {
  const named = policy.statements
    .flatMap((one) => one.conditions)
    .filter((one) => one.key.toLowerCase() === 'aws:sourcearn')
    .flatMap((one) => one.values);
  const meant = named.flatMap((pattern) => {
    const [arn, of, service, region, owner, ...rest] = pattern.split(':');
    if (owner !== undefined && owner !== account && !/[*?]/.test(owner)) return [];
    const parts = [
      arn,
      of ?? partition,
      service ?? 'x',
      region ?? 'x',
      account,
      rest.length > 0 ? rest.join(':') : 'x',
    ];
    return [parts.join(':').replace(/[*?]/g, 'x').replace(/^x/, 'arn')];
  });
  const usual = [`arn:${partition}:s3:::bucket-of-somebody-else`, `arn:${partition}:x:eu-west-2:${account}:x`];
  return [...new Set([...usual, ...meant])];
}

function hostsIn({ effect, principals }: Statement): string[] {
  if (effect !== 'Allow' || !principals || principals.negated) return [];
  return principals.entries.filter((one) => one.type === 'Service').map((one) => one.value);
}

const NO_ORGANIZATION = { 'aws:SourceOrgID': ABSENT, 'aws:SourceOrgPaths': ABSENT };

function organizationFacts(world: World, ous: readonly string[]): Record<string, KeyFact> {
  return {
    'aws:SourceOrgID': values(world.organizationId),
    'aws:SourceOrgPaths': values(`${[world.organizationId, ...ous].join('/')}/`),
  };
}

function deputy(
  host: string,
  account: string,
  source: string,
  organization: Readonly<Record<string, KeyFact>>,
): Deputy {
  const context: Record<string, KeyFact> = {
    'aws:SourceAccount': values(account),
    'aws:SourceOwner': values(account),
    'aws:Referer': values(account),
    'kms:CallerAccount': values(account),
    'aws:SourceArn': values(source),
    'aws:PrincipalIsAWSService': values('true'),
    'aws:PrincipalServiceName': values(host),
    'aws:PrincipalArn': ABSENT,
    'aws:PrincipalAccount': ABSENT,
    'aws:PrincipalOrgID': ABSENT,
    'aws:PrincipalOrgPaths': ABSENT,
    'lambda:EventSourceToken': values('a token that only its owner knows'),
    ...organization,
  };
  return { callers: [{ kind: 'service', id: host }], context, account };
}

/**
 * The same of a role's trust: only accounts that it names. Without a name a service acts as a role only where somebody may
 * pass it, and that is asked of everybody.
 */
export function deputiesOfTrust(
  world: World,
  trust: PolicySource,
  partition: string,
  guarded: (account: string) => boolean,
): Deputy[] {
  const text = JSON.stringify(trust.policy.statements.map((one) => one.conditions));
  return deputiesOf(world, trust, partition, guarded).filter(({ account }) => text.includes(account));
}

/** What a deputy must not do for others: write. The use of a key by a service follows what the service is asked for. */
export function deputyActions(service: string): readonly string[] {
  const known = catalogue();
  // A policy whose resource nobody can name may be about any service.
  const all = service.includes('*') ? known.actions : known.of(service);
  return all.filter(
    (one) => known.isWrite(one) && (!one.startsWith('kms:') || known.find(one)?.class === 'Permissions management'),
  );
}

/** Objects below the own account's path: only what is about the own account is written there. */
export function ownPaths(host: string, account: string) {
  return BY_ACCOUNT_PATH.includes(serviceOf(host))
    ? [
        except(
          'paths of its own account',
          ['s3:PutObject'],
          [`arn:*:s3:::*/AWSLogs/${account}/*`, `arn:*:s3:::*/AWSLogs/o-*/${account}/*`],
        ),
      ]
    : [];
}
