import type { BoundStatement, Caller } from '../../iam/query';
import type { Account, PolicySource, Principal, Resource } from '../../world/model';
import { Addressees } from '../../world/authorize/addressed';
import type { Organization } from '../../world/authorize/organization';

/** Accounts that a policy lets in: their ids, or everybody. */
interface Admitted {
  readonly accounts: ReadonlySet<string>;
  readonly everybody: boolean;
}

/** Patterns of actions that only read, whatever they expand to. */
const READS =
  /^(s3:(get|list)|ecr:(batchget|batchcheck|getdownload|describe|list)|kms:(describe|list)|sqs:(get|list)|sns:(get|list))/i;

function onlyReads({ statement }: BoundStatement): boolean {
  return !statement.actions.negated && statement.actions.patterns.every((pattern) => READS.test(pattern));
}

function admittedBy(statements: readonly BoundStatement[]): Admitted {
  const accounts = new Set<string>();
  let everybody = false;
  for (const { statement } of statements) {
    if (statement.principals?.negated || statement.unreadable.length > 0) everybody = true;
    for (const { type, value } of statement.principals?.entries ?? []) {
      if (type !== 'AWS') continue;
      const id = /^\d{12}$/.test(value) ? value : /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(value)?.[1];
      if (id) accounts.add(id);
      else everybody = true;
    }
  }
  return { accounts, everybody };
}

/** Who can come in where: roles by the accounts their trust policies name, resources by those their policies name. */
export class Doors {
  private readonly roles = new Map<string, Principal[]>();
  private readonly resources = new Map<string, Resource[]>();
  private readonly addressees = new Map<string, Addressees<Principal>>();
  /** By account; under no account those that may admit anybody. */
  private readonly admitting = new Map<string, Addressees<Resource>>();
  private readonly wideRoles: Principal[] = [];
  private readonly wideResources: Resource[] = [];
  private readonly from = new Map<string, string[]>();
  private readonly toEverybody = new Set<string>();
  /** Accounts from which a way into a guarded account may lead. */
  public readonly relevant: ReadonlySet<string>;

  public constructor(private readonly organization: Organization) {
    for (const account of organization.world.accounts) this.open(account);
    this.relevant = this.reaching();
  }

  /** Roles that may admit principals of an account. */
  public rolesFor(account: string): readonly Principal[] {
    return [...(this.roles.get(account) ?? []), ...this.wideRoles];
  }

  /** Those of them whose trust policies do not name only others than one role or user of the account. */
  public rolesAddressing(account: string, caller: Caller): readonly Principal[] {
    let index = this.addressees.get(account);
    if (!index) {
      index = new Addressees(this.rolesFor(account), (role) => this.organization.statements(role.trust).allows);
      this.addressees.set(account, index);
    }
    return index.of(caller);
  }

  /** Resources of other accounts whose policies may admit a role or user of an account: they do not mean others alone. */
  public resourcesAddressing(account: string, caller: Caller, arn: string): readonly Resource[] {
    const named = this.indexed(account, () => this.resources.get(account) ?? []);
    const wide = this.indexed('', () => this.wideResources);
    return [...named.of(caller, arn), ...wide.of(caller, arn)].filter((one) => one.account !== account);
  }

  private indexed(account: string, all: () => readonly Resource[]): Addressees<Resource> {
    let index = this.admitting.get(account);
    if (!index) {
      index = new Addressees(all(), ({ policy }) => this.organization.statements(policy).allows);
      this.admitting.set(account, index);
    }
    return index;
  }

  private open(account: Account): void {
    for (const role of account.principals) this.openRole(role);
    for (const resource of account.resources) {
      this.openResource(resource);
      for (const arn of resource.dependsOn) this.way(this.organization.owner(arn, account.id), account.id);
    }
  }

  private openRole(role: Principal): void {
    if (!role.trust) return;
    const admitted = this.admitted(role.trust, () => true);
    if (admitted.everybody) this.wideRoles.push(role);
    else for (const id of admitted.accounts) push(this.roles, id, role);
    this.ways(admitted, role.account);
  }

  private openResource(resource: Resource): void {
    if (!resource.policy) return;
    const admitted = this.admitted(resource.policy, (bound) => !onlyReads(bound));
    if (admitted.everybody) this.wideResources.push(resource);
    else for (const id of admitted.accounts) push(this.resources, id, resource);
    this.ways(admitted, resource.account);
  }

  private admitted(policy: PolicySource, counts: (bound: BoundStatement) => boolean): Admitted {
    return admittedBy(this.organization.statements(policy).allows.filter(counts));
  }

  private ways(admitted: Admitted, to: string): void {
    if (admitted.everybody) this.toEverybody.add(to);
    for (const id of admitted.accounts) this.way(id, to);
  }

  private way(from: string, to: string): void {
    if (from !== to) push(this.from, to, from);
  }

  /** Backwards from the guarded accounts and from those that administer the organization. */
  private reaching(): Set<string> {
    const { world } = this.organization;
    const open = world.accounts.map((account) => account.id).filter((id) => this.organization.guarded(id));
    open.push(world.managementAccountId, ...world.delegatedAdministrators.map((each) => each.accountId));
    const found = new Set(open);
    while (open.length > 0) {
      const to = open.pop()!;
      const from = this.toEverybody.has(to)
        ? world.accounts.map((account) => account.id)
        : [...(this.from.get(to) ?? [])];
      for (const id of from.filter((each) => !found.has(each))) {
        found.add(id);
        open.push(id);
      }
    }
    return found;
  }
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
