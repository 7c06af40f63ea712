import type { BoundStatement, Layer } from '../../iam/query';
import { statementsOf } from '../../iam';
import type { Statement } from '../../iam/model';
import { withOneClock } from './clock';
import { withoutOthers } from './others';
import type { Account, OrganizationPolicy, PolicySource, Principal, Resource, World } from '../model';

/** Statements of a policy, told apart by effect; bound once. */
export interface Bound {
  readonly allows: readonly BoundStatement[];
  readonly denies: readonly BoundStatement[];
}

const NOTHING: Bound = { allows: [], denies: [] };

/** Statements of several policies together. */
export function unite(parts: readonly Bound[]): Bound {
  if (parts.length === 1) return parts[0];
  return { allows: parts.flatMap((part) => part.allows), denies: parts.flatMap((part) => part.denies) };
}

/** The World with the look-ups that deciding requests needs. */
export class Organization {
  public readonly accounts: ReadonlyMap<string, Account>;
  public readonly principals: ReadonlyMap<string, Principal>;
  public readonly resources: ReadonlyMap<string, Resource>;
  /** Listed resources whose ARN names no account, by ARN: they belong to the account that lists them. */
  public readonly accountless: ReadonlyMap<string, Resource>;
  /** The tag keys (`aws:PrincipalTag/team`) that any policy reads, by name in lower case. */
  public readonly tagKeys: ReadonlyMap<string, string>;
  /** Regions in the paths of Identity Center roles: those that any policy names, or one that stands for all. */
  public readonly centerRegions: readonly string[];
  /** Whatever control policies are attached to. */
  private readonly targeted: ReadonlySet<string>;
  private readonly ownTargets: ReadonlySet<string>;
  private readonly bound = new WeakMap<PolicySource, Bound>();
  private readonly meant = new WeakMap<PolicySource, WeakMap<Principal, Bound>>();
  private readonly united = new Map<string, Bound>();
  private readonly numbers = new WeakMap<Bound, number>();
  private numbered = 0;
  private readonly keysOfKind = new Map<string, readonly (readonly [string, string])[]>();
  private readonly levels = new Map<string, readonly Layer[]>();
  private readonly scpDeny = new Map<string, readonly BoundStatement[]>();
  private readonly rcpDeny = new Map<string, readonly BoundStatement[]>();

  public constructor(public readonly world: World) {
    this.accounts = new Map(world.accounts.map((account) => [account.id, account]));
    this.principals = new Map(world.accounts.flatMap((account) => account.principals.map((each) => [each.arn, each])));
    const all = world.accounts.flatMap((account) => account.resources);
    this.resources = new Map(all.map((resource) => [resource.arn, resource]));
    this.accountless = new Map(all.filter((one) => one.arn.split(':')[4] === '').map((one) => [one.arn, one]));
    this.tagKeys = tagKeysOf(world);
    this.centerRegions = centerRegionsOf(world);
    this.ownTargets = new Set(world.policies.flatMap((policy) => policy.targets));
    this.targeted = new Set(
      world.policies.flatMap((policy) => (policy.type === 'SERVICE_CONTROL_POLICY' ? policy.targets : [])),
    );
  }

  /** The statements of a policy. */
  public statements(source: PolicySource | undefined): Bound {
    if (!source) return NOTHING;
    let bound = this.bound.get(source);
    if (!bound) this.bound.set(source, (bound = withOneClock(statementsOf(source.policy, source.where))));
    return bound;
  }

  /** The statements of a resource's policy as they mean a principal: a generated name in it means one role alone. */
  public statementsFor(source: PolicySource | undefined, principal: Principal): Bound {
    if (!source) return NOTHING;
    let meanings = this.meant.get(source);
    if (!meanings) this.meant.set(source, (meanings = new WeakMap()));
    let bound = meanings.get(principal);
    if (!bound) meanings.set(principal, (bound = this.statements(withoutOthers(source, principal, this.principals))));
    return bound;
  }

  /** The tag keys of one kind (`:principaltag/`) that any policy reads, by name in lower case, with their spelling. */
  public tagKeysOf(kind: string): readonly (readonly [string, string])[] {
    let keys = this.keysOfKind.get(kind);
    if (!keys) this.keysOfKind.set(kind, (keys = [...this.tagKeys].filter(([key]) => key.includes(kind))));
    return keys;
  }

  /** Whether any policy reads tags of one kind. */
  public readsTags(kind: string): boolean {
    return this.tagKeysOf(kind).length > 0;
  }

  /** The statements of several policies together: the same object for the same policies, so that much is found once. */
  public together(sources: readonly PolicySource[]): Bound {
    const parts = sources.map((source) => this.statements(source));
    if (parts.length === 1) return parts[0];
    const key = parts.map((part) => this.numberOf(part)).join();
    let united = this.united.get(key);
    if (!united) this.united.set(key, (united = unite([NOTHING, ...parts])));
    return united;
  }

  private numberOf(part: Bound): number {
    let number = this.numbers.get(part);
    if (number === undefined) this.numbers.set(part, (number = ++this.numbered));
    return number;
  }

  /** Whether an account is guarded. */
  public guarded(id: string): boolean {
    return ['prod', 'tooling', 'audit'].includes(this.accounts.get(id)?.environment ?? '');
  }

  /** What service control policies allow at each level of an account; no layers where none is in force. */
  public controlLayers(id: string): readonly Layer[] {
    if (id === this.world.managementAccountId || !this.hasServicePolicies()) return [];
    const key = this.levelsOf(id).join(' ');
    const known = this.levels.get(key);
    if (known) return known;
    const layers = this.levelsOf(id).map((level) => this.at('SERVICE_CONTROL_POLICY', [level]).allows);
    this.levels.set(key, layers);
    return layers;
  }

  /** What service control policies forbid the principals of an account. */
  public controlDenies(id: string): readonly BoundStatement[] {
    return this.denies(this.scpDeny, 'SERVICE_CONTROL_POLICY', id);
  }

  /** What resource control policies forbid on the resources of an account. */
  public resourceDenies(id: string): readonly BoundStatement[] {
    return this.denies(this.rcpDeny, 'RESOURCE_CONTROL_POLICY', id);
  }

  /** `o-…/r-…/ou-…/`, as aws:PrincipalOrgPaths and aws:ResourceOrgPaths have it. */
  public path(id: string): string {
    return `${[this.world.organizationId, ...(this.accounts.get(id)?.ous ?? [])].join('/')}/`;
  }

  /** The account that owns a resource: named by its ARN, else the one that lists it, else the caller's own. */
  public owner(arn: string, caller: string): string {
    const named = arn.split(':')[4];
    if (named && /^\d{12}$/.test(named)) return named;
    return this.listedHolder(arn)?.account ?? caller;
  }

  /** The listed resource that an ARN without account is, or lies in. */
  public listedHolder(arn: string): Resource | undefined {
    return this.accountless.get(arn) ?? this.accountless.get(arn.split('/')[0]);
  }

  /** Whether a control policy is attached to the account itself, beside those of its units. */
  public ownPolicies(id: string): boolean {
    return this.ownTargets.has(id);
  }

  private hasServicePolicies(): boolean {
    return this.world.policies.some((policy) => policy.type === 'SERVICE_CONTROL_POLICY');
  }

  /**
   * Root, units and the account. AWS keeps at least one service control policy at each; where none names the account
   * itself, the one that AWS attaches by itself (FullAWSAccess) stands there, and the level says nothing.
   */
  private levelsOf(id: string): readonly string[] {
    const ous = this.accounts.get(id)?.ous ?? [];
    return this.targeted.has(id) ? [...ous, id] : ous;
  }

  private denies(cache: Map<string, readonly BoundStatement[]>, type: OrganizationPolicy['type'], id: string) {
    if (id === this.world.managementAccountId) return [];
    const key = [...(this.accounts.get(id)?.ous ?? []), this.ownTargets.has(id) ? id : ''].join(' ');
    const known = cache.get(key);
    if (known) return known;
    const found = this.at(type, [...(this.accounts.get(id)?.ous ?? []), id]).denies;
    cache.set(key, found);
    return found;
  }

  private at(type: OrganizationPolicy['type'], levels: readonly string[]): Bound {
    const here = this.world.policies.filter((one) => one.type === type && one.targets.some((t) => levels.includes(t)));
    return unite([NOTHING, ...here.map((policy) => this.statements(policy))]);
  }
}

const TAG_KEY = /\b([a-z0-9-]+:(?:principaltag|resourcetag|existingobjecttag)\/[^}"]+)/gi;

function tagKeysIn(statement: Statement): string[] {
  const keys = statement.conditions.map((condition) => condition.key);
  const values = statement.conditions.flatMap((condition) => condition.values);
  const texts = [...keys, ...values, ...(statement.resources?.patterns ?? [])];
  return texts.flatMap((text) => [...text.matchAll(TAG_KEY)].map((match) => match[1]));
}

const CENTER_REGION = /role\/aws-reserved\/sso\.amazonaws\.com\/([a-z0-9-]+)\/AWSReservedSSO_/g;

/** Where no policy says in which region Identity Center is, it may be in any but us-east-1 as well: this stands for it. */
const SOME_REGION = 'eu-west-2';

function centerRegionsOf(world: World): string[] {
  const regions = new Set<string>();
  const texts = (statement: Statement) => [
    ...(statement.principals?.entries ?? []).map((entry) => entry.value),
    ...statement.conditions.flatMap((condition) => condition.values),
  ];
  everyStatement(world, (statement) => {
    for (const text of texts(statement)) for (const match of text.matchAll(CENTER_REGION)) regions.add(match[1]);
  });
  return regions.size > 0 ? [...regions] : [SOME_REGION];
}

function tagKeysOf(world: World): Map<string, string> {
  const keys = new Map<string, string>();
  everyStatement(world, (statement) => {
    for (const key of tagKeysIn(statement)) keys.set(key.toLowerCase(), key);
  });
  return keys;
}

/** Each policy of a world once, however often it is attached. */
function everyStatement(world: World, visit: (statement: Statement) => void): void {
  const seen = new WeakSet<object>();
  const add = (source?: PolicySource) => {
    if (!source || seen.has(source.policy)) return;
    seen.add(source.policy);
    source.policy.statements.forEach(visit);
  };
  world.policies.forEach(add);
  for (const account of world.accounts) {
    account.resources.forEach((resource) => add(resource.policy));
    for (const one of account.principals) [...one.identityPolicies, one.boundary, one.trust].forEach(add);
  }
}
