import { Duration, Stack } from 'aws-cdk-lib';
import {
  aws_backup as backup,
  aws_dax as dax,
  aws_docdb as docdb,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
} from 'aws-cdk-lib';
import {
  aws_efs as efs,
  aws_elasticache as elasticache,
  aws_iam as iam,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_rds as rds,
} from 'aws-cdk-lib';
import { aws_opensearchservice as opensearch, aws_redshiftserverless as redshift, aws_s3 as s3 } from 'aws-cdk-lib';
import { aws_secretsmanager as secrets, aws_ssm as ssm, aws_opensearchserverless as aoss } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { handler } from './functions';
import type { Workloads } from './workload';

/** A network without a way to the internet, one for all workloads of a stack. */
export function network(scope: Construct): ec2.Vpc {
  const stack = Stack.of(scope);
  const known = stack.node.tryFindChild('Inner') as ec2.Vpc | undefined;
  const subnets = [{ name: 'inner', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }];
  return known ?? new ec2.Vpc(stack, 'Inner', { maxAzs: 2, natGateways: 0, subnetConfiguration: subnets });
}
const inner = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };

/** Buckets, tables, databases, caches, file systems, search and secrets. */
export const STORES: Workloads = {
  'bucket-with-access-logs': (scope) => {
    const key = new kms.Key(scope, 'Key', { enableKeyRotation: true });
    new s3.Bucket(scope, 'Documents', {
      encryptionKey: key,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: new s3.Bucket(scope, 'Logs', { enforceSSL: true }),
      lifecycleRules: [{ expiration: Duration.days(90) }],
      inventories: [{ destination: { bucket: new s3.Bucket(scope, 'Inventory') } }],
    });
  },
  'bucket-with-access-point': (scope) => {
    const bucket = new s3.Bucket(scope, 'Documents');
    new s3.CfnAccessPoint(scope, 'Point', { bucket: bucket.bucketName });
  },
  'table-with-stream': (scope) => {
    new dynamodb.TableV2(scope, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
      globalSecondaryIndexes: [
        { indexName: 'byOwner', partitionKey: { name: 'by', type: dynamodb.AttributeType.STRING } },
      ],
    }).grantReadWriteData(handler(scope));
  },
  aurora: (scope) => {
    const cluster = new rds.DatabaseCluster(scope, 'Cluster', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
      writer: rds.ClusterInstance.serverlessV2('Writer'),
      vpc: network(scope),
      vpcSubnets: inner,
      storageEncrypted: true,
    });
    cluster.addProxy('Proxy', { secrets: [cluster.secret!], vpc: cluster.vpc, vpcSubnets: inner });
  },
  postgres: (scope) => {
    new rds.DatabaseInstance(scope, 'Database', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16_4 }),
      vpc: network(scope),
      vpcSubnets: inner,
      monitoringInterval: Duration.minutes(1),
    });
  },
  'document-database': (scope) => {
    new docdb.DatabaseCluster(scope, 'Cluster', {
      masterUser: { username: 'orders' },
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MEDIUM),
      vpc: network(scope),
      vpcSubnets: inner,
    });
  },
  cache: (scope) => {
    const vpc = network(scope);
    const group = new elasticache.CfnSubnetGroup(scope, 'Group', {
      description: 'inner',
      subnetIds: vpc.isolatedSubnets.map((one) => one.subnetId),
    });
    new elasticache.CfnReplicationGroup(scope, 'Cache', {
      replicationGroupDescription: 'sessions',
      cacheSubnetGroupName: group.ref,
      engine: 'valkey',
      transitEncryptionEnabled: true,
    });
    const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('dax.amazonaws.com') });
    new dax.CfnCluster(scope, 'Accelerator', {
      iamRoleArn: role.roleArn,
      nodeType: 'dax.t3.small',
      replicationFactor: 1,
    });
  },
  'file-system': (scope) => {
    const vpc = network(scope);
    const files = new efs.FileSystem(scope, 'Files', { vpc, vpcSubnets: inner, allowAnonymousAccess: false });
    const point = files.addAccessPoint('Point', { path: '/orders' });
    handler(scope, 'Handler', {
      vpc,
      vpcSubnets: inner,
      filesystem: lambda.FileSystem.fromEfsAccessPoint(point, '/mnt/orders'),
    });
  },
  search: (scope) => {
    new opensearch.Domain(scope, 'Search', {
      version: opensearch.EngineVersion.OPENSEARCH_2_17,
      enforceHttps: true,
      nodeToNodeEncryption: true,
      encryptionAtRest: { enabled: true },
    }).grantReadWrite(handler(scope));
  },
  'serverless-search': (scope) => {
    const role = handler(scope).role!;
    new aoss.CfnCollection(scope, 'Collection', { name: 'catalogue', type: 'SEARCH' });
    new aoss.CfnAccessPolicy(scope, 'Access', {
      name: 'catalogue',
      type: 'data',
      policy: JSON.stringify([
        {
          Rules: [{ ResourceType: 'index', Resource: ['index/catalogue/*'], Permission: ['aoss:*'] }],
          Principal: [role.roleArn],
        },
      ]),
    });
  },
  warehouse: (scope) => {
    const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('redshift.amazonaws.com') });
    const namespace = new redshift.CfnNamespace(scope, 'Namespace', {
      namespaceName: 'orders',
      iamRoles: [role.roleArn],
    });
    new redshift.CfnWorkgroup(scope, 'Workgroup', { workgroupName: 'orders', namespaceName: namespace.ref });
  },
  secrets: (scope) => {
    const secret = new secrets.Secret(scope, 'Secret', { generateSecretString: { excludePunctuation: true } });
    secret.addRotationSchedule('Rotation', { rotationLambda: handler(scope), automaticallyAfter: Duration.days(30) });
    new ssm.StringParameter(scope, 'Parameter', { stringValue: 'x' });
  },
  'backup-plan': (scope) => {
    const plan = backup.BackupPlan.daily35DayRetention(scope, 'Plan');
    plan.addSelection('Selection', { resources: [backup.BackupResource.fromTag('backup', 'yes')] });
  },
};
