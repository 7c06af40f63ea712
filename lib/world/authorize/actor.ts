import type { BoundStatement, Caller, KeyFact, Layer } from '../../iam/query';
import type { PolicySource, Principal } from '../model';
import type { Organization } from './organization';

/** What reached people may have changed about a principal; none of it where nothing was changed. */
export interface Powers {
  /** Its identity policies can be rewritten: they allow everything and deny nothing. */
  readonly rewritten?: boolean;
  /** Its boundary can be lifted. */
  readonly unbounded?: boolean;
  /** Its tags, or the session's, can be chosen. */
  readonly retagged?: boolean;
  /** Its tags can be taken from it, none given. */
  readonly untagged?: boolean;
  /** Policies it can gain. */
  readonly gains?: readonly PolicySource[];
  /** Places of policies that can be taken from it: their denies count no more. */
  readonly loses?: readonly string[];
  /** The service control policies over its account can be lifted. */
  readonly uncontrolled?: boolean;
  /** What service control policies allow can be widened; their denies stay. */
  readonly widened?: boolean;
  /** Its account can leave the organization: no control policy binds it, and it is of no organization any more. */
  readonly departed?: boolean;
  /** Its account can come to administer services for the whole organization. */
  readonly delegated?: boolean;
}

/** Somebody who makes requests. */
export interface Actor {
  readonly principal: Principal;
  readonly powers: Powers;
}

/** What an actor brings into every query. */
export interface Standing {
  readonly caller: Caller;
  /** The caller by every name that its ARN may have. */
  readonly callers: readonly Caller[];
  /** Identity policies. */
  readonly identity: Layer;
  /** The boundary, where there is one. */
  readonly boundary?: Layer;
  /** Levels of service control policies. */
  readonly control: readonly Layer[];
  readonly denies: readonly BoundStatement[];
  readonly context: Readonly<Record<string, KeyFact>>;
}

const EVERYTHING: BoundStatement = {
  statement: {
    effect: 'Allow',
    actions: { patterns: ['*'], negated: false },
    resources: { patterns: ['*'], negated: false },
    conditions: [],
    unreadable: [],
    where: 'Statement[0]',
    sid: 'AnythingOnceRewritten',
  },
  version: '2012-10-17',
  source: 'a policy of their own making',
};

/** A statement that allows everything. */
export const allowEverything = (): Layer => [EVERYTHING];

function identityOf(organization: Organization, { principal, powers }: Actor) {
  if (powers.rewritten) return { allows: allowEverything(), denies: [] };
  const own = organization.together(principal.identityPolicies);
  const gained = organization.together(powers.gains ?? []);
  const lost = new Set(powers.loses);
  return {
    allows: gained.allows.length > 0 ? [...own.allows, ...gained.allows] : own.allows,
    denies: lost.size > 0 ? own.denies.filter((deny) => !lost.has(deny.source)) : own.denies,
  };
}

function values(...list: string[]): KeyFact {
  return { kind: 'values', values: list };
}

/** Facts about tags of one kind: those the policies of the world read, present or absent; a tag that can go may be either. */
function tagFacts(organization: Organization, prefix: string, tags: Readonly<Record<string, string>>, mayGo = false) {
  if (!organization.readsTags(prefix)) return {};
  const lower = new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));
  const facts: Record<string, KeyFact> = {};
  for (const [key, spelled] of organization.tagKeysOf(prefix)) {
    const value = lower.get(key.slice(key.indexOf('/') + 1));
    if (value === undefined) facts[spelled] = { kind: 'absent' };
    else facts[spelled] = mayGo ? { kind: 'optional', values: [value] } : values(value);
  }
  return facts;
}

/** A role's sessions have names of the caller's choice behind its id. */
function idFact({ id, kind }: Principal): Record<string, KeyFact> {
  if (id === undefined) return {};
  return { 'aws:userid': kind === 'user' ? values(id) : { kind: 'pattern', patterns: [`${id}:*`] } };
}

/** The ARN by which policies know a principal: a narrowed session's is its role's. */
export function knownAs({ arn, sessionOf, madeAs }: Principal): string {
  return sessionOf ?? madeAs ?? arn;
}

/** A role made anew is in nobody's Principal element by name: those that name its account or everybody mean it. */
function callerId(principal: Principal): string {
  return principal.remade ? `${knownAs(principal)}/made-anew` : knownAs(principal);
}

function callersOf(organization: Organization, principal: Principal): readonly Caller[] {
  if (principal.remade) return [{ kind: principal.kind, id: callerId(principal) }];
  return namesOf(organization, principal).map((id) => ({ kind: principal.kind, id }));
}

/** Identity Center puts its region into the path of its roles, but for us-east-1: policies elsewhere name them so. */
function namesOf(organization: Organization, principal: Principal): readonly string[] {
  if (!principal.person?.permissionSet) return [knownAs(principal)];
  const home = '/sso.amazonaws.com/';
  return [
    principal.arn,
    ...organization.centerRegions.map((region) => principal.arn.replace(home, `${home}${region}/`)),
  ];
}

const PRESENT: KeyFact = { kind: 'present' };

/**
 * Keys that every request carries (IAM user guide, 'AWS global condition context keys', 'Availability'), so that a deny of
 * one value and a deny of the other leave nothing.
 */
export const ALWAYS_THERE: Readonly<Record<string, KeyFact>> = {
  'aws:CurrentTime': PRESENT,
  'aws:EpochTime': PRESENT,
  'aws:RequestedRegion': PRESENT,
  'aws:SecureTransport': PRESENT,
  'aws:ViaAWSService': PRESENT,
};

/** A permission set's or federated session's tags come from the identity provider. */
function principalContext(organization: Organization, { principal, powers }: Actor): Record<string, KeyFact> {
  const arn = knownAs(principal);
  const pattern = arn.includes('*');
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return {
    ...ALWAYS_THERE,
    'aws:PrincipalArn': pattern ? { kind: 'pattern', patterns: namesOf(organization, principal) } : values(arn),
    'aws:PrincipalAccount': values(principal.account),
    'kms:CallerAccount': values(principal.account),
    'aws:SourceOwner': values(principal.account),
    'aws:PrincipalOrgID': powers.departed ? { kind: 'absent' } : values(organization.world.organizationId),
    'aws:PrincipalOrgPaths': powers.departed ? { kind: 'absent' } : values(organization.path(principal.account)),
    'aws:PrincipalType': values(principal.kind === 'user' ? 'User' : 'AssumedRole'),
    'aws:PrincipalIsAWSService': values('false'),
    'aws:PrincipalServiceName': { kind: 'absent' },
    'aws:PrincipalServiceNamesList': { kind: 'absent' },
    'aws:SourceAccount': { kind: 'absent' },
    'aws:SourceArn': { kind: 'absent' },
    'aws:SourceOrgID': { kind: 'absent' },
    'aws:SourceOrgPaths': { kind: 'absent' },
    'aws:username': principal.kind === 'user' ? values(name) : { kind: 'absent' },
    ...idFact(principal),
    ...(principal.kind === 'user' ? { 'aws:FederatedProvider': { kind: 'absent' as const } } : {}),
    ...(powers.retagged ? {} : tagFacts(organization, ':principaltag/', principal.tags, powers.untagged)),
  };
}

/** Facts that the account owning a resource fixes. */
export function resourceContext(organization: Organization, owner: string): Record<string, KeyFact> {
  if (!organization.accounts.has(owner))
    return { 'aws:ResourceAccount': values(owner), 's3:ResourceAccount': values(owner) };
  return {
    'aws:ResourceAccount': values(owner),
    's3:ResourceAccount': values(owner),
    'aws:ResourceOrgID': values(organization.world.organizationId),
    'aws:ResourceOrgPaths': values(organization.path(owner)),
  };
}

/** Facts about the tags of a listed resource. */
export function resourceTags(
  organization: Organization,
  tags: Readonly<Record<string, string>>,
): Record<string, KeyFact> {
  return { ...tagFacts(organization, ':resourcetag/', tags) };
}

const standings = new WeakMap<Organization, WeakMap<Actor, Standing>>();

/** Everything about an actor that its requests have in common. */
export function standing(organization: Organization, actor: Actor): Standing {
  let known = standings.get(organization);
  if (!known) standings.set(organization, (known = new WeakMap()));
  const found = known.get(actor) ?? build(organization, actor);
  known.set(actor, found);
  return found;
}

function build(organization: Organization, actor: Actor): Standing {
  const { principal, powers } = actor;
  const free = powers.uncontrolled || powers.departed || principal.serviceLinked;
  const identity = identityOf(organization, actor);
  const boundary = powers.unbounded ? undefined : principal.boundary && organization.statements(principal.boundary);
  return {
    caller: { kind: principal.kind, id: callerId(principal) },
    callers: callersOf(organization, principal),
    identity: identity.allows,
    boundary: boundary?.allows,
    control: free || powers.widened ? [] : organization.controlLayers(principal.account),
    denies: [
      ...identity.denies,
      ...(boundary?.denies ?? []),
      ...(free ? [] : organization.controlDenies(principal.account)),
    ],
    context: principalContext(organization, actor),
  };
}
