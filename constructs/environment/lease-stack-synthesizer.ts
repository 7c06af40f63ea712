import type { DockerImageAssetLocation, DockerImageAssetSource } from 'aws-cdk-lib';
import { HandPublishedSynthesizer } from './content-name';
import { BOOTSTRAP_QUALIFIER } from '../../lib/names';
import { SANDBOX_NAMES, WORK_PREFIXES } from '../../lib/sandbox/wiring';

/**
 * Deploys the stacks of a lease with the rights of leases alone: no role of the bootstrap, which could touch every stack of
 * the account, and a store of its own. Every stack of a lease's EnvironmentStage gets one.
 */
export class LeaseStackSynthesizer extends HandPublishedSynthesizer {
  public constructor(application: string) {
    super({
      qualifier: BOOTSTRAP_QUALIFIER,
      fileAssetsBucketName: SANDBOX_NAMES.bucket(application, 'work', '${AWS::AccountId}', '${AWS::Region}'),
      bucketPrefix: WORK_PREFIXES.assets,
    });
  }

  /**
   * A build for a lease has no docker, which wants a privileged machine, and a lease has no repository.
   *
   * @throws always, so that the build says so and not the deployment after it.
   */
  public override addDockerImageAsset(asset: DockerImageAssetSource): DockerImageAssetLocation {
    const name = asset.displayName ?? asset.assetName ?? asset.directoryName ?? asset.sourceHash;
    throw new Error(`${this.boundStack.node.path}: image ${name} ${NO_IMAGES}`);
  }
}

const NO_IMAGES =
  "is built from source, and environments of one's own take none. Where environment.isLease, run one that is there already, by its digest: ContainerImage.fromRegistry('…@sha256:…'), ContainerImage.fromEcrRepository(repository, 'sha256:…'), DockerImageCode.fromEcr";
