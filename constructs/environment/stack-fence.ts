import type { IAspect } from 'aws-cdk-lib';
import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Environment } from './environment';
import type { Findings } from './findings';
import { GuardedStackSynthesizer } from './guarded-stack-synthesizer';

/** A stage of an environment, as far as its stacks must fit it. */
export interface StageFacts {
  readonly environment: Environment;
  readonly region?: string;
}

/** Each stack stays in its environment and deploys through the hardened bootstrap; prod's cannot be deleted in passing. */
export class StackFence implements IAspect {
  public constructor(
    private readonly findings: Findings,
    private readonly stage: StageFacts,
  ) {}

  public visit(node: IConstruct): void {
    if (!Stack.isStack(node) || node.nested) return;
    const { environment } = this.stage;
    if (environment.isProd) node.terminationProtection = true;
    if (!(node.synthesizer instanceof GuardedStackSynthesizer))
      this.findings.add(
        node,
        `deploys through ${node.synthesizer.constructor.name}, expected a GuardedStackSynthesizer: leave the synthesizer out`,
      );
    this.place(node, 'account', node.account, [environment.account]);
    this.place(node, 'region', node.region, environment.regions);
  }

  private place(node: Stack, what: string, got: string, right: readonly string[]): void {
    if (right.includes(got) && !Token.isUnresolved(got)) return;
    this.findings.add(
      node,
      `env.${what} is '${got}', expected ${right.join(' or ')} of ${this.stage.environment.qualifiedName}`,
    );
  }
}
