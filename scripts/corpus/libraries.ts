/** Libraries of others, as their pages show them: nothing is changed for this package. */

import { ArnFormat, Stack, aws_ecr as ecr, aws_lambda as lambda } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** What a library exports, as far as it is used here. */
export type Exported = Readonly<Record<string, new (...args: readonly unknown[]) => Construct>>;

/** A library at a version, and how it is used. */
export interface Library {
  readonly name: string;
  readonly version: string;
  readonly use: (scope: Construct, library: Exported) => void;
}

const HANDLER = {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => undefined'),
};
const lambdaFunctionProps = HANDLER;

/** One construct of a library, made from its properties. */
const of =
  (name: string, props: object = { lambdaFunctionProps }): Library['use'] =>
  (scope, library) =>
    void new library[name]!(scope, 'It', props);

/** Every one is under a permissive licence. */
export const LIBRARIES: readonly Library[] = [
  { name: '@aws-solutions-constructs/aws-apigateway-lambda', version: '2.104.0', use: of('ApiGatewayToLambda') },
  {
    name: '@aws-solutions-constructs/aws-cloudfront-s3',
    version: '2.104.0',
    use: of('CloudFrontToS3', {}),
  },
  { name: '@aws-solutions-constructs/aws-sqs-lambda', version: '2.104.0', use: of('SqsToLambda') },
  { name: '@aws-solutions-constructs/aws-lambda-dynamodb', version: '2.101.0', use: of('LambdaToDynamoDB') },
  { name: '@aws-solutions-constructs/aws-lambda-sns', version: '2.97.0', use: of('LambdaToSns') },
  { name: '@aws-solutions-constructs/aws-sns-lambda', version: '2.103.0', use: of('SnsToLambda') },
  {
    name: '@aws-solutions-constructs/aws-eventbridge-lambda',
    version: '2.103.0',
    use: of('EventbridgeToLambda', { lambdaFunctionProps, eventRuleProps: { eventPattern: { source: ['orders'] } } }),
  },
  {
    name: '@aws-solutions-constructs/aws-dynamodbstreams-lambda',
    version: '2.101.0',
    use: of('DynamoDBStreamsToLambda'),
  },
  {
    name: 'cdk-monitoring-constructs',
    version: '10.2.0',
    use: (scope, { MonitoringFacade }) => {
      const facade = new MonitoringFacade!(scope, 'Monitoring', {}) as Construct & {
        monitorLambdaFunction(props: object): void;
      };
      const lambdaFunction = new lambda.Function(scope, 'Handler', HANDLER);
      facade.monitorLambdaFunction({ lambdaFunction, addFaultCountAlarm: { Critical: { maxErrorCount: 2 } } });
    },
  },
  {
    name: 'datadog-cdk-constructs-v2',
    version: '5.1.0',
    use: (scope, { DatadogLambda }) => {
      const datadog = new DatadogLambda!(scope, 'Datadog', {
        nodeLayerVersion: 125,
        extensionLayerVersion: 80,
        apiKeySecretArn: Stack.of(scope).formatArn({
          service: 'secretsmanager',
          resource: 'secret',
          resourceName: 'datadog-AbCdEf',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
        site: 'datadoghq.eu',
      }) as Construct & { addLambdaFunctions(functions: readonly lambda.Function[]): void };
      datadog.addLambdaFunctions([new lambda.Function(scope, 'Handler', HANDLER)]);
    },
  },
  {
    name: 'cdk-ecr-deployment',
    version: '4.2.65',
    use: (scope, library) => {
      const { DockerImageName, ECRDeployment } = library as unknown as {
        DockerImageName: new (name: string) => object;
        ECRDeployment: new (scope: Construct, id: string, props: object) => Construct;
      };
      const repository = new ecr.Repository(scope, 'Repository');
      new ECRDeployment(scope, 'It', {
        src: new DockerImageName(`public.ecr.aws/nginx/nginx@sha256:${'a'.repeat(64)}`),
        dest: new DockerImageName(`${repository.repositoryUri}:nginx`),
      });
    },
  },
  { name: 'cdk-serverless-clamscan', version: '2.13.46', use: of('ServerlessClamscan', {}) },
];
