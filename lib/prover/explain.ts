import { solve } from '../iam';
import type { BoundStatement, Caller, KeyFact } from '../iam/query';
import { InputError } from '../errors';
import type { Actor } from '../world/authorize/actor';
import { resourceContext, resourceTags, standing } from '../world/authorize/actor';
import { may } from '../world/authorize/ask';
import { Organization } from '../world/authorize/organization';
import { reachedByRcp } from '../world/authorize/rcp-services';
import { matchesPattern } from '../world/patterns';
import type { PolicySource, Principal, Resource, World } from '../world/model';

/** One layer of the decision and the statements of it that speak about the request. */
export interface ExplainedLayer {
  readonly layer: string;
  /** Statements that allow the request; a layer that must allow and does not blocks it. */
  readonly allows: readonly string[];
  /** Statements that forbid it. */
  readonly denies: readonly string[];
  /** What this layer does to the request: allows, denies, says nothing, or is not in force. */
  readonly effect: 'allows' | 'denies' | 'silent' | 'not in force';
}

/** Why a request is allowed or denied. */
export interface Explanation {
  readonly version: 1;
  readonly decision: 'allowed' | 'denied' | 'unknown';
  readonly request: {
    readonly principal: string;
    readonly action: string;
    readonly resource: string;
    readonly context: Readonly<Record<string, readonly string[]>>;
  };
  readonly layers: readonly ExplainedLayer[];
  /** What nobody can decide; only where the decision is unknown. */
  readonly why?: string;
}

/** The request somebody asks about. */
export interface Asked {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** A deployed name falls under the pattern that a permission set's or a generated role stands under. */
function findPrincipal(organization: Organization, arn: string): Principal {
  const exact = organization.principals.get(arn);
  const found =
    exact ?? [...organization.principals.values()].find((one) => one.arn.includes('*') && matchesPattern(one.arn, arn));
  if (found) return found.arn === arn ? found : { ...found, arn };
  throw InputError.at('arguments', '--principal', `${arn} is not in the input; role and user ARNs of it are`);
}

function holder(organization: Organization, arn: string): Resource | undefined {
  const exact = organization.resources.get(arn) ?? organization.listedHolder(arn);
  return (
    exact ??
    [...organization.resources.values()].find((one) => arn.startsWith(`${one.arn}/`) || arn.startsWith(`${one.arn}:`))
  );
}

/** Trust policies are policies of roles as resources. */
function resourcePolicy(
  organization: Organization,
  asked: Asked,
): { policy?: PolicySource; mandatory: boolean; account?: string; resource?: Resource } {
  const role = /^sts:/i.test(asked.action) ? organization.principals.get(asked.resource) : undefined;
  if (role) return { policy: role.trust, mandatory: true, account: role.account };
  const resource = holder(organization, asked.resource);
  return {
    policy: resource?.policy,
    mandatory: resource?.type === 'AWS::KMS::Key',
    account: resource?.account,
    resource,
  };
}

/** Keys that the asker did not give are absent from the request. */
function facts(
  statements: readonly BoundStatement[],
  given: Asked['context'],
  fixed: Readonly<Record<string, KeyFact>>,
): Record<string, KeyFact> {
  const all: Record<string, KeyFact> = {};
  for (const { statement } of statements)
    for (const { key } of statement.conditions) all[key.toLowerCase()] = { kind: 'absent' };
  for (const [key, fact] of Object.entries(fixed)) all[key.toLowerCase()] = fact;
  for (const [key, values] of Object.entries(given)) all[key.toLowerCase()] = { kind: 'values', values };
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

const place = ({ source, statement }: BoundStatement): string =>
  `${source}.${statement.where}${statement.sid ? ` (${statement.sid})` : ''}`;

function layer(name: string, statements: readonly BoundStatement[] | undefined, setting: Setting): ExplainedLayer {
  if (!statements) return { layer: name, allows: [], denies: [], effect: 'not in force' };
  const speaking = statements.filter((one) => matches(one, setting));
  const allows = speaking.filter((one) => one.statement.effect === 'Allow').map(place);
  const denies = speaking.filter((one) => one.statement.effect === 'Deny').map(place);
  const effect = denies.length > 0 ? 'denies' : allows.length > 0 ? 'allows' : 'silent';
  return { layer: name, allows, denies, effect };
}

function controlLayers(organization: Organization, principal: Principal, setting: Setting): ExplainedLayer[] {
  const denies = layer('service control policies: denies', organization.controlDenies(principal.account), setting);
  const levels = organization
    .controlLayers(principal.account)
    .map((level, index) => layer(`service control policies: level ${index + 1}`, level, setting));
  return [...levels, ...(denies.denies.length > 0 || levels.length > 0 ? [denies] : [])];
}

/** Decides one request and tells the statements of every layer that speak about it. */
export function explain(world: World, asked: Asked): Explanation {
  const organization = new Organization(world);
  const principal = findPrincipal(organization, asked.principal);
  const actor: Actor = { principal, powers: {} };
  const own = standing(organization, actor);
  const { policy, mandatory, account, resource } = resourcePolicy(organization, asked);
  const owner = account ?? organization.owner(asked.resource, principal.account);
  const source = organization.statements(policy);
  const boundary = principal.boundary && organization.statements(principal.boundary);
  const rcp = reachedByRcp(asked.action) ? organization.resourceDenies(owner) : undefined;
  const identity = principal.identityPolicies.flatMap((one) => [
    ...organization.statements(one).allows,
    ...organization.statements(one).denies,
  ]);
  const bounds = boundary && [...boundary.allows, ...boundary.denies];
  const resourceSide = policy && [...source.allows, ...source.denies];
  const control = [
    ...organization.controlLayers(principal.account).flat(),
    ...organization.controlDenies(principal.account),
  ];
  const everything = [...identity, ...(bounds ?? []), ...(resourceSide ?? []), ...control, ...(rcp ?? [])];
  const fixed = {
    ...own.context,
    ...resourceContext(organization, owner),
    ...(resource ? resourceTags(organization, resource.tags) : {}),
  };
  const context = facts(everything, asked.context, fixed);
  const setting: Setting = { caller: own.caller, asked, context };
  const answer = may(organization, {
    actor,
    actions: [asked.action],
    resource: [asked.resource],
    owner,
    policy,
    mandatory,
    anyType: true,
    context,
  });
  return {
    version: 1,
    decision: answer.verdict === 'sat' ? 'allowed' : answer.verdict === 'unsat' ? 'denied' : 'unknown',
    request: asked,
    layers: [
      layer('identity policies', identity, setting),
      layer('permissions boundary', bounds, setting),
      ...controlLayers(organization, principal, setting),
      layer('resource control policies', rcp, setting),
      layer(mandatory ? 'trust or key policy' : 'resource policy', resourceSide, setting),
    ],
    ...(answer.verdict === 'unknown' ? { why: answer.why } : {}),
  };
}

/** The explanation for a person. */
export function tellExplanation(explanation: Explanation): string {
  const { request, decision } = explanation;
  const lines = explanation.layers.flatMap((one) => [
    `  ${one.layer}: ${one.effect}`,
    ...one.denies.map((text) => `    deny   ${text}`),
    ...one.allows.map((text) => `    allow  ${text}`),
  ]);
  const why = explanation.why ? [`  not decidable: ${explanation.why}`] : [];
  return [`${decision}: ${request.principal} ${request.action} ${request.resource}`, ...lines, ...why].join('\n');
}
