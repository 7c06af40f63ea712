import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Environment, EnvironmentKind, EnvironmentStage } from '../../../constructs/environment';
import { LEASE_METRICS } from '../../../lib/sandbox/measures';
import { Sandbox, type SandboxProps } from '../../../constructs/sandbox';

const CONNECTION = 'arn:aws:codeconnections:eu-west-2:333333333333:connection/87654321-4321-4321-4321-210987654321';
const PROPS: SandboxProps = {
  application: 'orders',
  source: { repositoryUrl: 'https://github.com/example/orders.git', connectionArn: CONNECTION },
  previewBranches: 'feature/*',
};
const PLACE = { account: '333333333333', region: 'eu-west-2' };

function made(more: Partial<SandboxProps> = {}, env: object = PLACE): Template {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Sandbox', { env });
  new Sandbox(stack, 'Sandbox', { ...PROPS, ...more });
  return Template.fromStack(stack);
}

interface Statement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Statements of the role of a purpose. */
function statementsOf(template: Template, what: string): Statement[] {
  const roles = template.findResources('AWS::IAM::Role', { Properties: { RoleName: `orders-sandbox-${what}` } });
  const [id] = Object.keys(roles);
  const policies = template.findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: id }] } });
  return Object.values(policies).flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[]);
}

const WRITES = /^(?!.*:(Get|Describe|List|BatchGet|Query))/;

describe('self-service of an application', () => {
  const template = made();

  it('answers by a URL that asks for a signature, and nobody may call it otherwise', () => {
    template.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' });
    template.resourceCountIs('AWS::Lambda::Url', 1);
  });

  it('runs as roles that nobody in the account can change', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    expect(roles.length).toBeGreaterThan(10);
    for (const { Properties } of roles) expect(Properties.Path).toBe('/guarded/sandbox/');
  });

  it('deletes nothing but what leases own', () => {
    const writes = statementsOf(template, 'remove').filter(({ Action }) =>
      [Action].flat().some((one) => WRITES.test(one)),
    );
    for (const { Action, Resource, Condition } of writes) {
      if ([Action].flat().every((one) => /^(xray|logs:(Create|Put)|sqs:SendMessage)/.test(one))) continue;
      const text = JSON.stringify([Resource, Condition ?? null]);
      expect(text).toMatch(/orders-lease-|aws:ResourceTag\/guarded:lease|lease-exec|ExecutionRole/);
    }
  });

  it('deploys and deletes through one role of CloudFormation, which is bounded', () => {
    const [role] = Object.values(
      template.findResources('AWS::IAM::Role', { Properties: { RoleName: 'orders-sandbox-lease-exec' } }),
    );
    expect(JSON.stringify(role.Properties.PermissionsBoundary)).toContain('guardrail/deployment-boundary-eu-west-2');
    expect(JSON.stringify(role.Properties.ManagedPolicyArns)).toContain('guardrail/deployment-policy-eu-west-2');
    const deploy = statementsOf(template, 'deploy').find(({ Sid }) => Sid === 'DeployThroughItsRole')!;
    expect(JSON.stringify(deploy.Resource)).toContain('stack/orders-lease-*');
    expect(deploy.Condition).toEqual({ ArnEquals: { 'cloudformation:RoleArn': { 'Fn::GetAtt': expect.any(Array) } } });
  });

  it('runs the code of committers with no right but to keep what it made', () => {
    const actions = statementsOf(template, 'build').flatMap(({ Action }) => Action);
    expect(actions.filter((one) => WRITES.test(one) && !one.includes('connections:')).sort()).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:PutObject',
    ]);
  });

  it('shows the environments of the account by the metrics that the sweep tells', () => {
    const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify(dashboard!.Properties);
    expect(dashboard!.Properties.DashboardName).toBe('guarded-sandbox-orders');
    for (const metric of Object.values(LEASE_METRICS))
      expect(body).toContain(`{GuardedEnvironments/Sandbox,Application,Lease,Owner} MetricName=\\\\\\"${metric}`);
  });

  it('hears pushes only where branches have previews', () => {
    const webhook = { Triggers: Match.objectLike({ Webhook: true }) };
    template.hasResourceProperties('AWS::CodeBuild::Project', webhook);
    made({ previewBranches: undefined }).resourcePropertiesCountIs('AWS::CodeBuild::Project', webhook, 0);
  });
});

it.each<[string, Partial<SandboxProps>, RegExp]>([
  ['a name', { application: 'Orders' }, /application is "Orders", expected lower-case letters/],
  [
    'a connection elsewhere',
    { source: { ...PROPS.source, connectionArn: CONNECTION.replace('333333333333', '111111111111') } },
    /of account 111111111111, expected a connection in 333333333333/,
  ],
  [
    'a repository of another form',
    { source: { ...PROPS.source, repositoryUrl: 'git@github.com:example/orders.git' } },
    /repositoryUrl is "git@github.com:example\/orders.git", expected https:\/\/github.com/,
  ],
  ['a quota of nothing', { quota: { person: 0, team: 1 } }, /quota.person/],
  ['a default beyond the longest', { lifetime: { defaultMinutes: 9, longestMinutes: 8 } }, /longer than the longest/],
  ['a budget beyond the most', { budget: { usual: 9, most: 8 } }, /more than the most/],
])('refuses %s', (_, wrong, message) => {
  expect(() => made(wrong)).toThrow(message);
  expect(() => made(wrong)).toThrow('Sandbox/Sandbox: ');
});

it('refuses a stack without a place', () => {
  expect(() => made({}, {})).toThrow('expected env: { account, region }');
});

describe('the environment of a lease', () => {
  const variables = {
    GUARDED_LEASE: 'search',
    GUARDED_LEASE_APPLICATION: 'orders',
    GUARDED_LEASE_ACCOUNT: '333333333333',
    GUARDED_LEASE_REGION: 'eu-west-2',
  };
  const dev = new Environment({
    application: 'orders',
    name: 'dev',
    kind: EnvironmentKind.DEV,
    account: '333333333333',
    regions: ['eu-west-2'],
  });
  afterEach(() => {
    for (const name of Object.keys(variables)) delete process.env[name];
  });

  it('is all that its build makes, and carries its name', () => {
    expect(Environment.toBuild([dev])).toEqual([dev]);
    Object.assign(process.env, variables);
    const [lease, ...others] = Environment.toBuild([dev]);
    expect(others).toEqual([]);
    expect(lease).toMatchObject({ qualifiedName: 'orders-lease-search', kind: 'dev', isLease: true });
    expect(dev.isLease).toBe(false);
  });

  it('names its stacks for their rights, and deploys with no role of the bootstrap', () => {
    Object.assign(process.env, variables);
    const [environment] = Environment.toBuild([dev]);
    const app = new App({ analyticsReporting: false });
    const stage = new EnvironmentStage(app, 'orders-lease-search-eu-west-2', {
      environment: environment!,
      region: 'eu-west-2',
    });
    new Stack(stage, 'api');
    const [artifact] = stage.synth().stacks;
    expect(artifact!.stackName).toBe('orders-lease-search-eu-west-2-api');
    expect(artifact!.assumeRoleArn).toBeUndefined();
    expect(artifact!.cloudFormationExecutionRoleArn).toBeUndefined();
  });

  it('says what is wrong with the variables of a build that is not ours', () => {
    Object.assign(process.env, variables, { GUARDED_LEASE_ACCOUNT: '' });
    expect(() => Environment.toBuild([dev])).toThrow('account is "", expected twelve digits');
  });
});
