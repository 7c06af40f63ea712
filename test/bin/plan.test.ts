/** `guarded plan OLD NEW`: 0 where nothing is lost, 1 where something is, 2 where a side is no assembly. */
import { spawnSync } from 'node:child_process';
import { assemblyFolder } from '../_helpers/assembly-folder';
import { command } from '../_helpers/command';
import { folderOf } from '../_helpers/files';

function side(resources: Record<string, unknown>): string {
  return assemblyFolder([{ name: 'orders', account: '333333333333', template: { Resources: resources } }]);
}

function plan(...args: readonly string[]) {
  return spawnSync(process.execPath, [command(), 'plan', ...args], { encoding: 'utf8' });
}

const TABLE = { T: { Type: 'AWS::DynamoDB::Table', Properties: {} } };

test('a table that goes stops, one that comes does not', () => {
  const [none, one] = [side({ S: { Type: 'AWS::SNS::Topic' } }), side({ S: { Type: 'AWS::SNS::Topic' }, ...TABLE })];
  const lost = plan(one, none, '--json');
  expect(lost.status).toBe(1);
  expect(JSON.parse(lost.stdout)).toMatchObject({
    version: 1,
    verdict: 'stop',
    stacks: [{ resources: [{ effect: 'deleted' }] }],
  });
  expect(plan(none, one).status).toBe(0);
  expect(plan(one, one).stdout).toBe('Nothing changes.\n');
});

test('what is no assembly is bad input', () => {
  const { status, stderr } = plan(side(TABLE), folderOf({ 'a.txt': '' }));
  expect([status, stderr]).toEqual([2, expect.stringMatching(/holds no manifest\.json; name a folder/)]);
});
