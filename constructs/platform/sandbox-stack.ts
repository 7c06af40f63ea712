import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { SANDBOX_NAMES } from '../../lib/sandbox/wiring';
import { acknowledge } from '../change/acknowledge';
import { accessLogs, acknowledgeReplication, privateBucket } from '../change/private-bucket';
import { Sandbox } from '../sandbox/sandbox';
import type { SandboxProps } from '../sandbox/sandbox-props';
import { PlatformStack } from './platform-stack';

/** Self-service of one application, and where it runs. */
export interface SandboxPlace {
  /** The dev account, 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly sandbox: SandboxProps;
}

/** The dev account: where the code of self-service lies, before self-service itself. */
export class SandboxCodeStack extends PlatformStack {
  public constructor(scope: Construct, id: string, { account, region, sandbox: { application } }: SandboxPlace) {
    super(scope, id, {
      account,
      region,
      stackName: `guarded-sandbox-code-${application}`,
      description: `Code of the self-service environments of ${application}.`,
      byHand: true,
    });
    const logs = accessLogs(this, 'AccessLogs');
    const bucket = new Bucket(this, 'Code', {
      bucketName: SANDBOX_NAMES.bucket(application, 'code', account, region),
      ...privateBucket(),
      encryption: BucketEncryption.S3_MANAGED,
      serverAccessLogsBucket: logs,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    });
    acknowledge(
      bucket,
      'Published code of this package; a key of this account could be disabled by any developer in it.',
      'NIST.800.53.R5::NIST.800.53.R5-S3DefaultEncryptionKMS',
    );
    acknowledgeReplication(bucket);
  }
}

/** The dev account: self-service environments of one application. An administrator of the account deploys it. */
export class SandboxStack extends PlatformStack {
  public constructor(scope: Construct, id: string, { account, region, sandbox }: SandboxPlace) {
    super(scope, id, {
      account,
      region,
      stackName: `guarded-sandbox-${sandbox.application}`,
      description: `Self-service environments of ${sandbox.application}.`,
      templateBucket: SANDBOX_NAMES.bucket(sandbox.application, 'code', account, region),
    });
    const { url } = new Sandbox(this, 'sandbox', sandbox);
    new CfnOutput(this, 'Url', { value: url, description: 'Where guarded env asks' });
  }
}
