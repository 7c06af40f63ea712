import { solve } from '../../iam';
import type { Answer, BoundStatement, Caller, KeyFact } from '../../iam/query';
import type { Actor } from '../../world/authorize/actor';
import { bindingUnder } from '../../world/authorize/grants';
import { because } from './because';
import type { Asked, ExplainedLayer, Explanation } from './explanation';
import { findPrincipal, unassigned } from './principal';
import { rests, wordFor } from './rests';
import { allowEverything, resourceContext, resourceTags, standing } from '../../world/authorize/actor';
import { may } from '../../world/authorize/ask';
import { Organization } from '../../world/authorize/organization';
import { reachedByRcp } from '../../world/authorize/rcp-services';
import { matchesPattern } from '../../world/patterns';
import type { PolicySource, Principal, Resource, World } from '../../world/model';

function holder(organization: Organization, arn: string): Resource | undefined {
  const exact = organization.resources.get(arn) ?? organization.listedHolder(arn);
  const all = [...organization.resources.values()];
  return (
    exact ?? all.find((one) => [one.arn, `${one.arn}/*`, `${one.arn}:*`].some((name) => matchesPattern(name, arn)))
  );
}

/** A role by its name, which may be one that CloudFormation generates. */
function roleNamed(organization: Organization, arn: string): Principal | undefined {
  const all = [...organization.principals.values()];
  return organization.principals.get(arn) ?? all.find((one) => one.kind === 'role' && matchesPattern(one.arn, arn));
}

/** Trust policies are policies of roles as resources. */
function resourcePolicy(
  organization: Organization,
  asked: Asked,
): { policy?: PolicySource; mandatory: boolean; account?: string; resource?: Resource } {
  const role = /^sts:/i.test(asked.action) ? roleNamed(organization, asked.resource) : undefined;
  if (role) return { policy: role.trust, mandatory: true, account: role.account };
  const resource = holder(organization, asked.resource);
  return {
    policy: resource?.policy,
    mandatory: resource?.type === 'AWS::KMS::Key',
    account: resource?.account,
    resource,
  };
}

/** Keys that every request carries, as they are in one that nobody takes pains over. */
function usual(resource: string): Record<string, KeyFact> {
  const region = resource.split(':')[3];
  return {
    'aws:SecureTransport': { kind: 'values', values: ['true'] },
    'aws:ViaAWSService': { kind: 'values', values: ['false'] },
    'aws:RequestedRegion': region ? { kind: 'values', values: [region] } : ABSENT,
    'aws:CurrentTime': ABSENT,
    'aws:EpochTime': ABSENT,
  };
}

const ABSENT: KeyFact = { kind: 'absent' };

/** Keys that the asker did not give are absent from the request, but for the usual ones. */
function facts(
  statements: readonly BoundStatement[],
  { context, resource }: Asked,
  fixed: Readonly<Record<string, KeyFact>>,
): Record<string, KeyFact> {
  const all: Record<string, KeyFact> = {};
  for (const { statement } of statements) for (const { key } of statement.conditions) all[key.toLowerCase()] = ABSENT;
  for (const [key, fact] of Object.entries({ ...fixed, ...usual(resource) })) all[key.toLowerCase()] = fact;
  for (const [key, values] of Object.entries(context)) all[key.toLowerCase()] = { kind: 'values', values };
  return all;
}

interface Setting {
  readonly caller: Caller;
  readonly asked: Asked;
  readonly context: Record<string, KeyFact>;
}

function matches(one: BoundStatement, { caller, asked, context }: Setting): boolean {
  const layers = [[{ ...one, statement: { ...one.statement, effect: 'Allow' as const } }]];
  const answer = solve({
    actions: [asked.action],
    resource: [asked.resource],
    callers: [caller],
    context,
    layers,
    denies: [],
  });
  return answer.verdict === 'sat';
}

/** Whether a statement forbids the request whatever nobody knows of it. */
function forbids(one: BoundStatement, { caller, asked, context }: Setting): boolean {
  const answer = solve({
    actions: [asked.action],
    resource: [asked.resource],
    callers: [caller],
    context,
    layers: [allowEverything()],
    denies: [one],
  });
  return answer.verdict === 'unsat';
}

const place = ({ source, statement }: BoundStatement): string =>
  `${source}.${statement.where}${statement.sid ? ` (${statement.sid})` : ''}`;

function layer(name: string, statements: readonly BoundStatement[] | undefined, setting: Setting): ExplainedLayer {
  if (!statements) return { layer: name, allows: [], denies: [], effect: 'not in force' };
  const speaking = statements.filter((one) => matches(one, setting));
  const allows = speaking.filter((one) => one.statement.effect === 'Allow').map(place);
  const denying = speaking.filter((one) => one.statement.effect === 'Deny');
  const denies = denying.filter((one) => forbids(one, setting)).map(place);
  const mayDeny = denying.map(place).filter((one) => !denies.includes(one));
  const effect = denies.length > 0 ? 'denies' : allows.length > 0 ? 'allows' : 'silent';
  return { layer: name, allows, denies, ...(mayDeny.length > 0 ? { mayDeny } : {}), effect };
}

function controlLayers(organization: Organization, principal: Principal, setting: Setting): ExplainedLayer[] {
  if (principal.serviceLinked) return [layer('service control policies', undefined, setting)];
  const denies = layer('service control policies: denies', organization.controlDenies(principal.account), setting);
  const levels = organization
    .controlLayers(principal.account)
    .map((level, index) => layer(`service control policies: level ${index + 1}`, level, setting));
  const speaks = denies.denies.length > 0 || denies.mayDeny !== undefined || levels.length > 0;
  return [...levels, ...(speaks ? [denies] : [])];
}

/** Everything that has a say in one request. */
function sources(organization: Organization, principal: Principal, asked: Asked) {
  const { policy, mandatory, account, resource } = resourcePolicy(organization, asked);
  const owner = account ?? organization.owner(asked.resource, principal.account);
  const both = (one: PolicySource): BoundStatement[] => {
    const { allows, denies } = organization.statements(one);
    return [...allows, ...denies];
  };
  const boundary = principal.boundary && both(principal.boundary);
  const side = policy && organization.statements(policy);
  return {
    ...{ policy, mandatory, resource, owner, boundary },
    identity: principal.identityPolicies.flatMap(both),
    rcp: reachedByRcp(asked.action) && !principal.serviceLinked ? organization.resourceDenies(owner) : undefined,
    resourceSide: side && [...side.allows, ...bindingUnder(boundary, side.denies)],
    control: [
      ...organization.controlLayers(principal.account).flat(),
      ...organization.controlDenies(principal.account),
    ],
  };
}

/**
 * Decides one request and tells the statements of every layer that speak about it.
 *
 * @param policies Policies that are assumed besides the principal's own, or for one that is not there yet.
 * @throws InputError where nobody is named so.
 */
export function explain(world: World, asked: Asked, policies: readonly PolicySource[] = []): Explanation {
  const organization = new Organization(world);
  const nobody = policies.length === 0 ? unassigned(organization, asked.principal) : undefined;
  if (nobody) return { version: 1, decision: 'denied', request: asked, layers: [], because: nobody };
  const { principal, note } = findPrincipal(organization, asked.principal, policies);
  const actor: Actor = { principal, powers: {} };
  const own = standing(organization, actor);
  const { policy, mandatory, resource, owner, identity, boundary, rcp, resourceSide, control } = sources(
    organization,
    principal,
    asked,
  );
  const everything = [...identity, ...(boundary ?? []), ...(resourceSide ?? []), ...control, ...(rcp ?? [])];
  const tags = resource ? resourceTags(organization, resource.tags) : {};
  const context = facts(everything, asked, { ...own.context, ...resourceContext(organization, owner), ...tags });
  const setting: Setting = { caller: own.caller, asked, context };
  const request = { actions: [asked.action], resource: [asked.resource] };
  const decide = (given: Record<string, KeyFact>): Answer =>
    may(organization, { actor, ...request, owner, policy, mandatory, anyType: true, context: given });
  const answer = decide(context);
  const open = everything.filter((one) => matches(withoutConditions(one), setting));
  const restsOn = answer.verdict === 'unknown' ? [] : rests(open, context, decide);
  const layers = [
    layer('identity policies', identity, setting),
    layer('permissions boundary', boundary, setting),
    ...controlLayers(organization, principal, setting),
    layer('resource control policies', rcp, setting),
    layer(mandatory ? 'trust or key policy' : 'resource policy', resourceSide, setting),
  ];
  return {
    version: 1,
    decision: wordFor(answer),
    request: asked,
    layers,
    ...(answer.verdict === 'unsat'
      ? { because: because(layers, { account: principal.account, owner, mandatory }) }
      : {}),
    ...(answer.verdict === 'unknown' ? { why: answer.why } : {}),
    ...(restsOn.length > 0 ? { restsOn } : {}),
    ...(note ? { note } : {}),
  };
}

function withoutConditions(bound: BoundStatement): BoundStatement {
  return { ...bound, statement: { ...bound.statement, conditions: [] } };
}
