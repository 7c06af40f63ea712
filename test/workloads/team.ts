import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { aws_ec2 as ec2 } from 'aws-cdk-lib';
import { aws_apigateway as apigateway, aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import { aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_cognito as cognito } from 'aws-cdk-lib';
import { aws_cloudwatch_actions as actions, aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { aws_iam as iam } from 'aws-cdk-lib';
import { aws_kinesis as kinesis, aws_kms as kms, aws_lambda as lambda } from 'aws-cdk-lib';
import { aws_lambda_event_sources as sources, aws_logs as logs, aws_rds as rds } from 'aws-cdk-lib';
import { aws_s3 as s3, aws_s3_notifications as notifications } from 'aws-cdk-lib';
import { aws_secretsmanager as secrets, aws_sns as sns } from 'aws-cdk-lib';
import { aws_sns_subscriptions as subscriptions, aws_sqs as sqs, aws_ssm as ssm } from 'aws-cdk-lib';
import { aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';
import { handler } from './functions';
import { network } from './stores';
import type { Workloads } from './workload';

const inner = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
const id = { name: 'id', type: dynamodb.AttributeType.STRING };

/** What a product team adds on an ordinary day, several services together. */
export const TEAM: Workloads = {
  'mail-to-people': (scope) => {
    const topic = new sns.Topic(scope, 'Topic', { displayName: 'Orders', enforceSSL: true });
    topic.addSubscription(new subscriptions.EmailSubscription('orders@example.com'));
    topic.addSubscription(new subscriptions.UrlSubscription('https://hooks.example.com/orders'));
    const dead = new sqs.Queue(scope, 'Dead', { enforceSSL: true });
    new cloudwatch.Alarm(scope, 'Old', {
      metric: dead.metricApproximateAgeOfOldestMessage(),
      threshold: 600,
      evaluationPeriods: 1,
    }).addAlarmAction(new actions.SnsAction(topic));
  },
  'change-stream': (scope) => {
    const table = new dynamodb.Table(scope, 'Table', {
      partitionKey: id,
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    });
    const fn = handler(scope);
    fn.addEventSource(
      new sources.DynamoEventSource(table, {
        startingPosition: lambda.StartingPosition.TRIM_HORIZON,
        onFailure: new sources.SqsDlq(new sqs.Queue(scope, 'Failed')),
        filters: [lambda.FilterCriteria.filter({ eventName: lambda.FilterRule.isEqual('INSERT') })],
      }),
    );
    table.grantReadData(fn);
  },
  'inbox-with-lifecycle': (scope) => {
    const inbox = new s3.Bucket(scope, 'Inbox', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [
        { transitions: [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: Duration.days(30) }] },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      cors: [{ allowedMethods: [s3.HttpMethods.PUT], allowedOrigins: ['https://example.com'] }],
    });
    const queue = new sqs.Queue(scope, 'Arrived', { encryption: sqs.QueueEncryption.SQS_MANAGED });
    inbox.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SqsDestination(queue), {
      suffix: '.csv',
    });
    const fn = handler(scope);
    inbox.grantReadWrite(fn);
    fn.addEventSource(new sources.SqsEventSource(queue, { batchSize: 5, reportBatchItemFailures: true }));
  },
  'order-saga': (scope) => {
    const table = new dynamodb.Table(scope, 'Orders', { partitionKey: id });
    const queue = new sqs.Queue(scope, 'Parcels');
    const keep = new tasks.DynamoPutItem(scope, 'Keep', {
      table,
      item: { id: tasks.DynamoAttributeValue.fromString(sfn.JsonPath.stringAt('$.id')) },
      resultPath: sfn.JsonPath.DISCARD,
    });
    const ship = new tasks.SqsSendMessage(scope, 'Ship', { queue, messageBody: sfn.TaskInput.fromJsonPathAt('$') });
    const ask = new tasks.CallAwsService(scope, 'Ask', {
      service: 'dynamodb',
      action: 'getItem',
      parameters: { TableName: table.tableName, Key: { id: { S: 'x' } } },
      iamResources: [table.tableArn],
    });
    const each = new sfn.Map(scope, 'Each', { maxConcurrency: 5 }).itemProcessor(ship);
    new sfn.StateMachine(scope, 'Saga', {
      definitionBody: sfn.DefinitionBody.fromChainable(keep.next(ask).next(each)),
      stateMachineType: sfn.StateMachineType.EXPRESS,
    });
  },
  'clicks-by-kinesis': (scope) => {
    const stream = new kinesis.Stream(scope, 'Clicks', { encryption: kinesis.StreamEncryption.MANAGED });
    stream.grantWrite(handler(scope, 'Writer'));
    handler(scope, 'Reader').addEventSource(
      new sources.KinesisEventSource(stream, { startingPosition: lambda.StartingPosition.LATEST, retryAttempts: 2 }),
    );
  },
  'partner-interface': (scope) => {
    const api = new apigateway.RestApi(scope, 'Partners', {
      deployOptions: { accessLogDestination: new apigateway.LogGroupLogDestination(new logs.LogGroup(scope, 'Calls')) },
    });
    const orders = api.root.addResource('orders');
    orders.addMethod('POST', new apigateway.LambdaIntegration(handler(scope)), {
      apiKeyRequired: true,
      requestValidatorOptions: { validateRequestBody: true },
    });
    orders.addMethod('OPTIONS', new apigateway.MockIntegration());
    orders.addMethod('GET', new apigateway.HttpIntegration('https://catalogue.example.com'));
    const plan = api.addUsagePlan('Gold', { quota: { limit: 1000, period: apigateway.Period.DAY } });
    plan.addApiStage({ stage: api.deploymentStage });
    plan.addApiKey(api.addApiKey('Acme'));
  },
  'interface-into-a-queue': (scope) => {
    const queue = new sqs.Queue(scope, 'Queue');
    const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    queue.grantSendMessages(role);
    new apigateway.RestApi(scope, 'Api').root.addMethod(
      'POST',
      new apigateway.AwsIntegration({
        service: 'sqs',
        path: `${Stack.of(scope).account}/${queue.queueName}`,
        options: { credentialsRole: role, integrationResponses: [{ statusCode: '200' }] },
      }),
    );
  },
  'interface-for-users': (scope) => {
    const pool = new cognito.UserPool(scope, 'Users', { signInAliases: { email: true } });
    pool.addResourceServer('Orders', {
      identifier: 'orders',
      scopes: [{ scopeName: 'read', scopeDescription: 'reads' }],
    });
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(scope, 'Who', { cognitoUserPools: [pool] });
    new apigateway.RestApi(scope, 'Api').root.addMethod('GET', new apigateway.LambdaIntegration(handler(scope)), {
      authorizer,
    });
  },
  'interface-by-definition': (scope) => {
    const fn = handler(scope);
    new apigateway.SpecRestApi(scope, 'Api', {
      apiDefinition: apigateway.ApiDefinition.fromInline({
        openapi: '3.0.1',
        info: { title: 'orders', version: '1' },
        paths: {
          '/orders': {
            get: {
              'x-amazon-apigateway-integration': {
                type: 'aws_proxy',
                httpMethod: 'POST',
                uri: `arn:${Stack.of(scope).partition}:apigateway:${Stack.of(scope).region}:lambda:path/2015-03-31/functions/${fn.functionArn}/invocations`,
              },
            },
          },
        },
      }),
    });
    fn.addPermission('Calls', {
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      sourceAccount: Stack.of(scope).account,
    });
  },
  'site-and-interface': (scope) => {
    const pages = new s3.Bucket(scope, 'Pages', { enforceSSL: true });
    const site = new cloudfront.Distribution(scope, 'Site', {
      defaultRootObject: 'index.html',
      defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(pages) },
      errorResponses: [{ httpStatus: 404, responsePagePath: '/404.html' }],
      logBucket: new s3.Bucket(scope, 'Logs', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER }),
    });
    const url = handler(scope).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
    site.addBehavior('/api/*', origins.FunctionUrlOrigin.withOriginAccessControl(url));
    site.addBehavior('/images/*', new origins.HttpOrigin('images.example.com'));
  },
  'database-with-rotation': (scope) => {
    const database = new rds.DatabaseInstance(scope, 'Database', {
      engine: rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.VER_8_0_39 }),
      credentials: rds.Credentials.fromGeneratedSecret('orders'),
      vpc: network(scope),
      vpcSubnets: inner,
      backupRetention: Duration.days(7),
      cloudwatchLogsExports: ['error'],
      parameters: { max_connections: '100' },
    });
    database.secret!.grantRead(handler(scope));
  },
  'secret-and-settings': (scope) => {
    const fn = handler(scope);
    const key = new kms.Key(scope, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.RETAIN });
    const secret = new secrets.Secret(scope, 'Secret', {
      encryptionKey: key,
      generateSecretString: { secretStringTemplate: '{"user":"orders"}', generateStringKey: 'password' },
    });
    secret.grantRead(fn);
    const limit = new ssm.StringParameter(scope, 'Limit', { stringValue: '100', parameterName: '/orders/team/limit' });
    limit.grantRead(fn);
    fn.addEnvironment('LIMIT', limit.parameterName);
  },
};
