import type { Statement } from '../../iam/model';
import type { Group, PolicySource, Principal, Resource } from '../model';

/**
 * What counts where the platform describes something as deployed and the assembly describes it anew. Which of the two is in
 * force when somebody acts, nobody can say: the assembly may never be deployed, or by nobody. So both count: every Allow
 * of either, and the denials of both alone. Where what is deployed carries the mark of the very stack that describes it
 * anew, that stack's deployment changes it, and the new description stands.
 */

/** Tag that CloudFormation puts on what a stack makes; nobody else can, `aws:` being AWS's own. */
const MADE_BY = 'aws:cloudformation:stack-name';

/** Does this stack's deployment change what is deployed? */
export type ChangedBy = (stackName: string, where: string) => boolean;

/** Resources of both; what stands in one alone stays as it is. */
export function bothResources(deployed: readonly Resource[], own: readonly Resource[], changes: ChangedBy): Resource[] {
  return both(deployed, own, (there, anew) => (isOwn(there, anew, changes) ? anew : bothOf(there, anew)));
}

/** Roles and users of both. */
export function bothPrincipals(
  deployed: readonly Principal[],
  own: readonly Principal[],
  changes: ChangedBy,
): Principal[] {
  return both(deployed, own, (there, anew) => (isOwn(there, anew, changes) ? anew : bothActors(there, anew)));
}

/** Managed policies of both. */
export function bothPolicies(deployed: readonly PolicySource[], own: readonly PolicySource[]): PolicySource[] {
  return both(deployed, own, (there, anew) => merged(there, anew));
}

/** Groups of both. */
export function bothGroups(deployed: readonly Group[], own: readonly Group[]): Group[] {
  return both(deployed, own, (there, anew) => ({
    ...anew,
    identityPolicies: bothSources(there.identityPolicies, anew.identityPolicies),
  }));
}

function both<T extends { readonly arn?: string }>(
  deployed: readonly T[],
  own: readonly T[],
  join: (there: T, anew: T) => T,
): T[] {
  const there = new Map(deployed.flatMap((one) => (isExact(one.arn) ? [[one.arn, one] as const] : [])));
  const anew = new Set(own.map((one) => one.arn));
  const joined = own.map((one) => {
    const before = isExact(one.arn) ? there.get(one.arn) : undefined;
    return before ? join(before, one) : one;
  });
  return [...deployed.filter((one) => !isExact(one.arn) || !anew.has(one.arn)), ...joined];
}

function isExact(arn: string | undefined): arn is string {
  return arn !== undefined && !arn.includes('*');
}

type Tagged = { readonly tags: Readonly<Record<string, string>>; readonly where: string };

function isOwn(there: Tagged, anew: Tagged, changes: ChangedBy): boolean {
  const made = there.tags[MADE_BY];
  return made !== undefined && changes(made, anew.where);
}

function bothOf(there: Resource, anew: Resource): Resource {
  return {
    ...anew,
    policy:
      there.policy && anew.policy ? merged(there.policy, anew.policy) : withoutDenials(there.policy ?? anew.policy),
    guardrails: same(there.guardrails, anew.guardrails) ? anew.guardrails : undefined,
    roles: union(there.roles, anew.roles),
    dependsOn: union(there.dependsOn, anew.dependsOn),
    tags: shared(there.tags, anew.tags),
  };
}

function bothActors(there: Principal, anew: Principal): Principal {
  return {
    ...there,
    ...anew,
    identityPolicies: bothSources(there.identityPolicies, anew.identityPolicies),
    trust: there.trust && anew.trust ? merged(there.trust, anew.trust) : (there.trust ?? anew.trust),
    boundary: there.boundary && anew.boundary && bothBoundaries(there.boundary, anew.boundary),
    tags: shared(there.tags, anew.tags),
    groups: union(there.groups ?? [], anew.groups ?? []),
  };
}

/** A boundary allows what either allows; one that stands in one of them alone bounds nothing. */
function bothBoundaries(there: PolicySource, anew: PolicySource): PolicySource {
  return there.arn === anew.arn ? anew : merged(there, anew);
}

function bothSources(there: readonly PolicySource[], anew: readonly PolicySource[]): PolicySource[] {
  const denials = intersection(statements(there), statements(anew));
  const kept = (source: PolicySource): PolicySource => withStatements(source, only(source.policy.statements, denials));
  const known = new Set(anew.map((one) => JSON.stringify(one.policy.statements.map(essence))));
  const more = there.filter((one) => !known.has(JSON.stringify(one.policy.statements.map(essence))));
  return [...anew.map(kept), ...more.map(kept)];
}

function merged(there: PolicySource, anew: PolicySource): PolicySource {
  const denials = intersection(there.policy.statements, anew.policy.statements);
  const own = only(anew.policy.statements, denials);
  const known = new Set(own.map(essence));
  const more = only(there.policy.statements, denials).filter((one) => !known.has(essence(one)));
  const otherVersions = [...(there.otherVersions ?? []), ...(anew.otherVersions ?? [])];
  return { ...withStatements(anew, [...own, ...more]), ...(otherVersions.length > 0 ? { otherVersions } : {}) };
}

/** A policy that stands in one of the two alone: its denials may not be in force. */
function withoutDenials(source: PolicySource | undefined): PolicySource | undefined {
  return source && withStatements(source, only(source.policy.statements, new Set()));
}

function withStatements(source: PolicySource, all: readonly Statement[]): PolicySource {
  return { ...source, policy: { ...source.policy, statements: all } };
}

function only(all: readonly Statement[], denials: ReadonlySet<string>): Statement[] {
  return all.filter((one) => one.effect === 'Allow' || denials.has(essence(one)));
}

function intersection(there: readonly Statement[], anew: readonly Statement[]): Set<string> {
  const known = new Set(there.map(essence));
  return new Set(anew.map(essence).filter((one) => known.has(one)));
}

function statements(sources: readonly PolicySource[]): Statement[] {
  return sources.flatMap((one) => one.policy.statements);
}

/** What a statement says, wherever it stands and however it is called. */
function essence({ effect, principals, actions, resources, conditions, unreadable }: Statement): string {
  return JSON.stringify([effect, principals, actions, resources, conditions, unreadable.map((one) => one.why)]);
}

function shared(
  there: Readonly<Record<string, string>>,
  anew: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(anew).filter(([key, value]) => there[key] === value));
}

function union(there: readonly string[], anew: readonly string[]): string[] {
  return [...new Set([...anew, ...there])];
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
