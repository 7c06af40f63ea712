import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { templateBucketName } from './names';
import type { OrganizationProps } from './platform-props';
import { PlatformStack } from './platform-stack';

/** Such a bucket in an account that applications share. */
export interface SharedTemplates {
  readonly account: string;
  readonly region: string;
  readonly bucketName: string;
}

/**
 * A bucket that large templates go through where there is no bootstrap: that of the organization's stack in management, and in
 * an account that several applications share that of the bootstrap itself, which grows with them. A template of more than
 * 51,200 bytes reaches CloudFormation from a bucket alone.
 */
export class TemplatesStack extends PlatformStack {
  public constructor(scope: Construct, id: string, organization: OrganizationProps, shared?: SharedTemplates) {
    super(scope, id, {
      account: shared?.account ?? organization.managementAccount,
      region: shared?.region ?? organization.region,
      stackName: shared ? 'guarded-bootstrap-templates' : 'guarded-templates',
      description: `Bucket that the template of ${shared ? 'the bootstrap' : "the organization's stack"} goes through.`,
      byHand: true,
    });
    const bucket = new Bucket(this, 'bucket', {
      bucketName: shared?.bucketName ?? templateBucketName(organization),
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      // What a stack set names is read again when an update of it is rolled back.
      lifecycleRules: [
        {
          ...(organization.stackSets ? {} : { expiration: Duration.days(30) }),
          noncurrentVersionExpiration: Duration.days(30),
        },
      ],
    });
    for (const [id, reason] of Object.entries(ACCEPTED)) Validations.of(bucket).acknowledge({ id, reason });
  }
}

const NIST = 'NIST.800.53.R5::NIST.800.53.R5';

const ACCEPTED: Readonly<Record<string, string>> = {
  'AwsSolutions::AwsSolutions-S1': 'Templates pass through it; the organization trail records who writes them.',
  [`${NIST}-S3BucketLoggingEnabled`]: 'Templates pass through it; the organization trail records who writes them.',
  [`${NIST}-S3DefaultEncryptionKMS`]: 'Templates hold no secret: they stand in the repository as well.',
  [`${NIST}-S3BucketReplicationEnabled`]: 'Templates are made again from the repository at any time.',
};
