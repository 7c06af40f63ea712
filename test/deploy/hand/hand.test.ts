import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlatform } from '../../../lib/config';
import { Cloud } from '../cloud/cloud';
import { Organization } from '../cloud/organization';
import { sessionOf } from '../cloud/principals';
import { organizations } from '../cloud/stand-ins/organizations';
import type { Walk } from '../walk/walk';
import { CodeHost } from './code-host';
import { Fate } from './fate';
import { people } from './people';
import { Watch } from './watch';

const config = (file: string) => readPlatform(join(__dirname, '../../..', file)).config;

describe('whoever may sign in', () => {
  it('is another person for each approval, and no author among them', () => {
    const all = people(config('platform.yaml'), ['100000000000', '111111111111', '666666666666']);
    expect(all.map(({ file }) => file)).toEqual([
      ...['management', 'tooling', '666666666666'],
      ...['DeveloperInProd-alice', 'ReleaseManager-carol', 'BusinessOwner-dave'],
    ]);
    expect(all.filter(({ set }) => set).every(({ account }) => account === '111111111111')).toBe(true);
  });

  it("answers a team's approvals by the team's permission sets", () => {
    const sets = people(config('examples/company/platform.yaml'), []).map(({ set }) => set);
    expect(sets.filter((set) => set?.endsWith('-ReleaseManager')).length).toBeGreaterThan(1);
  });
});

test('a code host has the repositories that there are, and those that somebody makes', () => {
  const origin = mkdtempSync(join(tmpdir(), 'guarded-origin-'));
  execFileSync('git', ['init', '-q', '--bare', origin]);
  const hosted = new Map([['example/orders', origin]]);
  const host = new CodeHost(hosted);
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' });
  expect(git('ls-remote', host.addressOf('example/orders'))).toBe('');
  git('init', '-q', '--bare', host.addressOf('example/lists'));
  host.look();
  expect([...hosted]).toEqual([
    ['example/orders', origin],
    ['example/lists', host.addressOf('example/lists')],
  ]);
  host.leave();
  rmSync(origin, { recursive: true });
});

test('what happens is typed: alarms, what cannot be made, that all is well, and nights', () => {
  const faults = new Set<string>();
  const mood: Walk['mood'] = { alarms: 'OK' };
  const fate = new Fate({ mood, played: { cloud: { faults } } as unknown as Walk['played'] });
  fate.type('alarm');
  fate.type(' fault AWS::DynamoDB::Table 666666666666 ');
  expect([mood.alarms, [...faults]]).toEqual(['ALARM', ['AWS::DynamoDB::Table 666666666666']]);
  fate.type('well');
  expect([mood.alarms, faults.size]).toEqual(['OK', 0]);
  expect(fate.night()).toBe(false);
  fate.type('night');
  expect([fate.night(), fate.night()]).toEqual([true, false]);
  for (const line of ['fault', 'fault AWS::DynamoDB::Table 6', ''])
    expect(fate.type(line)).toContain('fault TYPE ACCOUNT');
  expect(faults.size).toBe(0);
});

test('who is asked and how executions end is told once', () => {
  const run = { category: 'Approval', stage: 'Approve', action: 'ReleaseManager', execution: 'exec-4' };
  const execution = { id: 'exec-4', status: 'InProgress', summary: '' };
  const model = {
    definition: { Name: 'orders' },
    running: () => [run, { ...run, category: 'Build' }],
    execution: () => execution,
    state: { executions: [execution] },
  };
  const watch = new Watch();
  const news = () => watch.news([{ model }] as unknown as Parameters<Watch['news']>[0]);
  expect([news(), news()]).toEqual([['orders: exec-4 waits at Approve for ReleaseManager'], []]);
  Object.assign(execution, { status: 'Failed', summary: 'An alarm fires.' });
  expect(news()).toEqual(['orders: exec-4 Failed: An alarm fires.']);
});

describe('an account that somebody makes', () => {
  const cloud = new Cloud(new Organization('o-a', 'r-ab12', '100000000000', [], ['111111111111']), 'eu-west-2');
  const allowed = jest.spyOn(cloud, 'authorize').mockImplementation(() => undefined);
  const ask = organizations(cloud, (account) => cloud.organization.join(account));
  const by = sessionOf('arn:aws:iam::100000000000:role/Administrator', 'petra');

  it('stands under the root, and its id is told to whoever asks again', () => {
    const made = ask('CreateAccount', { AccountName: 'lists-dev', Email: 'l@example.com' }, by, 'eu-west-2');
    const { Id, State } = (made as { CreateAccountStatus: Record<string, string> }).CreateAccountStatus;
    expect(State).toBe('IN_PROGRESS');
    const told = ask('DescribeCreateAccountStatus', { CreateAccountRequestId: Id }, by, 'eu-west-2');
    expect(told).toMatchObject({ CreateAccountStatus: { State: 'SUCCEEDED', AccountId: '700000000001' } });
    expect(cloud.organization.parentOf('700000000001')).toBe('r-ab12');
    expect(allowed).toHaveBeenCalledTimes(2);
  });

  it('is made once, by management alone, and under an id of its own', () => {
    expect(() => ask('DescribeCreateAccountStatus', { CreateAccountRequestId: 'car-9' }, by, 'eu-west-2')).toThrow(
      "doesn't exist",
    );
    const other = sessionOf('arn:aws:iam::111111111111:role/Administrator', 'petra');
    expect(() => ask('CreateAccount', { AccountName: 'x' }, other, 'eu-west-2')).toThrow("don't have permissions");
    ask('CreateAccount', { AccountName: 'lists-prod' }, by, 'eu-west-2');
    expect(cloud.organization.accounts()).toContain('700000000002');
  });
});
