import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HandDeployedSynthesizer } from '../guardrail/hand-deployed-synthesizer';
import { GuardedStackSynthesizer } from '../environment/guarded-stack-synthesizer';

/** Where a stack of the platform goes and what it is called there. */
export interface PlatformStackProps {
  /** Account, 12 digits. */
  readonly account: string;
  /** Region. */
  readonly region: string;
  /** Name; names that begin with `guarded-` are protected by the guardrails. */
  readonly stackName: string;
  /** What it is for, in one sentence. */
  readonly description: string;
  /** Made before any bootstrap exists, or where none is: an administrator deploys it with credentials of the account. */
  readonly byHand?: boolean;
}

/** A stack of the platform: explicit place, fixed name, kept when somebody deletes its parent. */
export class PlatformStack extends Stack {
  public constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, {
      env: { account: props.account, region: props.region },
      stackName: props.stackName,
      description: props.description,
      terminationProtection: true,
      synthesizer: props.byHand ? new HandDeployedSynthesizer() : new GuardedStackSynthesizer(),
    });
  }
}
