/** The last word on finished templates, as JSON: each rule with what it refuses and the nearest that passes. */
import type { StageFacts } from '../../../lib/fence';
import { CLOSED_TYPES, judgeTemplate } from '../../../lib/fence';
import { deploymentBoundaryDocument, deploymentPolicyDocument } from '../../../lib/guardrail';
import { evaluate } from '../guardrail/evaluator';
import { HERE } from '../guardrail/world';

const BOUNDARY = 'arn:aws:iam::333333333333:policy/guarded/guardrail/workload-boundary';
const FENCE = { Path: '/guarded/workload/', PermissionsBoundary: BOUNDARY };
const SAM = { PermissionsBoundary: BOUNDARY, RolePath: '/guarded/workload/' };
const FACTS: StageFacts = {
  prod: false,
  region: 'eu-west-2',
  boundary: BOUNDARY,
  nestedTemplates: ['abc123'],
  namedRoles: new Map([['worker', '/guarded/workload/']]),
  exports: ['shop:worker'],
};

/** What is said of one resource beside a role and a nested stack, in a template that may say more. */
function said(type: string, properties: object, more: object = {}, nested = false): string {
  const Resources = {
    Role: { Type: 'AWS::IAM::Role', Properties: FENCE },
    Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3/b/abc123.json' } },
    It: { Type: type, Properties: properties },
  };
  const problems = judgeTemplate({ Resources, ...more }, FACTS, nested);
  return problems.map(({ resource, problem }) => `${resource ?? 'template'}: ${problem}`).join('\n');
}

describe('identities', () => {
  test.each<[string, string, object, string]>([
    ['no boundary', 'AWS::IAM::Role', { Path: '/guarded/workload/' }, 'It: PermissionsBoundary is missing'],
    ['no path', 'AWS::IAM::Role', { PermissionsBoundary: BOUNDARY }, 'It: Path is missing'],
    ['a path beside', 'AWS::IAM::Role', { ...FENCE, Path: '/guarded/workloads/' }, 'It: Path is "/guarded/workloads/"'],
    [
      'a path that only deployment knows',
      'AWS::IAM::Role',
      { ...FENCE, Path: { Ref: 'P' } },
      'It: Path is {"Ref":"P"}',
    ],
    ['a managed policy elsewhere', 'AWS::IAM::ManagedPolicy', { Path: '/' }, 'It: Path is "/"'],
    ['an instance profile elsewhere', 'AWS::IAM::InstanceProfile', {}, 'It: Path is missing'],
    ['a policy on a person', 'AWS::IAM::Policy', { Users: ['alice'] }, 'It: Users names "alice", expected no people'],
    ['a policy on a group', 'AWS::IAM::ManagedPolicy', { ...FENCE, Groups: ['admins'] }, 'Groups names "admins"'],
    ['a policy on a foreign role', 'AWS::IAM::Policy', { Roles: ['admin'] }, 'Roles names "admin", expected roles'],
    ['a policy on a role by parameter', 'AWS::IAM::Policy', { Roles: [{ Ref: 'P' }] }, 'Roles names {"Ref":"P"}'],
    [
      'a policy on a foreign export',
      'AWS::IAM::RolePolicy',
      { RoleName: { 'Fn::ImportValue': 'x' } },
      'RoleName names',
    ],
    [
      'a role without the path it was given',
      'AWS::Lambda::Function',
      { Role: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::3:role/worker']] } },
      'It: names role/worker, and the stage made it role/guarded/workload/worker',
    ],
    [
      'a role by its bare name',
      'AWS::SQS::QueuePolicy',
      { PolicyDocument: { Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::3:role/${Role}' } } } },
      'It: names role/the name of Role',
    ],
    [
      'a service that runs as a foreign role',
      'AWS::ECS::TaskDefinition',
      { TaskRoleArn: 'arn:aws:iam::3:role/ops' },
      'It: runs as arn:aws:iam::3:role/ops, expected a role of this stage',
    ],
  ])('are refused: %s', (_what, type, properties, message) => {
    expect(said(type, properties)).toContain(message);
  });

  test.each<[string, string, object]>([
    ['below the path', 'AWS::IAM::Role', { ...FENCE, Path: '/guarded/workload/team/' }],
    ['a policy on the own role', 'AWS::IAM::Policy', { Roles: [{ Ref: 'Role' }, 'worker'] }],
    ['a policy on an exported role', 'AWS::IAM::Policy', { Roles: [{ 'Fn::ImportValue': 'shop:worker' }] }],
    ['a policy on an inner stack’s role', 'AWS::IAM::Policy', { Roles: [{ 'Fn::GetAtt': ['Inner', 'Outputs.R'] }] }],
    ['the path written out', 'AWS::Lambda::Function', { Role: 'arn:aws:iam::3:role/guarded/workload/worker' }],
    ['a longer name', 'AWS::SQS::QueuePolicy', { PolicyDocument: { AWS: 'arn:aws:iam::4:role/worker-two' } }],
    ['a service-linked role', 'AWS::X::Y', { RoleARN: 'arn:aws:iam::3:role/aws-service-role/x/y' }],
  ])('pass: %s', (_what, type, properties) => {
    expect(said(type, properties)).toBe('');
  });

  test('a nested stack is handed names by its parent', () => {
    expect(said('AWS::IAM::Policy', { Roles: [{ Ref: 'FromParent' }] }, {}, true)).toBe('');
  });
});

describe('what a transform makes', () => {
  const canary = { DeploymentPreference: { Type: 'Canary10Percent5Minutes' } };
  const event = (type: string, given = {}): object => ({ Events: { Daily: { Type: type, Properties: given } } });

  test.each<[string, string, object, string]>([
    [
      'an unbounded function',
      'AWS::Serverless::Function',
      { RolePath: SAM.RolePath },
      'PermissionsBoundary is missing',
    ],
    ['a state machine elsewhere', 'AWS::Serverless::StateMachine', { ...SAM, RolePath: '/' }, 'RolePath is "/"'],
    ['an application', 'AWS::Serverless::Application', {}, 'build its parts in the stage'],
    ['a GraphQL API', 'AWS::Serverless::GraphQLApi', {}, 'use AWS::AppSync::GraphQLApi'],
    ['a connector', 'AWS::Serverless::Connector', {}, 'grant with the constructs'],
    [
      'CodeDeploy’s role',
      'AWS::Serverless::Function',
      { ...SAM, ...canary },
      'DeploymentPreference makes a CodeDeploy',
    ],
    ['a schedule’s role', 'AWS::Serverless::Function', { ...SAM, ...event('ScheduleV2') }, 'Events.Daily (ScheduleV2)'],
    ['a rule’s role', 'AWS::Serverless::StateMachine', { ...SAM, ...event('Schedule') }, 'Events.Daily (Schedule)'],
    ['hosted rotation', 'AWS::SecretsManager::RotationSchedule', { HostedRotationLambda: {} }, 'rotationLambda'],
    ['a module', 'Shop::Parts::Bucket::MODULE', {}, 'is a module'],
    ['a template of others', 'AWS::CloudFormation::Stack', { TemplateURL: 'https://x/y.json' }, 'It: TemplateURL is'],
  ])('is refused: %s', (_what, type, properties, message) => {
    expect(said(type, properties)).toContain(message);
  });

  test.each<[string, string, object]>([
    ['a function', 'AWS::Serverless::Function', SAM],
    ['a function with a role', 'AWS::Serverless::Function', { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }],
    [
      'traffic shifted as the stage’s role',
      'AWS::Serverless::Function',
      {
        ...SAM,
        DeploymentPreference: { Type: 'Linear', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      },
    ],
    ['an event with a role', 'AWS::Serverless::StateMachine', { ...SAM, ...event('Schedule', { RoleArn: 'arn:r' }) }],
    ['rotation by a function', 'AWS::SecretsManager::RotationSchedule', { RotationLambdaARN: 'x' }],
  ])('passes: %s', (_what, type, properties) => {
    expect(said(type, properties)).toBe('');
  });

  test('is refused where nobody knows the transform, and where a loop hides resources', () => {
    const loop = { 'Fn::ForEach::Roles': ['R', ['a', 'b'], { '${R}': { Type: 'AWS::IAM::Role' } }] };
    const told = judgeTemplate({ Transform: ['Ours', { Name: 'AWS::Include' }], Resources: loop }, FACTS);
    expect(told.map(({ problem }) => problem).join('\n')).toMatch(
      /Ours may make.*\n.*AWS::Include may.*\nFn::ForEach::Roles/,
    );
    expect(judgeTemplate({ Transform: 'AWS::LanguageExtensions' }, FACTS)).toEqual([]);
  });

  test('is refused where it stands within a resource', () => {
    const include = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://x/y' } } };
    expect(said('AWS::SNS::Topic', { Tags: [include] })).toBe(
      'template: Fn::Transform changes resources at deployment, after every check: write its result out',
    );
  });
});

describe('parameters', () => {
  const asked = (parameter: object, nested = false): string =>
    said('AWS::SNS::Topic', {}, { Parameters: { Size: parameter } }, nested);

  test('one that nobody gives a value is refused', () => {
    expect(asked({ Type: 'String' })).toMatch(/^template: parameter Size has no default/);
    expect(asked({ Type: 'AWS::SSM::Parameter::Value<String>' })).toMatch(/no default/);
  });

  test('one with a default passes, and those of a nested stack are its parent’s to give', () => {
    expect(asked({ Type: 'String', Default: '' })).toBe('');
    expect(asked({ Type: 'String' }, true)).toBe('');
  });
});

describe('a cluster lets roles in by access entries', () => {
  const manifest = (data: string): object => ({ Manifest: `[{"metadata":{"name":"aws-auth"},"data":${data}}]` });
  test.each<[string, object, string]>([
    ['AWS::EKS::Cluster', {}, 'AccessConfig.AuthenticationMode is not set, expected "API"'],
    ['AWS::EKS::Cluster', { AccessConfig: { AuthenticationMode: 'CONFIG_MAP' } }, 'is "CONFIG_MAP", expected "API"'],
    ['Custom::AWSCDK-EKS-Cluster', { Config: {} }, 'Config.accessConfig.authenticationMode is not set'],
    ['Custom::AWSCDK-EKS-KubernetesResource', manifest('{"mapRoles":"[{rolearn: x}]"}'), 'maps roles in aws-auth'],
  ])('%s %j is refused', (type, properties, message) => {
    expect(said(type, properties)).toContain(message);
  });

  test.each<[string, object]>([
    ['AWS::EKS::Cluster', { AccessConfig: { AuthenticationMode: 'API' } }],
    ['Custom::AWSCDK-EKS-Cluster', { Config: { accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' } } }],
    ['Custom::AWSCDK-EKS-KubernetesResource', manifest('{"mapRoles":"[]"}')],
  ])('%s %j passes', (type, properties) => {
    expect(said(type, properties)).toBe('');
  });
});

describe('what no stage makes', () => {
  const policies = (kind: 'workload' | 'open') => [
    deploymentPolicyDocument(HERE, kind),
    deploymentBoundaryDocument(HERE, kind),
  ];

  test.each(CLOSED_TYPES)('$types: the deployment role may not $action, in prod or off prod', ({ action }) => {
    for (const kind of ['workload', 'open'] as const)
      expect(policies(kind).every((policy) => evaluate(policy, { action }) === 'allowed')).toBe(false);
  });

  test.each([
    'AWS::CloudTrail::Trail',
    'AWS::RAM::ResourceShare',
    'AWS::CodePipeline::Pipeline',
    'AWS::SSO::PermissionSet',
    'AWS::Config::ConfigurationRecorder',
    'AWS::IAM::OIDCProvider',
    'Custom::AWSCDKOpenIdConnectProvider',
    'AWS::CloudFormation::Macro',
  ])('%s', (type) => {
    expect(said(type, {})).toMatch(new RegExp(`It: is an? ${type}, which no stage makes`));
  });

  test.each(['AWS::IAM::ServiceLinkedRole', 'AWS::CloudFormation::WaitConditionHandle', 'AWS::Config::ConfigRule'])(
    'but %s',
    (type) => {
      expect(said(type, {})).toBe('');
    },
  );
});

describe('what CloudFront and Route 53 take from us-east-1 alone', () => {
  const site = (config: object): object => ({ DistributionConfig: config });
  const certificate = (arn: unknown): object => site({ ViewerCertificate: { AcmCertificateArn: arn } });
  const edge = (arn: unknown): object => ({ LambdaFunctionAssociations: [{ LambdaFunctionARN: arn }] });
  const made = {
    It: {},
    Here: { Type: 'AWS::CertificateManager::Certificate' },
    Version: { Type: 'AWS::Lambda::Version' },
    Reader: { Type: 'Custom::CrossRegionExportReader' },
  };
  const judged = (type: string, properties: object, region = 'eu-west-2'): string[] =>
    judgeTemplate({ Resources: { ...made, It: { Type: type, Properties: properties } } }, { ...FACTS, region }).map(
      ({ problem }) => problem,
    );
  const wrong: [string, string, object, string][] = [
    [
      'a certificate beside it',
      'AWS::CloudFront::Distribution',
      certificate({ Ref: 'Here' }),
      'a certificate of eu-west-2',
    ],
    [
      'a certificate by name',
      'AWS::CloudFront::Distribution',
      certificate('arn:aws:acm:eu-west-1:333333333333:certificate/x'),
      'a certificate of eu-west-1',
    ],
    [
      'a certificate of its own region',
      'AWS::CloudFront::Distribution',
      certificate({ 'Fn::Sub': 'arn:${AWS::Partition}:acm:${AWS::Region}:333333333333:certificate/x' }),
      'a certificate of eu-west-2',
    ],
    [
      'a certificate of a stack beside it',
      'AWS::CloudFront::Distribution',
      certificate({ 'Fn::ImportValue': 'certs:arn' }),
      'a certificate of eu-west-2',
    ],
    [
      'a function beside it',
      'AWS::CloudFront::Distribution',
      site({ DefaultCacheBehavior: edge({ Ref: 'Version' }) }),
      'a function version of eu-west-2',
    ],
    [
      'a function of one path',
      'AWS::CloudFront::Distribution',
      site({ CacheBehaviors: [{}, edge({ Ref: 'Version' })] }),
      'a function version of eu-west-2',
    ],
    ['a firewall', 'AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' }, 'Scope is "CLOUDFRONT" in eu-west-2'],
    [
      'an edge domain',
      'AWS::ApiGateway::DomainName',
      { CertificateArn: { Ref: 'Here' } },
      'a certificate of eu-west-2',
    ],
    [
      'a domain of a user pool',
      'AWS::Cognito::UserPoolDomain',
      { CustomDomainConfig: { CertificateArn: { Ref: 'Here' } } },
      'a certificate of eu-west-2',
    ],
  ];

  test.each(wrong)('%s is refused elsewhere and taken there', (_, type, properties, message) => {
    expect(judged(type, properties)).toEqual([expect.stringContaining(message)]);
    expect(judged(type, properties)[0]).toContain("globalRegion: 'us-east-1'");
    expect(judged(type, properties, 'us-east-1').filter((problem) => problem.includes('us-east-1'))).toEqual([]);
    expect(judged(type, properties, 'cn-north-1')).toEqual([]);
  });

  test.each([
    ['a certificate of us-east-1', certificate('arn:aws:acm:us-east-1:333333333333:certificate/x')],
    ['one that a cross-region reference reads', certificate({ 'Fn::GetAtt': ['Reader', '/cdk/x'] })],
    ['one by parameter', certificate({ Ref: 'Parameter' })],
    ['none', site({ ViewerCertificate: { CloudFrontDefaultCertificate: true } })],
  ])('%s passes', (_, properties) => {
    expect(judged('AWS::CloudFront::Distribution', properties)).toEqual([]);
  });
});
