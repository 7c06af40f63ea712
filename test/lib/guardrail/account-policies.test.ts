/**
 * The policies inside an account, request by request. Each case names the one statement that decides it: a denial that,
 * taken out, lets the request through, or an allowance without which it fails.
 */
import type { PolicyDocument } from '../../../lib/guardrail';
import {
  deploymentBoundaryDocument,
  deploymentPolicyDocument,
  deployRoleDocument,
  lookupDocument,
  protectionDocument,
  workloadBoundaryDocument,
} from '../../../lib/guardrail';
import type { Request, Verdict } from './evaluator';
import { evaluate, unconditional, without } from './evaluator';
import { DEV, EXECUTION, HERE, PERSON, PROD, WORKLOAD, by, role } from './world';

interface Case {
  readonly what: string;
  readonly request: Request;
  readonly verdict: Verdict;
  /** The statement that decides. */
  readonly sid?: string;
}

const BOUNDARY = `arn:aws:iam::${PROD}:policy/guarded/guardrail/workload-boundary`;
const PIPELINE_ROLE = role('guarded/pipeline/orders-actions');
const BOOTSTRAP_ROLE = role(`guarded/pipeline/cdk-guarded-deploy-role-${PROD}-eu-west-2`);
const ASSETS = `arn:aws:s3:::cdk-guarded-assets-${PROD}-eu-west-2/abc.zip`;
const IMAGES = `arn:aws:ecr:eu-west-2:${PROD}:repository/cdk-guarded-container-assets-${PROD}-eu-west-2`;
const VERSION = `arn:aws:ssm:eu-west-2:${PROD}:parameter/cdk-bootstrap/guarded/version`;
const stack = (name: string): string => `arn:aws:cloudformation:eu-west-2:${PROD}:stack/${name}/1-2-3`;

const allow = (what: string, request: Request, sid?: string): Case => ({ what, request, verdict: 'allowed', sid });
const deny = (what: string, request: Request, sid?: string): Case => ({ what, request, verdict: 'denied', sid });
const silent = (what: string, request: Request): Case => ({ what, request, verdict: 'silent' });
const on = (action: string, resource = '*', context: Record<string, string> = {}): Request => ({
  action,
  resource,
  context,
});
const bounded = { 'iam:PermissionsBoundary': BOUNDARY };

function check(policy: PolicyDocument, cases: readonly Case[]): void {
  test.each(cases)('$verdict: $what', ({ request, verdict }) => {
    expect(evaluate(policy, request)).toBe(verdict);
  });
  const decided = cases.filter((each) => each.sid !== undefined);
  test.each(decided)('$sid decides that $what', ({ request, verdict, sid = '' }) => {
    expect(evaluate(without(policy, sid), request)).not.toBe(verdict);
  });
  test('every statement decides a case', () => {
    const sids = new Set(decided.map((each) => each.sid));
    expect(policy.Statement.map((statement) => statement.Sid).filter((sid) => !sids.has(sid))).toEqual([]);
  });
}

describe('the workload boundary', () => {
  const boundary = workloadBoundaryDocument(HERE, { open: false, assumableRoleArns: [role('dns', DEV)] });
  check(boundary, [
    allow('it works with data', on('dynamodb:PutItem', 'arn:aws:dynamodb:eu-west-2:3:table/x'), 'Workload'),
    allow('it looks who it is', on('sts:GetCallerIdentity'), 'LookAround'),
    allow('an instance reports to its stack', on('cloudformation:SignalResource', stack('Orders')), 'LookAround'),
    allow('it passes a workload role', on('iam:PassRole', WORKLOAD), 'PassOnlyWorkloadRoles'),
    allow('it assumes a workload role', on('sts:AssumeRole', WORKLOAD), 'AssumeWorkloadRoles'),
    allow('it assumes the one role elsewhere', on('sts:AssumeRole', role('dns', DEV)), 'AssumeWorkloadRoles'),
    deny('it assumes a role elsewhere', on('sts:AssumeRole', role('guarded/workload/x', DEV)), 'StayInTheAccount'),
    deny('it assumes a deployment role', on('sts:AssumeRole', BOOTSTRAP_ROLE), 'StayInTheAccount'),
    silent('it passes a pipeline role', on('iam:PassRole', PIPELINE_ROLE)),
    silent('it passes CloudFormation its role', on('iam:PassRole', EXECUTION)),
    ...[
      'iam:CreateRole',
      'iam:PutRolePolicy',
      'iam:CreateAccessKey',
      'iam:SetDefaultPolicyVersion',
      'iam:Frobnicate',
    ].map((action) => silent(`it calls ${action}`, on(action, WORKLOAD, bounded))),
    ...[
      'organizations:LeaveOrganization',
      'sso:CreateAccountAssignment',
      'identitystore:CreateGroupMembership',
      'cloudtrail:StopLogging',
      'account:CloseAccount',
      'cloudformation:UpdateStack',
      'codepipeline:StartPipelineExecution',
      'sts:AssumeRoot',
      'ram:CreateResourceShare',
      'rolesanywhere:CreateProfile',
    ].map((action) => silent(`it calls ${action}`, on(action))),
    deny('it silences an alarm', on('cloudwatch:DisableAlarmActions'), 'LeaveTheWatch'),
    deny('it mutes an alarm', on('cloudwatch:PutAlarmMuteRule'), 'LeaveTheWatch'),
    deny('it stops the recorder', on('config:StopConfigurationRecorder'), 'LeaveTheWatch'),
    deny('it replaces an asset', on('s3:PutObject', ASSETS), 'LeaveTheAssets'),
    deny('it replaces an image', on('ecr:PutImage', IMAGES), 'LeaveTheAssets'),
    deny('it edits the version', on('ssm:PutParameter', VERSION), 'LeaveTheAssets'),
    allow('it reads an asset', on('s3:GetObject', ASSETS)),
    deny(
      'it edits a function of the platform',
      on('lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-2:${PROD}:function:guarded-monitor`),
      'LeaveThePlatform',
    ),
  ]);
});

describe('the boundary off prod', () => {
  const boundary = workloadBoundaryDocument({ ...HERE, account: DEV }, { open: true, assumableRoleArns: [] });
  const workload = role('guarded/workload/x', DEV);
  const API = `arn:aws:lambda:eu-west-2:${DEV}:function:guarded-sandbox-orders-api`;
  const LEASES = `arn:aws:dynamodb:eu-west-2:${DEV}:table/guarded-sandbox-orders`;
  const DEPLOY = `arn:aws:codebuild:eu-west-2:${DEV}:project/guarded-sandbox-orders-deploy`;
  const BUILT = `arn:aws:s3:::guarded-orders-work-${DEV}-eu-west-2/builds/x/assembly.zip`;
  const [lease, leaseOf] = [{ 'aws:PrincipalTag/guarded:lease': 'a' }, 'aws:ResourceTag/guarded:lease'];
  const devBoundary = { 'iam:PermissionsBoundary': BOUNDARY.replace(PROD, DEV) };
  check(boundary, [
    allow(
      'a developer deploys a stack',
      on('cloudformation:UpdateStack', stack('Orders').replace(PROD, DEV)),
      'Workload',
    ),
    deny('a developer calls self-service past its URL', on('lambda:InvokeFunction', API), 'OnlyByUrl'),
    allow(
      'a developer calls self-service by its URL',
      on('lambda:InvokeFunction', API, { 'lambda:InvokedViaFunctionUrl': 'true' }),
    ),
    allow('a developer asks self-service', on('lambda:InvokeFunctionUrl', API)),
    deny('a developer replaces the code of self-service', on('lambda:UpdateFunctionCode', API), 'CallByUrl'),
    deny('a developer writes a lease of somebody else', on('dynamodb:PutItem', LEASES), 'LeaveThePlatform'),
    deny('a developer starts the deployment of leases', on('codebuild:StartBuild', DEPLOY), 'LeaveThePlatform'),
    deny('a developer puts an assembly among the built ones', on('s3:PutObject', BUILT), 'LeaveTheAssets'),
    allow(
      'a developer deploys through the bootstrap',
      on('sts:AssumeRole', role('guarded/pipeline/cdk-guarded-deploy-role-x', DEV)),
      'AssumeWorkloadRoles',
    ),
    allow('a developer makes a bounded role', on('iam:CreateRole', workload, devBoundary), 'RolesOnlyBounded'),
    silent('a developer makes an unbounded role', on('iam:CreateRole', workload)),
    silent('a developer makes a role elsewhere', on('iam:CreateRole', role('admin', DEV), devBoundary)),
    silent('a developer takes a boundary off', on('iam:DeleteRolePermissionsBoundary', workload)),
    allow('a developer edits a bounded role', on('iam:PutRolePolicy', workload), 'BoundedRoles'),
    allow(
      'a developer makes a policy',
      on('iam:CreatePolicy', `arn:aws:iam::${DEV}:policy/guarded/workload/p`),
      'WorkloadPolicies',
    ),
    silent('a developer edits the boundary', on('iam:CreatePolicyVersion', BOUNDARY.replace(PROD, DEV))),
    allow(
      'a service makes its role',
      on('iam:CreateServiceLinkedRole', role('aws-service-role/ecs.amazonaws.com/x', DEV)),
      'ServiceLinkedRoles',
    ),
    allow('a developer passes a bounded role', on('iam:PassRole', workload), 'PassOnlyWorkloadRoles'),
    allow('a developer looks around', on('iam:ListRoles'), 'LookAround'),
    deny('a developer goes to prod', on('sts:AssumeRole', WORKLOAD), 'StayInTheAccount'),
    deny('a developer stops the recorder', on('config:StopConfigurationRecorder'), 'LeaveTheWatch'),
    deny('a developer writes assets with a hand of their own', on('s3:PutObject', ASSETS), 'LeaveTheAssets'),
    deny(
      'a developer edits the bootstrap stack',
      on('cloudformation:UpdateStack', stack('guarded-bootstrap').replace(PROD, DEV)),
      'LeaveThePlatform',
    ),
    // test/lib/guardrail/lease-fence.test.ts has more of these.
    deny('a lease reads another one', on('dynamodb:Scan', '*', { ...lease, [leaseOf]: 'b' }), 'LeaveOtherLeases'),
    deny('a lease passes a role of dev', on('iam:PassRole', workload, lease), 'KeepToOwnRoles'),
    deny('a lease takes a tag off', on('iam:UntagRole', workload, lease), 'KeepTheTag'),
  ]);
  test('without its condition a role could be made unbounded', () => {
    expect(evaluate(unconditional(boundary, 'RolesOnlyBounded'), on('iam:CreateRole', workload))).toBe('allowed');
  });
});

describe("CloudFormation's policy in workload accounts", () => {
  const policy = deploymentPolicyDocument(HERE, 'workload');
  check(policy, [
    allow('it creates a table', on('dynamodb:CreateTable'), 'Resources'),
    allow('it looks around', on('iam:GetRole', WORKLOAD), 'LookAround'),
    allow('it creates a nested stack', on('cloudformation:CreateStack', stack('Orders-Nested')), 'NestedStacks'),
    allow('it creates a bounded role', on('iam:CreateRole', WORKLOAD, bounded), 'RolesOnlyBounded'),
    silent('it creates an unbounded role', on('iam:CreateRole', WORKLOAD)),
    silent(
      'it creates a role with another boundary',
      on('iam:CreateRole', WORKLOAD, { 'iam:PermissionsBoundary': role('x') }),
    ),
    silent('it creates a role elsewhere', on('iam:CreateRole', role('admin'), bounded)),
    silent('it takes a boundary off', on('iam:DeleteRolePermissionsBoundary', WORKLOAD)),
    allow('it edits a workload role', on('iam:UpdateAssumeRolePolicy', WORKLOAD), 'BoundedRoles'),
    allow(
      'it creates a workload policy',
      on('iam:CreatePolicy', `arn:aws:iam::${PROD}:policy/guarded/workload/p`),
      'WorkloadPolicies',
    ),
    silent('it creates a policy elsewhere', on('iam:CreatePolicy', `arn:aws:iam::${PROD}:policy/p`)),
    allow(
      'it lets a service make its role',
      on('iam:CreateServiceLinkedRole', role('aws-service-role/x/y')),
      'ServiceLinkedRoles',
    ),
    allow('it passes a workload role', on('iam:PassRole', WORKLOAD), 'PassOnlyWorkloadRoles'),
    silent('it passes an administrator', on('iam:PassRole', role('admin'))),
    ...[
      'iam:CreateUser',
      'iam:CreateAccessKey',
      'iam:CreateLoginProfile',
      'iam:CreateSAMLProvider',
      'sts:AssumeRole',
      'organizations:LeaveOrganization',
      'sso:CreateAccountAssignment',
      'cloudtrail:StopLogging',
      'cloudformation:RegisterType',
      'cloudformation:CreateStackSet',
      'codepipeline:UpdatePipeline',
      'rolesanywhere:CreateProfile',
    ].map((action) => silent(`it calls ${action}`, on(action))),
    deny('it edits the boundary', on('iam:CreatePolicyVersion', BOUNDARY), 'LeaveTheGuardrails'),
    deny('it edits its own role', on('iam:PutRolePolicy', EXECUTION), 'LeaveTheGuardrails'),
    deny('it edits a pipeline role', on('iam:UpdateAssumeRolePolicy', PIPELINE_ROLE), 'LeaveTheGuardrails'),
    deny('it replaces an asset', on('s3:PutObject', ASSETS), 'LeaveTheAssets'),
    deny("it edits the bucket's policy", on('s3:PutBucketPolicy', ASSETS.replace('/abc.zip', '')), 'LeaveTheAssets'),
    allow('it reads an asset', on('s3:GetObject', ASSETS)),
    deny(
      'it edits the bootstrap stack',
      on('cloudformation:UpdateStack', stack('guarded-bootstrap')),
      'LeaveThePlatform',
    ),
    deny(
      'it removes a rule of the platform',
      on('events:DeleteRule', `arn:aws:events:eu-west-2:${PROD}:rule/guarded-monitor`),
      'LeaveThePlatform',
    ),
    deny('it stops the recorder', on('config:StopConfigurationRecorder'), 'LeaveTheWatch'),
  ]);
});

describe("CloudFormation's policy in platform accounts", () => {
  const policy = deploymentPolicyDocument(HERE, 'platform');
  check(policy, [
    allow('it creates a pipeline', on('codepipeline:CreatePipeline'), 'Resources'),
    allow('it creates the trail', on('cloudtrail:CreateTrail'), 'Resources'),
    allow('it looks around', on('organizations:DescribeOrganization'), 'LookAround'),
    allow('it creates a nested stack', on('cloudformation:CreateStack', stack('Orders')), 'NestedStacks'),
    allow('it creates a pipeline role', on('iam:CreateRole', PIPELINE_ROLE), 'PipelineRoles'),
    allow('it passes a pipeline role', on('iam:PassRole', PIPELINE_ROLE), 'PipelineRoles'),
    allow(
      'it creates a policy for it',
      on('iam:CreatePolicy', `arn:aws:iam::${PROD}:policy/guarded/pipeline/p`),
      'PipelinePolicies',
    ),
    allow('it creates a bounded role', on('iam:CreateRole', WORKLOAD, bounded), 'RolesOnlyBounded'),
    allow('it edits a bounded role', on('iam:PutRolePolicy', WORKLOAD), 'BoundedRoles'),
    allow(
      'it creates a workload policy',
      on('iam:CreatePolicy', `arn:aws:iam::${PROD}:policy/guarded/workload/p`),
      'WorkloadPolicies',
    ),
    allow(
      'it lets a service make its role',
      on('iam:CreateServiceLinkedRole', role('aws-service-role/x/y')),
      'ServiceLinkedRoles',
    ),
    allow('it passes a workload role', on('iam:PassRole', WORKLOAD), 'PassOnlyWorkloadRoles'),
    deny('it edits the bootstrap', on('iam:UpdateAssumeRolePolicy', BOOTSTRAP_ROLE), 'LeaveTheGuardrails'),
    deny('it edits a guardrail', on('iam:CreatePolicyVersion', BOUNDARY), 'LeaveTheGuardrails'),
    deny('it replaces an asset', on('s3:PutObject', ASSETS), 'LeaveTheAssets'),
    deny('it edits the baseline', on('cloudformation:DeleteStack', stack('guarded-baseline')), 'LeaveThePlatform'),
    silent('it makes a user', on('iam:CreateUser')),
    silent('it assigns a person', on('sso:CreateAccountAssignment')),
  ]);
});

describe("the boundary of CloudFormation's role, whatever is attached to it,", () => {
  const boundary = deploymentBoundaryDocument(HERE, 'workload');
  check(boundary, [
    allow('it creates a table', on('dynamodb:CreateTable'), 'Anything'),
    allow('it creates a bounded role', on('iam:CreateRole', WORKLOAD, bounded)),
    deny('it creates an unbounded role', on('iam:CreateRole', WORKLOAD), 'RolesOnlyBounded'),
    deny('it creates a role elsewhere', on('iam:CreateRole', role('admin'), bounded), 'RolesOnMachinePaths'),
    deny('it passes an administrator', on('iam:PassRole', role('admin')), 'RolesOnMachinePaths'),
    deny('it takes a boundary off', on('iam:DeleteRolePermissionsBoundary', WORKLOAD), 'KeepBoundaries'),
    deny('it makes a user', on('iam:CreateUser'), 'NobodyNew'),
    deny('it assigns a person', on('sso:CreateAccountAssignment'), 'NoOtherIdentity'),
    deny('it assumes a role', on('sts:AssumeRole', WORKLOAD), 'NoOtherIdentity'),
    deny('it edits a pipeline', on('codepipeline:UpdatePipeline'), 'NoOtherIdentity'),
    deny('it edits the boundary', on('iam:SetDefaultPolicyVersion', BOUNDARY), 'LeaveTheGuardrails'),
    deny('it replaces an image', on('ecr:PutImage', IMAGES), 'LeaveTheAssets'),
    deny('it edits the baseline', on('cloudformation:UpdateStack', stack('guarded-baseline')), 'LeaveThePlatform'),
    deny('it stops the recorder', on('config:StopConfigurationRecorder'), 'LeaveTheWatch'),
  ]);
});

describe('the deploy role', () => {
  const policy = deployRoleDocument(HERE, 'eu-west-2', 'workload');
  const through = { 'cloudformation:RoleArn': EXECUTION };
  check(policy, [
    allow(
      "it updates a stack with CloudFormation's role",
      on('cloudformation:UpdateStack', stack('Orders'), through),
      'DeployThroughCloudFormationsRole',
    ),
    silent('it updates a stack with its own rights', on('cloudformation:UpdateStack', stack('Orders'))),
    silent(
      "it updates a stack with somebody else's role",
      on('cloudformation:UpdateStack', stack('Orders'), { 'cloudformation:RoleArn': role('admin') }),
    ),
    allow('it executes a change set', on('cloudformation:ExecuteChangeSet', stack('Orders')), 'ChangeSets'),
    allow(
      "it passes CloudFormation's role to it",
      on('iam:PassRole', EXECUTION, { 'iam:PassedToService': 'cloudformation.amazonaws.com' }),
      'PassCloudFormationsRole',
    ),
    silent(
      "it passes CloudFormation's role to Lambda",
      on('iam:PassRole', EXECUTION, { 'iam:PassedToService': 'lambda.amazonaws.com' }),
    ),
    silent(
      'it passes another role',
      on('iam:PassRole', WORKLOAD, { 'iam:PassedToService': 'cloudformation.amazonaws.com' }),
    ),
    allow('it reads stacks', on('cloudformation:DescribeStacks'), 'ReadStacks'),
    allow('it reads templates', on('s3:GetObject', ASSETS), 'ReadTemplates'),
    silent('it reads data', on('s3:GetObject', 'arn:aws:s3:::orders-data/x')),
    allow('it reads the version', on('ssm:GetParameter', VERSION), 'ReadVersion'),
    deny(
      'it updates the bootstrap',
      on('cloudformation:UpdateStack', stack('guarded-bootstrap'), through),
      'LeaveGuardrailStacks',
    ),
    deny(
      'it deletes the baseline',
      on('cloudformation:ExecuteChangeSet', stack('guarded-baseline')),
      'LeaveGuardrailStacks',
    ),
    silent('it refactors stacks', on('cloudformation:ExecuteStackRefactor')),
  ]);
  test('refactors stacks off prod', () => {
    const open = deployRoleDocument(HERE, 'eu-west-2', 'open');
    expect(evaluate(open, on('cloudformation:ExecuteStackRefactor'))).toBe('allowed');
  });
  test.each([
    ['DeployThroughCloudFormationsRole', 'cloudformation:UpdateStack', stack('Orders')],
    ['PassCloudFormationsRole', 'iam:PassRole', EXECUTION],
  ])('%s needs its condition', (sid, action, resource) => {
    expect(evaluate(unconditional(policy, sid), on(action, resource))).toBe('allowed');
  });
});

describe('the lookup role', () => {
  check(lookupDocument(), [
    allow('it finds a network', on('ec2:DescribeVpcs'), 'ContextLookups'),
    allow('the gate reads alarms', on('cloudwatch:DescribeAlarms'), 'HealthForTheGate'),
    allow(
      'the gate reads the error budget',
      on('application-signals:BatchGetServiceLevelObjectiveBudgetReport'),
      'HealthForTheGate',
    ),
    deny('it decrypts', on('kms:Decrypt'), 'NoSecrets'),
    silent('it reads data', on('s3:GetObject', 'arn:aws:s3:::orders-data/x')),
    silent('it reads secrets', on('secretsmanager:GetSecretValue')),
    silent('it takes a registry token', on('ecr:GetAuthorizationToken')),
  ]);
});

describe('the protection of the guardrails', () => {
  const policy = protectionDocument([]);
  const machine = (action: string, resource = '*', context = {}): Request =>
    on(action, resource, { ...by(WORKLOAD), ...context });
  const publisher = by(role(`guarded/pipeline/cdk-guarded-file-publishing-role-${PROD}-eu-west-2`));
  check(policy, [
    deny('a machine edits the boundary', machine('iam:CreatePolicyVersion', BOUNDARY), 'LeaveGuardrailPolicies'),
    deny(
      "CloudFormation edits the bootstrap's roles",
      on('iam:PutRolePolicy', BOOTSTRAP_ROLE, by(EXECUTION)),
      'LeaveBootstrapRoles',
    ),
    deny('a machine edits a pipeline role', machine('iam:UpdateAssumeRolePolicy', PIPELINE_ROLE), 'LeavePipelineRoles'),
    silent('CloudFormation makes a pipeline role', on('iam:CreateRole', PIPELINE_ROLE, by(EXECUTION))),
    deny(
      'anybody makes an unbounded workload role',
      on('iam:CreateRole', WORKLOAD, by(EXECUTION)),
      'BoundWorkloadRoles',
    ),
    silent('CloudFormation makes a bounded one', on('iam:CreateRole', WORKLOAD, { ...by(EXECUTION), ...bounded })),
    deny(
      'anybody takes a boundary off',
      on('iam:DeleteRolePermissionsBoundary', WORKLOAD, by(EXECUTION)),
      'KeepBoundaries',
    ),
    deny('the account leaves', machine('organizations:LeaveOrganization'), 'StayInTheOrganization'),
    deny('a machine stops the trail', machine('cloudtrail:StopLogging'), 'LeaveTheTrail'),
    deny('a machine stops the detector', machine('guardduty:DeleteDetector'), 'LeaveTheTrail'),
    deny('CloudFormation replaces an asset', on('s3:PutObject', ASSETS, by(EXECUTION)), 'LeaveTheAssets'),
    silent('the publisher publishes', on('s3:PutObject', ASSETS, publisher)),
    silent('a workload reads an asset', machine('s3:GetObject', ASSETS)),
    deny(
      'a machine updates the bootstrap',
      machine('cloudformation:UpdateStack', stack('guarded-bootstrap')),
      'LeaveGuardrailStacks',
    ),
    silent('anybody reads the bootstrap', machine('cloudformation:DescribeStacks', stack('guarded-bootstrap'))),
    silent('a machine updates a workload', machine('cloudformation:UpdateStack', stack('Orders'))),
  ]);

  test('administrators, where there are any, may change guardrails and nothing that removes them from the organization', () => {
    const open = protectionDocument([PERSON]);
    expect(evaluate(open, on('iam:CreatePolicyVersion', BOUNDARY, by(PERSON)))).toBe('silent');
    expect(evaluate(open, on('iam:CreatePolicyVersion', BOUNDARY, by(WORKLOAD)))).toBe('denied');
    expect(evaluate(open, on('organizations:LeaveOrganization', '*', by(PERSON)))).toBe('denied');
  });
});
