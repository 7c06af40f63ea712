import type {
  DefaultStackSynthesizerProps,
  DockerImageAssetLocation,
  DockerImageAssetSource,
  FileAssetLocation,
  FileAssetSource,
  IBoundStackSynthesizer,
  Stack,
} from 'aws-cdk-lib';
import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import { namedByContent } from './content-name';
import { dropLinkedSource, placedByDigest } from './images';
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
   * Application whose roles deploy, where several share the account; its assets lie under its name.
   * @default - the account is one application's
   */
  readonly application?: string;
}

/**
 * Deploys stacks through the hardened bootstrap: its roles live under the pipeline's machine path and trust the exact
 * pipeline roles. Every stack of an EnvironmentStage gets one; use it by hand for stacks outside of stages.
 *
 * File assets are published under the digest of what is in them, whatever hash CDK gave them (of their source, or of
 * anybody's choice): so an object that stands in the bucket already is the one that was approved. Images that are built from
 * source are named by their digest in the bootstrap's repository; the pipeline builds them once, before the approval.
 */
export class GuardedStackSynthesizer extends DefaultStackSynthesizer {
  public constructor(private readonly own: GuardedStackSynthesizerProps = {}) {
    super({ bucketPrefix: prefixOf(own), ...bootstrapNames(own.application) });
  }

  /** Each stack has a list of assets of its own: CDK's copies share one, and each stack would publish all stages' assets. */
  public override reusableBind(stack: Stack): IBoundStackSynthesizer {
    const bound = new GuardedStackSynthesizer(this.own);
    bound.bind(stack);
    return bound;
  }

  /** @throws where the asset holds a link: it could lead to what nobody looked at, so the pipeline refuses it. */
  public override addFileAsset(asset: FileAssetSource): FileAssetLocation {
    return super.addFileAsset(namedByContent(this.boundStack, asset));
  }

  /** @throws where the pipeline's build cannot build the image. */
  public override addDockerImageAsset(asset: DockerImageAssetSource): DockerImageAssetLocation {
    const location = placedByDigest(this.boundStack, asset);
    dropLinkedSource(this.boundStack, asset);
    return location;
  }
}

/** CDK replaces these placeholders when it binds the synthesizer to a stack, so one synthesizer fits every account. */
const ACCOUNT = '${AWS::AccountId}';
const REGION = '${AWS::Region}';

/** Whoever shares an account publishes under the application's name and nowhere else. */
function prefixOf({ application, bucketPrefix }: GuardedStackSynthesizerProps): string | undefined {
  return application === undefined ? bucketPrefix : `${application}/${bucketPrefix ?? ''}`;
}

function bootstrapNames(application: string | undefined): DefaultStackSynthesizerProps {
  const bootstrapRole = (role: BootstrapRole): string =>
    'arn:${AWS::Partition}:iam::' +
    ACCOUNT +
    `:role${PIPELINE_PATH}${bootstrapRoleName(role, ACCOUNT, REGION, application)}`;
  return {
    qualifier: BOOTSTRAP_QUALIFIER,
    deployRoleArn: bootstrapRole('deploy'),
    cloudFormationExecutionRole: bootstrapRole('cfn-exec'),
    lookupRoleArn: bootstrapRole('lookup'),
    fileAssetPublishingRoleArn: bootstrapRole('file-publishing'),
    imageAssetPublishingRoleArn: bootstrapRole('image-publishing'),
  };
}
