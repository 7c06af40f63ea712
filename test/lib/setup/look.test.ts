import { join } from 'node:path';
import { CloudControlClient, GetResourceCommand } from '@aws-sdk/client-cloudcontrol';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackSetsCommand,
} from '@aws-sdk/client-cloudformation';
import { GetAccountSummaryCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import * as organizations from '@aws-sdk/client-organizations';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { ListInstancesCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { mockClient } from 'aws-sdk-client-mock';
import { readPlatform } from '../../../lib/config';
import { lookAround, setupOf, setupPlatform } from '../../../lib/setup';
import { templateDigest } from '../../../lib/setup/assembly-file';
import { connectionTo } from '../../../lib/snapshot/connection';

const platform = setupPlatform(readPlatform(join(__dirname, '../../../platform.yaml')).config);
const connection = connectionTo('100000000000', 'aws', 'eu-west-2', () => ({ accessKeyId: 'a', secretAccessKey: 'b' }));
const control = mockClient(CloudControlClient);
const formation = mockClient(CloudFormationClient);
const iam = mockClient(IAMClient);
const orgs = mockClient(organizations.OrganizationsClient);
const quotas = mockClient(ServiceQuotasClient);
const center = mockClient(SSOAdminClient);

const named = (name: string, message = ''): Error => Object.assign(new Error(message), { name });
const trust = (Service: string) =>
  encodeURIComponent(JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { Service } }] }));
const role = (path: string, name: string, service = 'config.amazonaws.com') =>
  ({ Path: path, RoleName: name, AssumeRolePolicyDocument: trust(service) }) as never;

const acting = (name: string, AWS: string) =>
  ({
    Path: '/',
    RoleName: name,
    AssumeRolePolicyDocument: JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS } } }),
  }) as never;

beforeEach(() => {
  for (const mock of [control, formation, iam, orgs, quotas, center] as unknown as (typeof iam)[]) {
    mock.reset();
    mock.onAnyCommand().resolves({});
  }
  quotas.on(GetServiceQuotaCommand).resolves({ Quota: { Value: 20 } });
  iam.on(GetAccountSummaryCommand).resolves({ SummaryMap: { Roles: 12, RolesQuota: 1000 } });
  iam.on(ListRolesCommand).resolves({ Roles: [] });
  iam.on(ListRolesCommand, {}).resolves({
    Roles: [
      role('/', 'acme-recorder'),
      role('/service-role/', 'Odd', 'x'),
      role('/guarded/workload/', 'orders'),
      acting('AWSControlTowerExecution', 'arn:aws:iam::100000000000:root'),
      acting('OrganizationAccountAccessRole', 'arn:aws:iam::100000000000:root'),
      acting('own', 'arn:aws:iam::666666666666:root'),
      role('/aws-service-role/config.amazonaws.com/', 'AWSServiceRoleForConfig'),
      { Path: '/', RoleName: 'people', AssumeRolePolicyDocument: '{"Statement":[]}' } as never,
      { Path: '/', RoleName: 'garbled', AssumeRolePolicyDocument: '{' } as never,
    ],
  });
  center.on(ListInstancesCommand).resolves({ Instances: [{ InstanceArn: 'i' }] });
  formation.on(ListStackSetsCommand).resolves({ Summaries: [{ StackSetName: 'acme' }] });
  formation.on(DescribeStacksCommand).resolves({ Stacks: [] });
  control.on(GetResourceCommand).rejects(named('ResourceNotFoundException'));
});

test('looks at quotas, roles, stack sets and places, by calls that only read', async () => {
  const facts = await lookAround(platform, connection);
  expect(facts.unseen).toEqual([]);
  expect(facts.concurrentBuilds).toEqual({ '111111111111': 20 });
  expect(facts.roleRoom!['666666666666']).toEqual({ roles: 12, quota: 1000 });
  expect(facts.serviceRoles!['666666666666']!.map((one) => one.role)).toEqual([
    'acme-recorder',
    'service-role/Odd',
    'AWSControlTowerExecution',
    'garbled',
  ]);
  expect(facts.serviceRoles!['333333333333']).toBeUndefined();
  expect(facts.stackSets).toEqual(['acme']);
  expect(facts.discovered).toEqual([]);
  const all = [control, formation, iam, orgs, quotas, center] as unknown as (typeof iam)[];
  const names = new Set(all.flatMap((mock) => mock.calls()).map(({ args }) => args[0].constructor.name));
  expect([...names].filter((name) => !/^(Get|List|Describe)\w+Command$/.test(name))).toEqual([]);
});

test('a fresh account has the quota that AWS gives, which may be none', async () => {
  quotas.on(GetServiceQuotaCommand).rejects(named('NoSuchResourceException'));
  quotas.on(GetAWSDefaultServiceQuotaCommand).resolves({ Quota: { Value: 0 } });
  const { steps } = setupOf(platform, await lookAround(platform, connection));
  expect(steps.find(({ id }) => id === 'build-quota')).toMatchObject({ why: '0 may run at once, 5 are needed' });
});

test('what may not be looked at is told with its reason, counts as unknown, and stops nothing else', async () => {
  iam.on(ListRolesCommand).rejects(named('AccessDenied', 'not you'));
  quotas.on(GetServiceQuotaCommand).rejects(named('AccessDeniedException', 'no quotas'));
  control.on(GetResourceCommand).rejects(named('ThrottlingException', 'later'));
  const { steps, checks, unseen } = setupOf(platform, await lookAround(platform, connection));
  expect(unseen).toContainEqual({ account: '666666666666', what: 'iam:ListRoles', why: 'AccessDenied: not you' });
  expect(unseen).toContainEqual({
    account: '111111111111',
    what: 'servicequotas:GetServiceQuota',
    why: 'AccessDeniedException: no quotas',
  });
  const state = (id: string) => steps.find((one) => one.id === id)!.state;
  expect([state('build-quota'), state('connections'), state('application-signals')]).toEqual([
    'unknown',
    'unknown',
    'unknown',
  ]);
  expect(checks.filter(({ id, state: one }) => id === 'service-roles' && one === 'unknown')).toHaveLength(4);
  expect(checks.filter(({ id, state: one }) => id === 'role-quota' && one === 'good').length).toBeGreaterThan(0);
});

test("the organization's stack is known by what its template says, and one that is not there by nothing", async () => {
  formation.on(GetTemplateCommand).resolves({ TemplateBody: '{ "Resources": {} }' });
  const { organization } = await lookAround(platform, connection);
  expect(organization).toBe(templateDigest('{"Resources":{}}'));
  formation
    .on(GetTemplateCommand)
    .rejects(named('ValidationError', 'Stack with id guarded-organization does not exist'));
  const none = await lookAround(platform, connection);
  expect([none.organization, none.unseen]).toEqual([undefined, []]);
  formation.on(GetTemplateCommand).rejects(named('AccessDenied', 'no'));
  expect((await lookAround(platform, connection)).unseen).toMatchObject([{ what: 'cloudformation:GetTemplate' }]);
});

test('stacks of sets are told without the id that AWS ends their names with', async () => {
  const stack = (StackName: string) => ({
    StackName,
    StackStatus: 'CREATE_COMPLETE' as const,
    CreationTime: new Date(0),
  });
  const id = '0a1b2c3d-0000-4000-8000-0123456789ab';
  const Stacks = [stack(`StackSet-guarded-baseline-orders-prod-${id}`), stack(`StackSet-acme-${id}`)];
  formation.on(DescribeStacksCommand).resolves({ Stacks });
  const { stacks } = await lookAround(platform, connection);
  expect([...new Set(stacks!.map((one) => one.split(' ')[2]))]).toEqual(['StackSet-guarded-baseline-orders-prod']);
});
