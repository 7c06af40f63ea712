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
}
