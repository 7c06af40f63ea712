import type { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AccountsStack } from './accounts-stack';
import { accountsIn } from './places';
import type { GuardedPlatformProps } from './platform-props';
import { PLATFORM } from './names';
import { toolingsOf } from './tooling';

/**
 * Where the stacks that prepare accounts stand: beside the platform's own for a person's hand, or within what carries
 * stack sets.
 */
export class Preparing {
  private readonly carriers = new Map<string, AccountsStack>();
  private readonly whose: ReadonlyMap<string, string>;
  private templates?: Stack;

  public constructor(
    private readonly platform: Construct,
    private readonly props: GuardedPlatformProps,
  ) {
    const own = [...toolingsOf(props).map(({ account }) => account), props.organization.auditAccount];
    this.whose = new Map([
      ...own.map((account): [string, string] => [account, PLATFORM]),
      ...accountsIn(props).map(({ id, shared, name, environments: [first] }): [string, string] => [
        id,
        shared ? name : first.application,
      ]),
    ]);
  }

  /** What carries stack sets comes after the bucket that their templates go through. */
  public comeAfter(templates: Stack): void {
    this.templates = templates;
    for (const carrier of this.carriers.values()) carrier.addStackDependency(templates);
  }

  /** Makes a stack that prepares an account. */
  public stack<Made extends Stack>(account: string, make: (scope: Construct) => Made): Made {
    const carrier = this.carrierOf(account);
    const made = make(carrier ?? this.platform);
    carrier?.deploy(made);
    return made;
  }

  /** Whether stack sets bring an account what prepares it. */
  public byStackSets(account: string): boolean {
    const { stackSets } = this.props.organization;
    return Boolean(stackSets) && !stackSets?.byHandAccounts?.includes(account);
  }

  /** One an application: whatever comes or goes changes no other one's. */
  private carrierOf(account: string): AccountsStack | undefined {
    const { organization } = this.props;
    if (!this.byStackSets(account)) return undefined;
    const whose = this.whose.get(account)!;
    const known = this.carriers.get(whose);
    if (known) return known;
    const made = new AccountsStack(this.platform, `accounts-${whose}`, organization, whose);
    if (this.templates) made.addStackDependency(this.templates);
    this.carriers.set(whose, made);
    return made;
  }
}
