import { Duration } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { ContinuousProof } from '../continuous/continuous-proof';
import type { ContinuousProofProps } from '../continuous/continuous-proof-props';
import { WriteOnceStore } from '../evidence/write-once-store';
import { watchProof } from './machinery-alarms';
import { AUDIT_STACK, evidenceBucketName, EVIDENCE_KEY_ALIAS, TRAIL_NAME } from './names';
import type { OrganizationProps } from './platform-props';
import { PlatformStack } from './platform-stack';

/** Seven years and the leap days in them: what auditors of SOX and PCI DSS ask to see at most. */
const RETENTION = Duration.days(2557);

/** The audit account: the write-once store of the organization trail, and the continuous proof. */
export class AuditStack extends PlatformStack {
  public constructor(
    scope: Construct,
    id: string,
    organization: OrganizationProps,
    proof?: Omit<ContinuousProofProps, 'store'>,
  ) {
    super(scope, id, {
      account: organization.auditAccount,
      region: organization.region,
      stackName: AUDIT_STACK,
      description: 'Write-once store of the organization trail and of the continuous proof.',
    });
    const store = new WriteOnceStore(this, 'evidence', {
      bucketName: evidenceBucketName(organization),
      retention: RETENTION,
    });
    (store.encryptionKey as Key).addAlias(EVIDENCE_KEY_ALIAS);
    store.acceptTrail({
      trailName: TRAIL_NAME,
      region: organization.region,
      managementAccountId: organization.managementAccount,
      organizationId: organization.id,
    });
    if (!proof) return;
    new ContinuousProof(this, 'proof', { ...proof, store });
    watchProof(this);
  }
}
