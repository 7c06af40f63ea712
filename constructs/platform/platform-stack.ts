import { Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { preparing } from '../guardrail/stack-set-template';
import { HandPublishedSynthesizer } from '../environment/content-name';
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
  /**
   * Made before any bootstrap exists, or where none is: a stack set of the stack around it deploys it, else an administrator with
   * credentials of the account.
   */
  readonly byHand?: boolean;
  /**
   * Bucket that an administrator's command line puts template and assets into, where the template may grow beyond the
   * 51,200 bytes that CloudFormation takes without one, or functions have code.
   */
  readonly templateBucket?: string;
}

/**
 * A stack of the platform: explicit place, fixed name. In fenced accounts nobody but machines deletes stacks, and what holds
 * records outlives them; termination protection would stand in the way of a first creation that failed.
 */
export class PlatformStack extends Stack {
  public constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, {
      env: { account: props.account, region: props.region },
      stackName: props.stackName,
      description: props.description,
      ...deployed(scope, props),
    });
  }
}

function deployed(scope: Construct, { byHand, templateBucket }: PlatformStackProps): StackProps {
  if (templateBucket !== undefined)
    return { synthesizer: new HandPublishedSynthesizer({ fileAssetsBucketName: templateBucket }) };
  return byHand ? preparing(scope) : { synthesizer: new GuardedStackSynthesizer() };
}
