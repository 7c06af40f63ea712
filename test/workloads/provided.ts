import type { Construct } from 'constructs';
import { RemovalPolicy, Validations, aws_cognito as cognito, aws_ecr as ecr } from 'aws-cdk-lib';
import { aws_logs as logs } from 'aws-cdk-lib';
import { aws_opensearchservice as search, aws_route53 as route53, aws_s3 as s3 } from 'aws-cdk-lib';
import {
  aws_certificatemanager as acm,
  aws_dynamodb as dynamodb,
  aws_ec2 as ec2,
  aws_s3_deployment as deployment,
} from 'aws-cdk-lib';
import {
  aws_secretsmanager as secrets,
  aws_s3_notifications as notifications,
  aws_sqs as sqs,
  custom_resources as custom,
} from 'aws-cdk-lib';
import type { Workloads } from './workload';

/** One call as CDK's constructs make them, with its parameters written out. */
function call(service: string, action: string, parameters: Record<string, unknown>): custom.AwsSdkCall {
  return { service, action, parameters, physicalResourceId: custom.PhysicalResourceId.of(action) };
}

function scratch(store: Construct): void {
  Validations.of(store).acknowledge({ id: 'GuardedStage::keeps-data', reason: 'holds what can be made again' });
}

/** Constructs of CDK that bring a custom resource, by what it is for. */
export const PROVIDED: Workloads = {
  'log-retention': (scope) => {
    new logs.LogRetention(scope, 'Retention', { logGroupName: 'x', retention: logs.RetentionDays.ONE_YEAR });
  },
  'bucket-notifications': (scope) => {
    const bucket = new s3.Bucket(scope, 'Bucket');
    bucket.addEventNotification(
      s3.EventType.OBJECT_CREATED,
      new notifications.SqsDestination(new sqs.Queue(scope, 'Queue')),
    );
  },
  'bucket-that-is-emptied': (scope) => {
    scratch(new s3.Bucket(scope, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }));
  },
  'bucket-deployment': (scope) => {
    new deployment.BucketDeployment(scope, 'Files', {
      destinationBucket: new s3.Bucket(scope, 'Bucket'),
      sources: [deployment.Source.data('index.html', 'hello')],
    });
  },
  'repository-that-is-emptied': (scope) => {
    scratch(new ecr.Repository(scope, 'Images', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteImages: true }));
  },
  'user-pool-client-secret': (scope) => {
    const pool = new cognito.UserPool(scope, 'People');
    const client = pool.addClient('Client', { generateSecret: true });
    new secrets.Secret(scope, 'Secret', { secretStringValue: client.userPoolClientSecret });
  },
  'search-domain-that-logs': (scope) => {
    new search.Domain(scope, 'Search', {
      version: search.EngineVersion.OPENSEARCH_2_19,
      logging: { slowSearchLogEnabled: true, slowSearchLogGroup: new logs.LogGroup(scope, 'Slow') },
    });
  },
  'certificate-of-another-region': (scope) => {
    new acm.DnsValidatedCertificate(scope, 'Certificate', {
      domainName: 'shop.example.com',
      hostedZone: new route53.PublicHostedZone(scope, 'Zone', { zoneName: 'example.com' }),
      region: 'us-east-1',
    });
  },
  'record-in-the-place-of-another': (scope) => {
    new route53.ARecord(scope, 'Record', {
      zone: new route53.PublicHostedZone(scope, 'Zone', { zoneName: 'example.com' }),
      target: route53.RecordTarget.fromIpAddresses('192.0.2.1'),
      deleteExisting: true,
    });
  },
  'default-security-group': (scope) => {
    new ec2.Vpc(scope, 'Network', { restrictDefaultSecurityGroup: true, natGateways: 0 });
  },
  'mail-call': (scope) => {
    new custom.AwsCustomResource(scope, 'Call', {
      onCreate: call('SES', 'setActiveReceiptRuleSet', { RuleSetName: 'orders' }),
      onDelete: { service: 'SES', action: 'setActiveReceiptRuleSet' },
      policy: custom.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }),
      installLatestAwsSdk: false,
    });
  },
  'parameter-call': (scope) => {
    new custom.AwsCustomResource(scope, 'Call', {
      onCreate: call('SSM', 'putParameter', { Name: '/orders/started', Type: 'String', Value: 'yes', Overwrite: true }),
      onUpdate: call('SSM', 'putParameter', { Name: '/orders/started', Type: 'String', Value: 'yes', Overwrite: true }),
      onDelete: { service: 'SSM', action: 'deleteParameter', parameters: { Name: '/orders/started' } },
      policy: custom.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }),
      installLatestAwsSdk: false,
    });
  },
  'table-seed': (scope) => {
    const table = new dynamodb.Table(scope, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    });
    new custom.AwsCustomResource(scope, 'Call', {
      onCreate: call('DynamoDB', 'putItem', { TableName: table.tableName, Item: { id: { S: 'first' } } }),
      policy: custom.AwsCustomResourcePolicy.fromSdkCalls({ resources: [table.tableArn] }),
      installLatestAwsSdk: false,
    });
  },
};
