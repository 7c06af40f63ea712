import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { aws_apigatewayv2 as http } from 'aws-cdk-lib';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { HttpLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { aws_appsync as appsync, aws_dynamodb as dynamodb, aws_lambda as lambda } from 'aws-cdk-lib';
import { aws_lambda_destinations as destinations, aws_lambda_event_sources as sources } from 'aws-cdk-lib';
import {
  aws_s3 as s3,
  aws_s3_notifications as notifications,
  aws_sns as sns,
  aws_sqs as sqs,
  aws_kinesis as kinesis,
} from 'aws-cdk-lib';
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Workloads } from './workload';

/** A function of the smallest kind. */
export function handler(scope: Construct, id = 'Handler', props: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => undefined'),
    ...props,
  });
}

/** Functions and their interfaces. */
export const FUNCTIONS: Workloads = {
  'function-with-destinations': (scope) => {
    handler(scope, 'Handler', {
      onFailure: new destinations.SqsDestination(new sqs.Queue(scope, 'Failed')),
      deadLetterQueue: new sqs.Queue(scope, 'Dead'),
      tracing: lambda.Tracing.ACTIVE,
    }).currentVersion.addAlias('live');
  },
  'function-url': (scope) => {
    handler(scope).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
  },
  'function-of-queue-stream-and-topic': (scope) => {
    const fn = handler(scope);
    fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(scope, 'Queue')));
    fn.addEventSource(
      new sources.KinesisEventSource(new kinesis.Stream(scope, 'Stream'), {
        startingPosition: lambda.StartingPosition.LATEST,
      }),
    );
    fn.addEventSource(new sources.SnsEventSource(new sns.Topic(scope, 'Topic')));
  },
  'function-with-insights-layer': (scope) => {
    handler(scope, 'Handler', { insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_229_0 });
  },
  'function-of-bucket': (scope) => {
    const bucket = new s3.Bucket(scope, 'Inbox', { eventBridgeEnabled: true });
    bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(handler(scope)));
    bucket.addEventNotification(
      s3.EventType.OBJECT_REMOVED,
      new notifications.SqsDestination(new sqs.Queue(scope, 'Gone')),
    );
    bucket.addEventNotification(
      s3.EventType.OBJECT_REMOVED,
      new notifications.SnsDestination(new sns.Topic(scope, 'Told')),
    );
  },
  'rest-api': (scope) => {
    const api = new apigateway.LambdaRestApi(scope, 'Api', { handler: handler(scope), cloudWatchRole: true });
    const plan = api.addUsagePlan('Plan', { throttle: { rateLimit: 10, burstLimit: 2 } });
    plan.addApiKey(api.addApiKey('Key'));
  },
  'rest-api-with-authorizer': (scope) => {
    const authorizer = new apigateway.TokenAuthorizer(scope, 'Authorizer', { handler: handler(scope, 'Judge') });
    const api = new apigateway.RestApi(scope, 'Api');
    api.root.addMethod('POST', new apigateway.LambdaIntegration(handler(scope)), { authorizer });
  },
  'http-api': (scope) => {
    const api = new http.HttpApi(scope, 'Api', {
      corsPreflight: { allowOrigins: ['https://example.com'], maxAge: Duration.days(1) },
    });
    const authorizer = new HttpLambdaAuthorizer('Authorizer', handler(scope, 'Judge'));
    api.addRoutes({ path: '/', integration: new HttpLambdaIntegration('Integration', handler(scope)), authorizer });
  },
  'graphql-api': (scope) => {
    const api = new appsync.GraphqlApi(scope, 'Api', {
      name: 'catalogue',
      definition: appsync.Definition.fromSchema(appsync.SchemaFile.fromAsset('test/workloads/schema.graphql')),
      logConfig: {},
    });
    const table = api.addDynamoDbDataSource(
      'Table',
      new dynamodb.Table(scope, 'Items', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }),
    );
    table.createResolver('Get', {
      typeName: 'Query',
      fieldName: 'item',
      requestMappingTemplate: appsync.MappingTemplate.dynamoDbGetItem('id', 'id'),
      responseMappingTemplate: appsync.MappingTemplate.dynamoDbResultItem(),
    });
    api.addLambdaDataSource('Function', handler(scope));
  },
};
