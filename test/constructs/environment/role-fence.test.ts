import type { Stack } from 'aws-cdk-lib';
import { CfnResource, CustomResource, CustomResourceProvider, NestedStack, Stack as CdkStack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ApiGatewayToLambda } from '@aws-solutions-constructs/aws-apigateway-lambda';
import { join } from 'node:path';
import { EnvironmentKind, refusal, stage, synthesize } from './stages';

const { DEV, PROD } = EnvironmentKind;
const PATH = '/guarded/workload/';
const boundary = (account: string): string => `arn:aws:iam::${account}:policy/guarded/guardrail/workload-boundary`;
const lambda = {
  code: Code.fromInline('exports.handler = () => 0'),
  handler: 'index.handler',
  runtime: Runtime.NODEJS_LATEST,
};

/** One role of each way in which a stack comes to a role. */
function everyKind(stack: Stack): void {
  new Function(stack, 'L2', lambda);
  const trust = { Version: '2012-10-17', Statement: [] };
  new iam.CfnRole(stack, 'L1', { assumeRolePolicyDocument: trust });
  new CfnResource(stack, 'Raw', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: trust } });
  new Function(new NestedStack(stack, 'Nested'), 'Inner', lambda);
  const serviceToken = CustomResourceProvider.getOrCreate(stack, 'Custom::Thing', {
    codeDirectory: join(__dirname, 'provider'),
    runtime: 'nodejs22.x' as never,
  });
  new CustomResource(stack, 'Custom', { serviceToken });
  new ApiGatewayToLambda(stack, 'ThirdParty', { lambdaFunctionProps: { ...lambda, runtime: Runtime.NODEJS_22_X } });
}

interface Role {
  readonly Properties: { readonly Path?: string; readonly PermissionsBoundary?: string; readonly RoleName?: string };
}

describe('every role of a stage', () => {
  const made = stage(PROD);
  const stack = new CdkStack(made, 'Stack');
  everyKind(stack);
  made.synth();
  const nested = stack.node.findChild('Nested') as NestedStack;
  const roles = [stack, nested].flatMap((each) =>
    Object.entries(Template.fromStack(each).findResources('AWS::IAM::Role')),
  );

  test('is there: typed, untyped, nested, of custom resources and of third parties', () => {
    expect(roles.length).toBeGreaterThanOrEqual(7);
  });

  test.each(roles)('%s lives under the machine path, within the boundary, under a generated name', (_id, role) => {
    const { Path, PermissionsBoundary, RoleName } = (role as Role).Properties;
    expect({ Path, PermissionsBoundary, RoleName }).toEqual({
      Path: PATH,
      PermissionsBoundary: boundary('333333333333'),
    });
  });
});

test('a role can be named by another stack: its ARN carries the path', () => {
  const { template } = synthesize(DEV, (stack) => {
    const role = new iam.Role(stack, 'Named', { roleName: 'named', assumedBy: new iam.AccountRootPrincipal() });
    expect(role.roleName).toBeDefined();
    new iam.ManagedPolicy(stack, 'Policy', {
      statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })],
    });
    new iam.InstanceProfile(stack, 'Profile', { role });
  });
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', { Path: PATH });
  template.hasResourceProperties('AWS::IAM::InstanceProfile', { Path: PATH });
});

const assumedBy = new iam.ServicePrincipal('lambda.amazonaws.com');

describe('prod refuses', () => {
  test.each<[string, (stack: Stack) => void, string]>([
    [
      'another path',
      (stack) => new iam.Role(stack, 'R', { assumedBy, path: '/team/' }),
      'Stage/Stack/R/Resource: Path is "/team/", expected \'/guarded/workload/\'',
    ],
    [
      'another boundary',
      (stack) =>
        new iam.Role(stack, 'R', {
          assumedBy,
          permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'),
        }),
      'Stage/Stack/R/Resource: PermissionsBoundary is',
    ],
    [
      'a boundary put on by override',
      (stack) =>
        (new iam.Role(stack, 'R', { assumedBy }).node.defaultChild as CfnResource).addPropertyOverride(
          'PermissionsBoundary',
          'x',
        ),
      'PermissionsBoundary is "x"',
    ],
    [
      'a boundary that only deployment decides',
      (stack) =>
        new iam.CfnRole(stack, 'R', {
          assumeRolePolicyDocument: {},
          permissionsBoundary: new (jest.requireActual('aws-cdk-lib').CfnParameter)(stack, 'P').valueAsString,
        }),
      'PermissionsBoundary is {"Ref":"P"}',
    ],
    ['users', (stack) => new iam.User(stack, 'U'), 'Stage/Stack/U/Resource: is an AWS::IAM::User'],
    [
      'access keys',
      (stack) => new iam.CfnAccessKey(stack, 'K', { userName: 'u' }),
      'Stage/Stack/K: is an AWS::IAM::AccessKey',
    ],
    [
      'identity providers',
      (stack) => new iam.CfnOIDCProvider(stack, 'O', {}),
      'AWS::IAM::OIDCProvider, which no stage makes',
    ],
  ])('%s', (_what, fill, message) => {
    expect(refusal(PROD, fill)).toContain(message);
  });

  test('and tells all together', () => {
    const message = refusal(PROD, (stack) => {
      new iam.User(stack, 'U');
      new iam.Role(stack, 'R', { assumedBy, path: '/team/' });
    });
    expect(message).toContain('Stack/U/Resource');
    expect(message).toContain('Stack/R/Resource');
  });
});

test('the boundary may be named by the workload itself, and a path below the machine path', () => {
  const fill = (stack: Stack): void => {
    const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyName(
      stack,
      'B',
      'guarded/guardrail/workload-boundary',
    );
    new iam.Role(stack, 'R', { assumedBy, permissionsBoundary, path: '/guarded/workload/team/' });
  };
  expect(refusal(PROD, fill)).toBe('');
});

test('off prod the fence replaces what differs, and says so', () => {
  const { template, stack } = synthesize(DEV, (each) => new iam.Role(each, 'R', { assumedBy, path: '/team/' }));
  template.hasResourceProperties('AWS::IAM::Role', { Path: PATH, PermissionsBoundary: boundary('111111111111') });
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('replaced off prod'));
});

test('a serverless function passes the fence on to the role that its transform will make', () => {
  const { template } = synthesize(PROD, (stack) => {
    new CfnResource(stack, 'F', { type: 'AWS::Serverless::Function', properties: { Runtime: 'nodejs22.x' } });
  });
  template.hasResourceProperties('AWS::Serverless::Function', {
    PermissionsBoundary: boundary('333333333333'),
    RolePath: PATH,
  });
});

test('without the stage none of this happens', () => {
  const stack = new CdkStack();
  new Bucket(stack, 'B');
  new Function(stack, 'L2', lambda);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    Path: Match.absent(),
    PermissionsBoundary: Match.absent(),
  });
});
