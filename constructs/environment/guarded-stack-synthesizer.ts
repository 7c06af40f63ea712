import type { DefaultStackSynthesizerProps } from 'aws-cdk-lib';
import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import { BOOTSTRAP_QUALIFIER, PIPELINE_PATH, bootstrapRoleName } from '../../lib/names';
import type { BootstrapRole } from '../../lib/names';

/** What a workload may still choose of the synthesizer: where its assets lie within the hardened bootstrap's stores. */
export interface GuardedStackSynthesizerProps {
  /**
   * Prefix of the file assets' keys in the bootstrap bucket, for example `orders/`.
   * @default - none
   */
  readonly bucketPrefix?: string;
  /**
   * Prefix of the image assets' tags in the bootstrap repository.
   * @default - none
   */
  readonly dockerTagPrefix?: string;
}

/**
 * Deploys stacks through the hardened bootstrap: its roles live under the pipeline's machine path and trust the exact
 * pipeline roles. Every stack of an EnvironmentStage gets one; use it by hand for stacks outside of stages.
 */
export class GuardedStackSynthesizer extends DefaultStackSynthesizer {
  public constructor(props: GuardedStackSynthesizerProps = {}) {
    super({ ...props, ...bootstrapNames() });
  }
}

/** CDK replaces these placeholders when it binds the synthesizer to a stack, so one synthesizer fits every account. */
const ACCOUNT = '${AWS::AccountId}';
const REGION = '${AWS::Region}';

function bootstrapNames(): DefaultStackSynthesizerProps {
  return {
    qualifier: BOOTSTRAP_QUALIFIER,
    deployRoleArn: bootstrapRole('deploy'),
    cloudFormationExecutionRole: bootstrapRole('cfn-exec'),
    lookupRoleArn: bootstrapRole('lookup'),
    fileAssetPublishingRoleArn: bootstrapRole('file-publishing'),
    imageAssetPublishingRoleArn: bootstrapRole('image-publishing'),
  };
}

function bootstrapRole(role: BootstrapRole): string {
  return 'arn:${AWS::Partition}:iam::' + ACCOUNT + `:role${PIPELINE_PATH}${bootstrapRoleName(role, ACCOUNT, REGION)}`;
}
