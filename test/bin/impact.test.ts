/** `guarded impact`: 0 where nobody is stopped, 1 where somebody is, 2 for bad input. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { command } from '../_helpers/command';
import { folderOf } from '../_helpers/files';
import { shippedExample } from '../_helpers/shipped-example';

const PROD = '666666666666';
const trusted = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const writes = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' };

function roleAt(path: string) {
  return {
    Path: path,
    RoleName: 'orders',
    Arn: `arn:aws:iam::${PROD}:role${path}orders`,
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trusted] },
    RolePolicyList: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: [writes] } }],
    AttachedManagedPolicies: [],
  };
}

function snapshotWith(path: string): string {
  const details = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [roleAt(path)], Policies: [] };
  return JSON.stringify({
    version: 1,
    organization: {
      id: 'o-abc123defg',
      managementAccountId: '100000000000',
      accounts: [{ id: PROD, name: 'shop', environment: 'other', ous: ['r-ab12'] }],
      policies: [],
    },
    accounts: { [PROD]: { authorizationDetails: details, resources: [] } },
  });
}

function impact(snapshot: string, ...more: string[]) {
  const file = join(folderOf({ 'live.json': snapshot }), 'live.json');
  const args = [command(), 'impact', '--snapshot', file, '--app', shippedExample(), ...more];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

test('a role of a service outside of the machine paths is stopped by the shipped fence, one within is not', () => {
  const stopped = impact(snapshotWith('/'), '--json');
  expect(stopped.status).toBe(1);
  expect(JSON.parse(stopped.stdout)).toMatchObject({
    version: 1,
    verdict: 'stopped',
    accounts: [{ id: PROD, guarded: true, stopped: [{ part: 'machine', actions: ['dynamodb:PutItem'] }] }],
  });
  const free = impact(snapshotWith('/guarded/workload/'));
  expect([free.status, free.stdout]).toEqual([0, expect.stringMatching(/^Free: the fence would stop nobody/)]);
});

test('an id of nothing is bad input', () => {
  const { status, stderr } = impact(snapshotWith('/'), '--only', 'ou-ab12-nothing0');
  expect([status, stderr]).toEqual([2, expect.stringMatching(/--only: no account is ou-ab12-nothing0 or in it/)]);
});
