import type { CfnResource } from 'aws-cdk-lib';
import { App, Stack, Tags } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Template } from 'aws-cdk-lib/assertions';
import { Environment, EnvironmentKind, EnvironmentStage, GuardedPlatform } from '../../../constructs';

const REGION = 'eu-west-2';
const shop = (application: string, shared?: boolean): Environment =>
  new Environment({
    application,
    name: 'prod',
    kind: EnvironmentKind.PROD,
    account: '333333333333',
    regions: [REGION],
    shared,
  });

function stageOf(environment: Environment): EnvironmentStage {
  const app = new App({ analyticsReporting: false });
  return new EnvironmentStage(app, GuardedPlatform.stageName(environment, REGION), { environment, region: REGION });
}

function stackIn(environment: Environment): Stack {
  const stack = new Stack(stageOf(environment), 'api');
  new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  return stack;
}

test('roles lie under the path of the application and carry its tag, whatever the workload tags', () => {
  const stack = stackIn(shop('orders', true));
  Tags.of(stack).add('guarded:application', 'billing');
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    Path: '/guarded/workload/orders/',
    Tags: [{ Key: 'guarded:application', Value: 'orders' }],
  });
  expect(stack.tags.tagValues()).toEqual({ 'guarded:application': 'orders' });
});

test('without it everything is as in an account of one application', () => {
  const role = Object.values(Template.fromStack(stackIn(shop('orders'))).findResources('AWS::IAM::Role'))[0]!;
  expect((role as CfnResource & { Properties: object }).Properties).toMatchObject({ Path: '/guarded/workload/' });
  expect(JSON.stringify(role)).not.toContain('guarded:application');
});

test('stacks and assets go through roles and a folder of the application', () => {
  const stage = stageOf(shop('orders', true));
  const stack = new Stack(stage, 'api');
  new Lambda(stack, 'Fn', { runtime: Runtime.NODEJS_20_X, handler: 'index.handler', code: Code.fromInline('exports') });
  const { assumeRoleArn, cloudFormationExecutionRoleArn, stackTemplateAssetObjectUrl } = stage
    .synth()
    .getStackByName(`orders-prod-${REGION}-api`);
  const path = 'arn:${AWS::Partition}:iam::333333333333:role/guarded/pipeline';
  expect(assumeRoleArn).toBe(`${path}/cdk-guarded-deploy-orders.eu-west-2`);
  expect(cloudFormationExecutionRoleArn).toBe(`${path}/cdk-guarded-cfn-exec-orders.eu-west-2`);
  expect(stackTemplateAssetObjectUrl).toMatch(
    /^s3:\/\/cdk-guarded-assets-333333333333-eu-west-2\/orders\/[0-9a-f]+\.json$/,
  );
});

test.each([
  ['a name of its own', { stackName: 'api' }],
  ['the name of a stack of another application', { stackName: `billing-prod-${REGION}-api` }],
  ['a name that its stage’s begins', { stackName: `orders-prod-${REGION}` }],
])('a stack with %s is refused: nobody could deploy it', (_what, props) => {
  const stage = stageOf(shop('orders', true));
  new Stack(stage, 'api', props);
  expect(() => stage.synth()).toThrow(
    `the stack is called '${props.stackName}', expected a name that begins with 'orders-prod-${REGION}-'`,
  );
});

test('a name too long for those of the roles is told', () => {
  expect(() => shop('a-very-long-name-of-an-application', true)).toThrow(
    /application is "a-very-long-name-of-an-application", expected .*at most 20 characters where the account is shared/,
  );
  expect(() => shop('orders', 'yes' as unknown as boolean)).toThrow('shared is "yes", expected true or false');
});
