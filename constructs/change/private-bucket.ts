import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** Lets log delivery write through the bucket's policy in place of an ACL, whatever the app's own feature flags say. */
const LOGS_BY_POLICY = '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy';

/**
 * What every bucket here has: no public access, TLS alone, versions, and it outlives its stack, even one that failed to be
 * created: something may have been written to it. One with a fixed name gives it back then, see the record store.
 */
export function privateBucket() {
  return {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  };
}

/** Access logs of a bucket in the same scope; make it before anything else there, since the scope learns a flag. */
export function accessLogs(scope: Construct, id: string): Bucket {
  if (scope.node.tryGetContext(LOGS_BY_POLICY) !== true) scope.node.setContext(LOGS_BY_POLICY, true);
  const logs = new Bucket(scope, id, {
    ...privateBucket(),
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(30) }],
  });
  acknowledge(
    logs,
    'Access logs: the log delivery service encrypts with S3 keys only, and a log of the log would log itself.',
    'AwsSolutions::AwsSolutions-S1',
    'NIST.800.53.R5::NIST.800.53.R5-S3BucketLoggingEnabled',
    'NIST.800.53.R5::NIST.800.53.R5-S3DefaultEncryptionKMS',
  );
  acknowledgeReplication(logs);
  return logs;
}

/** One region is enough for what is made again by a release, or versioned and locked where it lies. */
export function acknowledgeReplication(bucket: Bucket): void {
  acknowledge(
    bucket,
    'Versioned and kept in one region, where its pipeline lives; the organization trail is the second witness.',
    'NIST.800.53.R5::NIST.800.53.R5-S3BucketReplicationEnabled',
  );
}
