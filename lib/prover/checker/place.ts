import { Exceptions } from './exceptions';
import { overlaps } from './glob';
import type {
  CheckedAccount,
  CheckedControl,
  CheckedException,
  CheckedPolicy,
  CheckedPrincipal,
  CheckedResource,
  CheckedStatement,
  CheckedWorld,
} from './input';
import { truth } from './statements';
import type { CheckedCaller } from './statements';

const GUARDED = new Set(['prod', 'tooling', 'audit']);

/** A world with what the checker looks up in it. */
export class Place {
  public readonly accounts: ReadonlyMap<string, CheckedAccount>;
  public readonly principals: ReadonlyMap<string, CheckedPrincipal>;
  private readonly controls = new Map<string, readonly CheckedControl[]>();
  private readonly lettings = new WeakMap<CheckedPrincipal, readonly CheckedStatement[]>();
  private exceptions?: Exceptions;
  private readonly sanctioned = new WeakMap<CheckedPrincipal, readonly CheckedException[]>();

  public constructor(public readonly world: CheckedWorld) {
    this.accounts = new Map(world.accounts.map((one) => [one.id, one]));
    this.principals = new Map(world.accounts.flatMap((one) => one.principals.map((each) => [each.arn, each])));
  }

  /** Partition that all of it is in, as the first principal's ARN says: an organization lies in one. */
  public get partition(): string {
    const [first] = this.principals.keys();
    return first?.split(':')[1] ?? 'aws';
  }

  public guarded(account: string): boolean {
    return GUARDED.has(this.accounts.get(account)?.environment ?? '');
  }

  /** The management account and delegated administrators: what people may do there changes the organization. */
  public administers(account: string): boolean {
    const delegated = this.world.delegatedAdministrators.some((one) => one.accountId === account);
    return delegated || account === this.world.managementAccountId;
  }

  public caller(principal: CheckedPrincipal): CheckedCaller {
    const { arn, sessionOf, account } = principal;
    const own = sessionOf ?? arn;
    const isAnothers = (name: string): boolean => name !== own && this.principals.has(name);
    return { arn: own, account, organization: this.world.organizationId, principal, isAnothers };
  }

  /** Control policies of a kind over an account, from the root to itself. */
  public controlling(account: string, type: string): readonly CheckedControl[] {
    const key = `${account} ${type}`;
    let found = this.controls.get(key);
    if (!found) {
      const levels = this.levels(account);
      const bound = account !== this.world.managementAccountId;
      const here = this.world.policies.filter(
        (one) => one.type === type && one.targets.some((t) => levels.includes(t)),
      );
      this.controls.set(key, (found = bound ? here : []));
    }
    return found;
  }

  public levels(account: string): string[] {
    return [...(this.accounts.get(account)?.ous ?? []), account];
  }

  /** Policies whose denies bind a principal wherever it acts. */
  public binding(principal: CheckedPrincipal): readonly CheckedPolicy[] {
    const control = principal.serviceLinked ? [] : this.controlling(principal.account, 'SERVICE_CONTROL_POLICY');
    return [...control, ...principal.identityPolicies, ...(principal.boundary ? [principal.boundary] : [])];
  }

  /** Statements of policies of resources of its account that let a caller in whatever its identity policies say. */
  public letting(caller: CheckedCaller): readonly CheckedStatement[] {
    const known = caller.principal && this.lettings.get(caller.principal);
    const found = known ?? this.findLetting(caller);
    if (caller.principal) this.lettings.set(caller.principal, found);
    return found;
  }

  /** Exceptions for a principal whom people reach. */
  public sanctioning(principal: CheckedPrincipal): readonly CheckedException[] {
    let found = this.sanctioned.get(principal);
    if (!found) {
      this.exceptions ??= new Exceptions(this.world.exceptions);
      this.sanctioned.set(principal, (found = this.exceptions.of(this.caller(principal).arn)));
    }
    return found;
  }

  private findLetting(caller: CheckedCaller): readonly CheckedStatement[] {
    const policies = (this.accounts.get(caller.account)?.resources ?? []).flatMap((one) => one.policy ?? []);
    return policies.flatMap(({ policy }) =>
      policy.statements.filter(
        (one) =>
          one.effect === 'Allow' &&
          !one.conditions.some((each) => truth(each, caller, caller.account) === 'fails') &&
          (one.unreadable.length > 0 || admits(one.principals, caller) === 'itself'),
      ),
    );
  }

  /** Who owns a resource: its ARN says it, or who lists it; else whoever names it. */
  public owner(arn: string, namer: CheckedResource): string {
    const named = arn.split(':')[4];
    if (named) return named;
    const listed = this.world.accounts.find((one) => one.resources.some((each) => each.arn === arn));
    return listed?.id ?? namer.account;
  }
}

const places = new WeakMap<CheckedWorld, Place>();

/** What is looked up in a world serves whoever looks. */
export function lookInto(world: CheckedWorld): Place {
  let found = places.get(world);
  if (!found) places.set(world, (found = new Place(world)));
  return found;
}

/** Whether a Principal element names a caller: itself, its account (whose policies then decide), or not at all. */
export function admits(
  principals: { readonly entries: readonly { type: string; value: string }[]; readonly negated: boolean } | undefined,
  caller: CheckedCaller,
): 'itself' | 'account' | 'no' {
  if (!principals || principals.negated) return 'itself';
  const values = principals.entries.filter(({ type }) => type === 'AWS').map(({ value }) => value);
  const canonical = principals.entries.some(({ type }) => type === 'CanonicalUser');
  if (canonical || values.some((value) => value === '*' || isNamed(value, caller))) return 'itself';
  return values.some((value) => value === caller.account || value.endsWith(`::${caller.account}:root`))
    ? 'account'
    : 'no';
}

/** By its name, or the name of its sessions; anybody of an account by whatever names that account. */
function isNamed(value: string, { principal, account, arn, isAnothers }: CheckedCaller): boolean {
  if (value.includes('*') && isAnothers?.(value)) return false;
  if (!principal) return value === account || value.includes(`::${account}:`);
  if (!value.includes(`::${account}:`) || value.endsWith(':root')) return false;
  return overlaps(nameIn(value), arn.slice(arn.lastIndexOf('/') + 1));
}

/** The name by which a Principal element names a role, a user or the sessions of a role. */
export function nameIn(value: string): string {
  const parts = value.split('/');
  return value.includes(':assumed-role/') ? parts[1] : parts[parts.length - 1];
}
