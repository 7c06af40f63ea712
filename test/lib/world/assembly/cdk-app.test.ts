import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  type CfnResource,
  CfnParameter,
  CliCredentialsStackSynthesizer,
  type IReusableStackSynthesizer,
  CustomResource,
  NestedStack,
  RemovalPolicy,
  Stack,
  Stage,
} from 'aws-cdk-lib';
import {
  AnyPrincipal,
  ArnPrincipal,
  type IPrincipal,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { IdentityPool } from 'aws-cdk-lib/aws-cognito-identitypool';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogRetention, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Domain, EngineVersion } from 'aws-cdk-lib/aws-opensearchservice';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId, Provider } from 'aws-cdk-lib/custom-resources';
import { readAssembly } from '../../../../lib/world/assembly';
import { prove, proveChecked } from '../../../../lib/prover';
import { ACCOUNTS, organizationMetadata } from '../../../_helpers/assembly-folder';

const { management, prod, dev } = ACCOUNTS;
const in_ = (account: string) => ({ env: { account, region: 'eu-west-2' } });

/** Stacks without roles of a bootstrap, each with a list of assets of its own. */
const withoutRoles = {
  reusableBind: (stack: Stack) => {
    const own = new CliCredentialsStackSynthesizer();
    own.bind(stack);
    return own;
  },
} as unknown as IReusableStackSynthesizer;

function app(build: (root: App) => void) {
  const root = new App({
    outdir: mkdtempSync(join(tmpdir(), 'cdk-app-')),
    analyticsReporting: false,
    defaultStackSynthesizer: withoutRoles,
  });
  const organization = new Stack(root, 'Organization', in_(management));
  organization.templateOptions.metadata = organizationMetadata({}, ['management', 'prod', 'dev']);
  new Stack(root, 'Dev', in_(dev));
  build(root);
  const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const { directory } = root.synth();
  quiet.mockRestore();
  return readAssembly(directory);
}
const handler = (scope: Stack, id: string) =>
  new Lambda(scope, id, { runtime: Runtime.NODEJS_22_X, handler: 'i.h', code: Code.fromInline('x') });

test('references across stacks, nested stacks and nested stages are read as one', () => {
  const world = app((root) => {
    const outer = new Stage(root, 'Outer', in_(prod));
    const stage = new Stage(outer, 'Inner', in_(prod));
    const [first, second] = [new Stack(stage, 'First'), new Stack(stage, 'Second')];
    const role = new Role(first, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const bucket = new Bucket(new NestedStack(first, 'Nested'), 'Bucket', { bucketName: 'nested-bucket' });
    bucket.grantPut(role);
    new Lambda(second, 'Fn', { runtime: Runtime.NODEJS_22_X, handler: 'i.h', code: Code.fromInline('x'), role });
  });
  expect(world.unknowns).toEqual([]);
  const account = world.accounts.find((one) => one.id === prod)!;
  const [role] = account.principals;
  expect(account.resources.find((one) => one.type === 'AWS::Lambda::Function')?.roles).toEqual([role.arn]);
  expect(JSON.stringify(role.identityPolicies)).toContain('arn:aws:s3:::nested-bucket');
  expect(world.stacks?.map((stack) => stack.stage).filter((stage) => stage !== '')).toHaveLength(2);
});

describe('custom resources are judged by the role of their provider', () => {
  const granting = [
    'iam:CreateRole',
    's3:PutBucketPolicy',
    'lambda:AddPermission',
    'sts:AssumeRole',
    'kms:CreateGrant',
  ];
  let world: ReturnType<typeof app>;
  beforeAll(() => {
    world = app((root) => {
      const ordinary = new Stack(root, 'Ordinary', in_(prod));
      new Bucket(ordinary, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
      new LogRetention(ordinary, 'Logs', { logGroupName: 'x', retention: RetentionDays.ONE_DAY });
      sdkCall(ordinary, 'SSM', 'putParameter');
      sdkCall(new Stack(root, 'Sdk', in_(prod)), 'IAM', 'putRolePolicy');
      taking(new Stack(root, 'Reading', in_(prod)), 's3:GetObject');
      taking(new Stack(root, 'Taking', in_(prod)), 'iam:PassRole');
      granting.forEach((action, index) => provided(new Stack(root, `Granting${index}`, in_(prod)), action));
    });
  });

  test("CDK's own are no reason to doubt", () => {
    expect(world.unknowns.filter((one) => one.where.startsWith('Ordinary'))).toEqual([]);
  });

  test.each(granting.map((action, index) => [action, index] as const))(
    'one whose function may %s may have let in anybody, called through a provider',
    (action, index) => {
      const own = world.unknowns.filter((one) => one.where.startsWith(`Granting${index}`));
      expect(own.map((one) => one.why).join()).toMatch(new RegExp(`provider of this custom resource .* may ${action}`));
    },
  );

  test('a role that lets the function in by its trust alone counts with what it may do', () => {
    const told = (stack: string) => world.unknowns.filter((one) => one.where.startsWith(stack)).map((one) => one.why);
    expect(told('Taking')).toEqual([expect.stringMatching(/-Taken\S* may iam:PassRole/)]);
    expect(told('Reading')).toEqual([]);
  });

  test('calls of the SDK are judged the same way, and nothing is proved', () => {
    expect(world.unknowns.filter((one) => one.where.startsWith('Sdk')).map((one) => one.why)).toEqual([
      expect.stringContaining('may iam:PutRolePolicy'),
    ]);
    expect(prove(world).verdict).not.toBe('proved');
  });
});

describe('policies that calls put', () => {
  const principal = (Principal: unknown) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'logs:PutLogEvents', Resource: '*' }],
  });
  const put = (Principal: unknown) => ({ policyName: 'x', policyDocument: JSON.stringify(principal(Principal)) });
  const events = put({ Service: 'events.amazonaws.com' });
  let world: ReturnType<typeof app>;
  beforeAll(() => {
    world = app((root) => {
      logsCall(new Stack(root, 'Events', in_(prod)), 'putResourcePolicy', events);
      logsCall(new Stack(root, 'Stranger', in_(prod)), 'putResourcePolicy', put({ Service: 's3.amazonaws.com' }));
      logsCall(new Stack(root, 'Open', in_(prod)), 'putResourcePolicy', { policyName: 'x' });
      logsCall(new Stack(root, 'Deletes', in_(prod)), 'deleteResourcePolicy', { policyName: 'x' });
      provided(new Stack(root, 'Own', in_(prod)), 'logs:PutResourcePolicy');
      const beside = logsCall(new Stack(root, 'Beside', in_(prod)), 'putResourcePolicy', events);
      (beside.node.findChild('Resource').node.defaultChild as CfnResource).addPropertyOverride('More', 'x');
      sdkCall(new Stack(root, 'Rights', in_(prod)), 'IAM', 'putRolePolicy');
      sdkCall(new Stack(root, 'Stream', in_(prod)), 'Kinesis', 'putResourcePolicy');
      sdkCall(new Stack(root, 'Cluster', in_(prod)), 'EKS', 'createAccessEntry');
      sdkCall(new Stack(root, 'Search', in_(prod)), 'OpenSearch', 'updateDomainConfig');
    });
  });
  const told = (stack: string) => world.unknowns.filter((one) => one.where.startsWith(stack)).map((one) => one.why);

  test('let no person in, where what they put is read', () => {
    expect([...told('Events'), ...told('Stranger')]).toEqual([]);
  });

  test('count as policies of the log groups', () => {
    const policies = world.accounts
      .flatMap(({ resources }) => resources)
      .filter(({ type }) => type === 'AWS::Logs::LogGroup');
    expect(JSON.stringify(policies.map(({ policy }) => policy))).toContain('s3.amazonaws.com');
  });

  test.each(['Deletes', 'Own', 'Beside'])('are told where they cannot be read: %s', (stack) => {
    expect(told(stack).join()).toMatch(/provider of this custom resource .* may logs:(Put|Delete)ResourcePolicy/);
  });

  test('are told where a call does not say its policy', () => {
    expect([...told('Open'), ...told('Search')].join()).toMatch(/policy document is not known/);
    expect(told('Search')).not.toEqual([]);
  });

  test('of a search domain let in whom they name', () => {
    const comingIn = (principal: IPrincipal): number => {
      const open = app((root) => {
        const statement = new PolicyStatement({ actions: ['es:*'], resources: ['*'], principals: [principal] });
        const version = EngineVersion.OPENSEARCH_2_19;
        new Domain(new Stack(root, 'Prod', in_(prod)), 'Domain', { version, accessPolicies: [statement] });
      });
      return prove(open).theorems.find(({ id }) => id === 'environments-are-isolated')!.counterexamples.length;
    };
    expect(comingIn(new AnyPrincipal())).toBeGreaterThan(0);
    expect(comingIn(new ArnPrincipal(`arn:aws:iam::${prod}:role/guarded/workload/reader`))).toBe(0);
  });

  test.each([
    ['Rights', 'iam:PutRolePolicy'],
    ['Stream', 'kinesis:PutResourcePolicy'],
    ['Cluster', 'eks:CreateAccessEntry'],
  ])('excuse no other right: %s', (stack, right) => {
    expect(told(stack).join()).toMatch(new RegExp(`may ${right}`));
  });
});

function logsCall(stack: Stack, action: string, parameters: object): AwsCustomResource {
  return new AwsCustomResource(stack, 'Call', {
    onUpdate: { service: 'CloudWatchLogs', action, parameters, physicalResourceId: PhysicalResourceId.of('x') },
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
    installLatestAwsSdk: false,
  });
}

/** A custom resource whose function may do nothing itself, but a role that trusts it may. */
function taking(stack: Stack, action: string): void {
  const onEventHandler = handler(stack, 'Handler');
  const taken = new Role(stack, 'Taken', { assumedBy: new ArnPrincipal(onEventHandler.role!.roleArn) });
  taken.addToPolicy(new PolicyStatement({ actions: [action], resources: ['*'] }));
  new CustomResource(stack, 'Thing', { serviceToken: onEventHandler.functionArn });
}

/** A custom resource behind CDK's provider, whose function may do one thing. */
function provided(stack: Stack, action: string): void {
  const onEventHandler = handler(stack, 'Handler');
  onEventHandler.addToRolePolicy(new PolicyStatement({ actions: [action], resources: ['*'] }));
  new CustomResource(stack, 'Thing', {
    serviceToken: new Provider(stack, 'Provider', { onEventHandler }).serviceToken,
  });
}

function sdkCall(stack: Stack, service: string, action: string): void {
  new AwsCustomResource(stack, 'Call', {
    onUpdate: { service, action, physicalResourceId: PhysicalResourceId.of('x') },
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
    installLatestAwsSdk: false,
  });
}

test('a parameter that counts with its default is an assumption', () => {
  const world = app((root) => {
    const stack = new Stack(root, 'Prod', in_(prod));
    const name = new CfnParameter(stack, 'BucketName', { default: 'a-bucket' });
    new Bucket(stack, 'Bucket', { bucketName: name.valueAsString });
  });
  expect(prove(world).assumptions).toContainEqual({
    id: 'parameter-defaults',
    statement: expect.stringContaining('Prod (BucketName)'),
  });
});

test('a guest of an identity pool takes no role that trusts another, though generated names of both could be spelled alike', () => {
  const world = app((root) => {
    const stack = new Stack(root, 'Orders', { ...in_(prod), stackName: 'orders-of-customers-in-the-north' });
    new IdentityPool(stack, 'CustomersOfTheShop', { allowUnauthenticatedIdentities: true });
    const driver = new Role(stack, 'DriverOfWhatIsOrdered', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const driven = new Role(stack, 'Driven', { assumedBy: new ArnPrincipal(driver.roleArn) });
    driven.addToPolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: ['*'] }));
  });
  const writes = proveChecked(world).result.theorems.find((one) => one.id === 'no-human-write-to-prod')!;
  expect(writes.counterexamples.filter(({ human }) => human.includes('guest'))).toEqual([]);
  const people = world.accounts.flatMap((one) => one.principals).filter((one) => one.person);
  expect(people.map((one) => one.person!.why).join()).toContain('web identity');
});
