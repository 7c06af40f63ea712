import type { Document } from './iam/store';
import { Refusal } from './refusal';

/** The two types of control policies. */
export type PolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** A control policy, and what it is attached to. */
export interface ControlPolicy {
  readonly id: string;
  readonly name: string;
  readonly type: PolicyType;
  document: Document;
  targets: readonly string[];
}

/** Limits of AWS Organizations (May 2026): characters of a document, policies of a type at one target, `Full…` included. */
const LIMITS = {
  SERVICE_CONTROL_POLICY: { size: 10_240, attached: 10 },
  RESOURCE_CONTROL_POLICY: { size: 5_120, attached: 5 },
} as const;

/** An organization: where each account is, and what is attached there. */
export class Organization {
  public readonly enabled = new Set<PolicyType>();
  public readonly trusted = new Set<string>(['sso.amazonaws.com']);
  private readonly parents = new Map<string, string>();
  private readonly policies = new Map<string, ControlPolicy>();

  public constructor(
    public readonly id: string,
    public readonly root: string,
    public readonly management: string,
    public readonly units: readonly string[],
    accounts: readonly string[],
    /** Unit that a unit lies in; the others lie under the root. */
    private readonly within: Readonly<Record<string, string>> = {},
  ) {
    for (const account of [management, ...accounts]) this.parents.set(account, root);
  }

  /** Somebody makes an account; it begins under the root. */
  public join(account: string): void {
    this.parents.set(account, this.root);
  }

  public accounts(): readonly string[] {
    return [...this.parents.keys()];
  }

  public has(account: string): boolean {
    return this.parents.has(account);
  }

  public parentOf(account: string): string {
    const parent = this.parents.get(account);
    if (parent) return parent;
    throw new Refusal('ChildNotFoundException', `You specified an account that doesn't exist: ${account}.`);
  }

  public move(account: string, from: string, to: string): void {
    if (this.parentOf(account) !== from)
      throw new Refusal('SourceParentNotFoundException', `${account} is not in ${from}.`);
    if (to !== this.root && !this.units.includes(to))
      throw new Refusal('DestinationParentNotFoundException', `There is no ${to}.`);
    this.parents.set(account, to);
  }

  /** Path of an account, as the key aws:PrincipalOrgPaths has it. */
  public pathOf(account: string): string {
    return [this.id, ...this.above(account), ''].join('/');
  }

  /** Where a unit lies. */
  public unitAbove(unit: string): string {
    return this.within[unit] ?? this.root;
  }

  /** The root, and every unit down to an account. */
  private above(account: string): readonly string[] {
    const path: string[] = [];
    for (let at = this.parentOf(account); at !== this.root; at = this.unitAbove(at)) path.unshift(at);
    return [this.root, ...path];
  }

  /** Documents at each level above an account, `Full…Access` of AWS included. */
  public levels(account: string, type: PolicyType): readonly (readonly Document[])[] {
    return [...this.above(account), account].map((target) => [
      FULL_ACCESS,
      ...this.at(target, type).map(({ document }) => document),
    ]);
  }

  public at(target: string, type: PolicyType): readonly ControlPolicy[] {
    return [...this.policies.values()].filter((policy) => policy.type === type && policy.targets.includes(target));
  }

  /** Puts a policy in place, or refuses it as Organizations would. */
  public put(policy: ControlPolicy): void {
    const { size, attached } = LIMITS[policy.type];
    if (!this.enabled.has(policy.type))
      throw new Refusal(
        'PolicyTypeNotEnabledException',
        `The policy type ${policy.type} is not enabled at ${this.root}.`,
      );
    if (JSON.stringify(policy.document).length > size)
      throw new Refusal('ConstraintViolationException', 'You have exceeded the maximum policy size.');
    for (const target of policy.targets) {
      this.checkTarget(target);
      const others = this.at(target, policy.type).filter(({ id }) => id !== policy.id);
      if (others.length + 2 > attached)
        throw new Refusal(
          'ConstraintViolationException',
          `${target} has the maximum of ${attached} policies attached.`,
        );
    }
    const namesake = [...this.policies.values()].find(({ id, name }) => name === policy.name && id !== policy.id);
    if (namesake)
      throw new Refusal('DuplicatePolicyException', `A policy with the name ${policy.name} already exists.`);
    this.policies.set(policy.id, policy);
  }

  private checkTarget(target: string): void {
    if (target === this.root || this.units.includes(target) || this.parents.has(target)) return;
    throw new Refusal('TargetNotFoundException', `We can't find a root, OU, or account with the TargetId ${target}.`);
  }

  public remove(id: string): void {
    this.policies.delete(id);
  }
}

const FULL_ACCESS: Document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};
