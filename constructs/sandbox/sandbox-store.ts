import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { SANDBOX_NAMES } from '../../lib/sandbox/wiring';
import { acknowledge } from '../change/acknowledge';
import { accessLogs, acknowledgeReplication, privateBucket } from '../change/private-bucket';

const OWN_KEYS =
  'A key of this account could be disabled by any developer in it; the service keeps this one, and nobody else can.';

/** Where leases are known, what is built for them lies, and what stays of them is kept. */
export class SandboxStore extends Construct {
  /** Leases and the places of quotas. */
  public readonly table: Table;
  /** Records of ended leases; write-once. */
  public readonly records: Bucket;
  /** What is built and deployed. */
  public readonly work: Bucket;

  public constructor(
    scope: Construct,
    id: string,
    private readonly application: string,
  ) {
    super(scope, id);
    const logs = accessLogs(this, 'AccessLogs');
    this.table = this.makeTable();
    this.records = this.makeRecords(logs);
    this.work = this.makeWork(logs);
  }

  private makeTable(): Table {
    const table = new Table(this, 'Leases', {
      tableName: SANDBOX_NAMES.table(this.application),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(
      table,
      'Restored to any second of the last 35 days; what stays of a lease is in the write-once bucket.',
      'NIST.800.53.R5::NIST.800.53.R5-DynamoDBInBackupPlan',
    );
    return table;
  }

  private makeRecords(logs: Bucket): Bucket {
    return this.bucket('Records', 'ended', logs, {
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(365)),
    });
  }

  private makeWork(logs: Bucket): Bucket {
    return this.bucket('Work', 'work', logs, {
      lifecycleRules: [
        { expiration: Duration.days(120), noncurrentVersionExpiration: Duration.days(7) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
  }

  private bucket(id: string, what: 'ended' | 'work', logs: Bucket, more: object): Bucket {
    const { account, region } = Stack.of(this);
    const bucket = new Bucket(this, id, {
      bucketName: SANDBOX_NAMES.bucket(this.application, what, account, region),
      ...privateBucket(),
      encryption: BucketEncryption.S3_MANAGED,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: `${what}/`,
      ...more,
    });
    acknowledge(bucket, OWN_KEYS, 'NIST.800.53.R5::NIST.800.53.R5-S3DefaultEncryptionKMS');
    acknowledgeReplication(bucket);
    return bucket;
  }
}
