import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DEPLOYED } from '../../lib/change/deployed';
import { acknowledge } from './acknowledge';
import { localArn } from './machine-role';
import { letReader } from './record-readers';
import { accessLogs, acknowledgeReplication, privateBucket } from './private-bucket';

/** What a record store is made from. */
export interface RecordStoreProps {
  readonly application: string;
  readonly retention: Duration;
  /** ARN of the role of another account that reads the records. */
  readonly reader?: string;
}

/**
 * Where change records live: sealed in a bucket where nobody can change or delete them before their time, and indexed in
 * a table that also knows what is frozen and what was released last.
 */
export class RecordStore extends Construct {
  /** Encrypts everything of change control. */
  public readonly key: Key;
  /** Drafts, sealed records, released assemblies; write-once. */
  public readonly bucket: Bucket;
  /** Index of records, counters, freeze. */
  public readonly table: Table;

  public constructor(scope: Construct, id: string, props: RecordStoreProps) {
    super(scope, id);
    const logs = accessLogs(this, 'AccessLogs');
    this.key = this.makeKey(props.application);
    this.key.addAlias(DEPLOYED.keyAlias(props.application));
    this.bucket = this.makeBucket(props, logs);
    if (props.reader !== undefined) letReader(this.bucket, this.key, props.reader);
    this.table = this.makeTable(props.application);
  }

  /** The log groups of the functions are encrypted with it as well, which the service must be let do. */
  private makeKey(application: string): Key {
    const key = new Key(this, 'Key', {
      description: `Change control of ${application}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    key.grantEncryptDecrypt(
      new ServicePrincipal('logs.amazonaws.com', {
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': localArn(this, 'logs', 'log-group:*') } },
      }),
    );
    return key;
  }

  private makeBucket({ application, retention }: RecordStoreProps, logs: Bucket): Bucket {
    const bucket = new Bucket(this, 'Records', {
      bucketName: recordsBucketName(this, application),
      ...privateBucket(),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(retention),
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'records/',
    });
    acknowledgeReplication(bucket);
    return bucket;
  }

  private makeTable(application: string): Table {
    const table = new Table(this, 'Index', {
      tableName: DEPLOYED.table(application),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'expires',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      // No deletion protection: a first creation that failed must be able to give the name back, and nobody may delete tables.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(
      table,
      'Restored to any second of the last 35 days; what must outlive that is sealed in the write-once bucket.',
      'NIST.800.53.R5::NIST.800.53.R5-DynamoDBInBackupPlan',
    );
    return table;
  }
}

/** Name of the bucket of an application's records, in the account and region of the scope. */
export function recordsBucketName(scope: Construct, application: string): string {
  const { account, region } = Stack.of(scope);
  return DEPLOYED.bucket(application, account, region);
}

/** ARN of that bucket, by its name: stacks that only use it need no export. */
export function recordsBucketArn(scope: Construct, application: string): string {
  return `arn:${Stack.of(scope).partition}:s3:::${recordsBucketName(scope, application)}`;
}
