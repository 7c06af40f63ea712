import type { Stack } from 'aws-cdk-lib';
import { App, CfnResource, Stack as CdkStack, Duration, Fn, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as opensearch from 'aws-cdk-lib/aws-opensearchservice';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import * as backup from 'aws-cdk-lib/aws-backup';
import { BackupVault } from 'aws-cdk-lib/aws-backup';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { InstanceType, Vpc } from 'aws-cdk-lib/aws-ec2';
import * as elasticsearch from 'aws-cdk-lib/aws-elasticsearch';
import * as fsx from 'aws-cdk-lib/aws-fsx';
import * as glue from 'aws-cdk-lib/aws-glue';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IConstruct } from 'constructs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INJECTION_IDS } from '../../../constructs/environment/defaults';
import { EnvironmentKind, refusal, stage, synthesize } from './stages';

const { DEV, PROD } = EnvironmentKind;
const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };

const services = {
  ...{ apigateway, backup, codebuild, cognito, docdb, dynamodb, ec2, ecr, efs, elasticsearch, fsx, glue, iam },
  ...{ kinesis, kms, logs, opensearch, rds, s3, scheduler, secretsmanager, sqs },
};

/** Stateful resources of which the workload says nothing at all, typed and untyped. */
function silent(stack: Stack): void {
  new s3.Bucket(stack, 'Bucket');
  new dynamodb.Table(stack, 'Table', { partitionKey });
  new dynamodb.TableV2(stack, 'Global', { partitionKey });
  new logs.LogGroup(stack, 'Logs');
  new logs.CfnLogGroup(stack, 'PlainLogs');
  new kms.Key(stack, 'Key');
  new ecr.Repository(stack, 'Images');
  new cognito.UserPool(stack, 'Users');
  new rds.CfnDBCluster(stack, 'Cluster', { engine: 'aurora-postgresql' });
  new efs.CfnFileSystem(stack, 'Files', {});
}

const STATEFUL = [
  'AWS::S3::Bucket',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Logs::LogGroup',
  'AWS::KMS::Key',
  'AWS::ECR::Repository',
  'AWS::Cognito::UserPool',
];

describe('prod, where the workload says nothing,', () => {
  const { stack, template } = synthesize(PROD, silent);

  test.each([...STATEFUL, 'AWS::RDS::DBCluster', 'AWS::EFS::FileSystem'])('retains every %s', (type) => {
    template.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test.each<[string, object]>([
    ['AWS::S3::Bucket', { VersioningConfiguration: { Status: 'Enabled' } }],
    [
      'AWS::DynamoDB::Table',
      { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    ],
    [
      'AWS::DynamoDB::GlobalTable',
      {
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ],
      },
    ],
    ['AWS::Logs::LogGroup', { RetentionInDays: 365 }],
    ['AWS::KMS::Key', { EnableKeyRotation: true }],
    ['AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' }],
    ['AWS::RDS::DBCluster', { DeletionProtection: true, StorageEncrypted: true, BackupRetentionPeriod: 7 }],
    ['AWS::EFS::FileSystem', { Encrypted: true, BackupPolicy: { Status: 'ENABLED' } }],
  ])('protects every %s', (type, properties) => {
    template.allResourcesProperties(type, properties);
  });

  test('protects the stack, and keeps the logical ids that the workload would have without a stage', () => {
    expect(stack.terminationProtection).toBe(true);
    expect(Object.keys(template.findResources('AWS::DynamoDB::Table'))).toEqual(['TableCD117FA1']);
    expect(Object.keys(template.findResources('AWS::S3::Bucket'))).toEqual(['Bucket83908E77']);
    expect(Object.keys(template.findResources('AWS::Logs::LogGroup'))).toEqual(['Logs6819BB44', 'PlainLogs']);
  });
});

describe('dev, where the workload says nothing,', () => {
  const { stack, template } = synthesize(DEV, silent);

  test.each(STATEFUL)('removes every %s with its stack', (type) => {
    const policies = Object.values(template.findResources(type)).map(
      (each) => (each as { DeletionPolicy?: string }).DeletionPolicy,
    );
    expect(policies.filter((policy) => policy !== undefined && policy !== 'Delete')).toEqual([]);
  });

  test('empties buckets and repositories first, and protects nothing', () => {
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
    template.hasResourceProperties('AWS::ECR::Repository', { EmptyOnDelete: true });
    template.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: Match.absent() });
    expect(stack.terminationProtection).toBe(false);
  });

  test('keeps what the workload wants kept', () => {
    const said = synthesize(DEV, (each) => new s3.Bucket(each, 'B', { removalPolicy: RemovalPolicy.RETAIN }));
    said.template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
    said.template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });
});

describe('prod takes what the workload says, as long as it is no less', () => {
  test('longer logs, longer backups, snapshots', () => {
    const { template } = synthesize(PROD, (stack) => {
      new logs.LogGroup(stack, 'L', { retention: logs.RetentionDays.TEN_YEARS });
      const cluster = new rds.CfnDBCluster(stack, 'C', { engine: 'aurora-mysql', backupRetentionPeriod: 30 });
      cluster.applyRemovalPolicy(RemovalPolicy.SNAPSHOT);
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 3653 });
    template.hasResource('AWS::RDS::DBCluster', {
      DeletionPolicy: 'Snapshot',
      Properties: { BackupRetentionPeriod: 30 },
    });
  });

  test.each<[string, (stack: Stack) => void, string]>([
    [
      'a bucket that goes with its stack',
      (stack) => new s3.Bucket(stack, 'B', { removalPolicy: RemovalPolicy.DESTROY }),
      "Stage/Stack/B/Resource: DeletionPolicy is 'Delete', expected 'Retain'",
    ],
    [
      'a bucket that is emptied',
      (stack) => new s3.Bucket(stack, 'B', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }),
      'empties its store on deletion',
    ],
    [
      'a bucket without versions',
      (stack) => new s3.CfnBucket(stack, 'B', { versioningConfiguration: { status: 'Suspended' } }),
      'VersioningConfiguration.Status is "Suspended", expected "Enabled"',
    ],
    [
      'a table without recovery',
      (stack) =>
        new dynamodb.Table(stack, 'T', {
          partitionKey,
          pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
        }),
      'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled is false',
    ],
    [
      'a table without protection',
      (stack) => new dynamodb.Table(stack, 'T', { partitionKey, deletionProtection: false }),
      'DeletionProtectionEnabled is false, expected true',
    ],
    [
      'a global table without protection',
      (stack) => new dynamodb.TableV2(stack, 'T', { partitionKey, deletionProtection: false }),
      'Replicas.*.DeletionProtectionEnabled is false',
    ],
    [
      'short logs',
      (stack) => new logs.LogGroup(stack, 'L', { retention: logs.RetentionDays.ONE_WEEK }),
      'RetentionInDays is 7, expected at least 90',
    ],
    [
      'a key without rotation',
      (stack) => new kms.Key(stack, 'K', { enableKeyRotation: false }),
      'EnableKeyRotation is false',
    ],
    [
      'a database without backups',
      (stack) => new rds.CfnDBInstance(stack, 'D', { backupRetentionPeriod: 0 }),
      'BackupRetentionPeriod is 0, expected at least 7',
    ],
    [
      'a database in the clear',
      (stack) => new rds.CfnDBInstance(stack, 'D', { storageEncrypted: false }),
      'StorageEncrypted is false',
    ],
    ['files in the clear', (stack) => new efs.CfnFileSystem(stack, 'F', { encrypted: false }), 'Encrypted is false'],
    [
      'what only deployment decides',
      (stack) => new rds.CfnDBCluster(stack, 'C', { deletionProtection: Fn.conditionIf('C', true, false) as never }),
      'DeletionProtection is {"Fn::If"',
    ],
    [
      'a weakening by override',
      (stack) =>
        (new dynamodb.Table(stack, 'T', { partitionKey }).node.defaultChild as CfnResource).addPropertyOverride(
          'DeletionProtectionEnabled',
          false,
        ),
      'DeletionProtectionEnabled is false',
    ],
  ])('but not %s', (_what, fill, message) => {
    expect(refusal(PROD, fill)).toContain(message);
  });

  test('the same weakenings pass in dev', () => {
    const fill = (stack: Stack): void => {
      new logs.LogGroup(stack, 'L', { retention: logs.RetentionDays.ONE_WEEK });
      new dynamodb.Table(stack, 'T', { partitionKey, deletionProtection: false });
      new kms.Key(stack, 'K', { enableKeyRotation: false, pendingWindow: Duration.days(7) });
    };
    expect(refusal(DEV, fill)).toBe('');
  });

  test('an asymmetric key has no rotation to ask for; an instance leaves protection to its cluster', () => {
    const { template } = synthesize(PROD, (stack) => {
      new kms.CfnKey(stack, 'K', { keySpec: 'RSA_2048', keyPolicy: {} });
      new rds.CfnDBInstance(stack, 'I', { dbClusterIdentifier: 'c' });
    });
    template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: Match.absent() });
    template.hasResourceProperties('AWS::RDS::DBInstance', {
      DeletionProtection: Match.absent(),
      StorageEncrypted: Match.absent(),
    });
  });
});

/** Stores that CDK would destroy, leave in the clear or cut where nobody says otherwise, typed and untyped. */
describe('prod protects by default', () => {
  const { template } = synthesize(PROD, (stack) => {
    new Secret(stack, 'Secret');
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2 });
    const version = rds.AuroraPostgresEngineVersion.VER_16_4;
    const engine = rds.DatabaseClusterEngine.auroraPostgres({ version });
    new rds.DatabaseCluster(stack, 'Aurora', { vpc, engine, writer: rds.ClusterInstance.serverlessV2('writer') });
    new rds.CfnDBCluster(stack, 'Restored', { engine: 'aurora-mysql', snapshotIdentifier: 's' });
    new opensearch.Domain(stack, 'Search', { version: opensearch.EngineVersion.OPENSEARCH_2_13 });
    new logs.LogGroup(stack, 'ForEver', { retention: logs.RetentionDays.INFINITE });
    new kms.CfnKey(stack, 'Imported', { keyPolicy: {}, origin: 'EXTERNAL' });
    new dynamodb.CfnGlobalTable(stack, 'Global', {
      attributeDefinitions: [],
      keySchema: [],
      replicas: [{ region: 'eu-west-2', sseSpecification: { kmsMasterKeyId: 'k' } }, { region: 'eu-west-1' }],
    });
    new CfnResource(stack, 'Ring', { type: 'AWS::DSQL::Cluster' });
    new CfnResource(stack, 'Tomorrow', { type: 'AWS::Tomorrow::Store' });
  });

  test.each(['AWS::SecretsManager::Secret', 'AWS::DSQL::Cluster', 'AWS::Tomorrow::Store'])('%s is retained', (type) => {
    template.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test.each<[string, string, object]>([
    ['a search domain is encrypted', 'AWS::OpenSearchService::Domain', { EncryptionAtRestOptions: { Enabled: true } }],
    ['a log for ever stays so', 'AWS::Logs::LogGroup', { RetentionInDays: Match.absent() }],
    ['imported key material is not rotated', 'AWS::KMS::Key', { EnableKeyRotation: Match.absent() }],
    ['a cluster protects itself', 'AWS::DSQL::Cluster', { DeletionProtectionEnabled: true }],
    ['an instance leaves all to its cluster', 'AWS::RDS::DBInstance', { DeletionProtection: Match.absent() }],
  ])('%s', (_what, type, properties) => {
    template.allResourcesProperties(type, properties);
  });

  test('a restored cluster takes its encryption from its snapshot, and is protected otherwise', () => {
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      SnapshotIdentifier: 's',
      StorageEncrypted: Match.absent(),
      DeletionProtection: true,
    });
  });

  test('each replica of a plain global table', () => {
    const own = {
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    };
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [
        { Region: 'eu-west-2', SSESpecification: { KMSMasterKeyId: 'k' }, ...own },
        { Region: 'eu-west-1', ...own },
      ],
    });
  });
});

test('prod refuses a function whose log is kept for a day', () => {
  const fill = (stack: Stack): void => {
    const code = Code.fromInline('0');
    const logRetention = logs.RetentionDays.ONE_DAY;
    new Function(stack, 'F', { code, handler: 'index.handler', runtime: Runtime.NODEJS_22_X, logRetention });
  };
  expect(refusal(PROD, fill)).toContain('Stage/Stack/F/LogRetention/Resource: RetentionInDays is 1');
});

describe('dev, where CDK keeps things by default,', () => {
  const { template } = synthesize(DEV, (stack) => {
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2 });
    const instanceType = new InstanceType('r5.large');
    new docdb.DatabaseCluster(stack, 'Documents', { vpc, masterUser: { username: 'u' }, instanceType });
    new Stream(stack, 'Stream');
    new BackupVault(stack, 'Vault');
    const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 });
    const sourceDatabaseInstance = new rds.DatabaseInstance(stack, 'Source', { vpc, engine });
    new rds.DatabaseInstanceReadReplica(stack, 'Replica', { sourceDatabaseInstance, vpc, instanceType });
    new rds.ServerlessCluster(stack, 'Serverless', { vpc, engine: rds.DatabaseClusterEngine.AURORA_MYSQL });
    new rds.CfnDBCluster(stack, 'Plain', { engine: 'aurora-mysql' });
    new s3.CfnBucket(stack, 'PlainBucket');
    new ecr.CfnRepository(stack, 'PlainImages');
    new RestApi(stack, 'Api').root.addMethod('GET');
  });

  test('nothing stays when the stack goes', () => {
    const resources = Object.entries((template.toJSON() as { Resources: object }).Resources);
    const kept = resources.filter(([, { DeletionPolicy: policy }]) => policy !== undefined && policy !== 'Delete');
    expect(kept.map(([id]) => id)).toEqual([]);
    template.allResources('AWS::RDS::DBCluster', { DeletionPolicy: 'Delete' });
  });

  test('a plain bucket and a plain repository are emptied', () => {
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
    template.hasResourceProperties('AWS::ECR::Repository', { EmptyOnDelete: true });
  });
});

test("the ids by which constructs take their defaults are the library's", () => {
  const found = Object.values(services).flatMap((service) =>
    Object.values(service as object).flatMap((each: unknown) =>
      typeof each === 'function' && 'PROPERTY_INJECTION_ID' in each
        ? [(each as unknown as { PROPERTY_INJECTION_ID: string }).PROPERTY_INJECTION_ID]
        : [],
    ),
  );
  expect(Object.values(INJECTION_IDS).filter((id) => !found.includes(id))).toEqual([]);
});

describe('a store that holds nothing worth keeping', () => {
  const scratch = (at: (bucket: s3.Bucket) => IConstruct, reason: string) => (stack: Stack) => {
    const bucket = new s3.Bucket(stack, 'Scratch', { removalPolicy: RemovalPolicy.DESTROY, versioned: true });
    Validations.of(at(bucket)).acknowledge({ id: 'GuardedStage::keeps-data', reason });
  };
  const REASON = 'Definitions are fetched anew every hour';

  test('is taken with a reason, and the report tells of it', () => {
    const app = new App();
    const stack = new CdkStack(stage(PROD, app), 'Stack');
    scratch((bucket) => bucket, REASON)(stack);
    const { directory } = app.synth();
    const report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as {
      pluginReports: { pluginName: string; suppressedViolations?: { violatingConstructs: object[] }[] }[];
    };
    const own = report.pluginReports.find(({ pluginName }) => pluginName === 'GuardedStage');
    expect(JSON.stringify(own)).toContain(REASON);
    expect(JSON.stringify(own?.suppressedViolations)).toContain('Stage/Stack/Scratch/Resource');
  });

  test.each<[string, (stack: Stack) => void]>([
    ['without a reason', scratch((bucket) => bucket, 'scratch')],
    ['for a whole stack', scratch((bucket) => bucket.stack, REASON)],
  ])('is refused %s', (_what, fill) => {
    expect(refusal(PROD, fill)).toContain("DeletionPolicy is 'Delete', expected 'Retain'");
    expect(refusal(PROD, fill)).toContain("acknowledge({ id: 'GuardedStage::keeps-data'");
  });
});

describe.each([DEV, PROD])('in %s, where the workload says nothing,', (kind) => {
  const { template } = synthesize(kind, (stack) => {
    new s3.Bucket(stack, 'Bucket');
    new sqs.Queue(stack, 'Queue');
  });
  const onlyTls = Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  const denies = { PolicyDocument: Match.objectLike({ Statement: Match.arrayWith([onlyTls]) }) };

  test('a bucket is closed to strangers and takes TLS alone', () => {
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true };
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { ...PublicAccessBlockConfiguration, RestrictPublicBuckets: true },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', denies);
  });

  test('a queue takes TLS alone', () => template.hasResourceProperties('AWS::SQS::QueuePolicy', denies));
});

test('a bucket that is opened by the workload stays open to the checks', () => {
  const { template } = synthesize(DEV, (stack) => {
    const blockPublicAccess = s3.BlockPublicAccess.BLOCK_ACLS_ONLY;
    new s3.Bucket(stack, 'Bucket', { blockPublicAccess, publicReadAccess: true });
  });
  template.hasResourceProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: Match.objectLike({ BlockPublicPolicy: false }),
  });
});
