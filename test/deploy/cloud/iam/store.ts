import { managedPolicy } from '../../../../lib/iam/managed-policies';
import { Refusal } from '../refusal';

/** A policy document. */
export type Document = Readonly<Record<string, unknown>>;

/** A role as IAM keeps it. */
export interface Role {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  trust: Document;
  boundary: string | undefined;
  readonly inline: Map<string, Document>;
  readonly managed: Set<string>;
  tags: Readonly<Record<string, string>>;
}

/** Roles and policies of all accounts, as they are at this point of the way. */
export class IdentityStore {
  /** By `account name`: names of roles are unique in an account whatever their path. */
  private readonly roles = new Map<string, Role>();
  private readonly policies = new Map<string, Document>();

  public role(account: string, name: string): Role | undefined {
    return this.roles.get(`${account} ${name}`);
  }

  public roleOf(arn: string): Role | undefined {
    const [, , , , account = '', rest = ''] = arn.split(':');
    const found = this.role(account, rest.split('/').at(-1)!);
    return found?.arn === arn ? found : undefined;
  }

  /** Whether a principal that a policy names exists; IAM and KMS refuse documents with one that does not. */
  public exists(principal: string): boolean {
    if (principal === '*' || /^\d{12}$/.test(principal) || principal.endsWith(':root')) return true;
    if (/:(role|user)\//.test(principal)) return this.roleOf(principal) !== undefined;
    return true;
  }

  public addRole(role: Role): void {
    this.roles.set(`${role.account} ${role.name}`, role);
  }

  public removeRole({ account, name }: Role): void {
    this.roles.delete(`${account} ${name}`);
  }

  public putPolicy(arn: string, document: Document): void {
    this.policies.set(arn, document);
  }

  public removePolicy(arn: string): void {
    this.policies.delete(arn);
  }

  public hasPolicy(arn: string): boolean {
    return this.policies.has(arn) || managedPolicy(arn) !== undefined;
  }

  /** A managed policy's document, a customer's or AWS's. */
  public policy(arn: string): Document {
    const found = this.policies.get(arn) ?? (managedPolicy(arn)?.document as Document | undefined);
    if (found) return found;
    throw new Refusal('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404);
  }

  /** What the role's own policies say. */
  public identityPolicies(role: Role): readonly Document[] {
    return [...role.inline.values(), ...[...role.managed].map((arn) => this.policy(arn))];
  }

  public rolesOf(account: string): readonly Role[] {
    return [...this.roles.values()].filter((role) => role.account === account);
  }
}
