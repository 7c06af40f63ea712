import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePlatform, readPlatform } from '../../../lib/config';
import { type SetupFacts, type SetupPlatform, setupOf, setupPlatform, tellSetup } from '../../../lib/setup';

const root = join(__dirname, '../../..');
const platform = setupPlatform(readPlatform(join(root, 'platform.yaml')).config);
const whole = setupOf(platform, {});
const states = (facts: SetupFacts) =>
  Object.fromEntries(setupOf(platform, facts).steps.map(({ id, state }) => [id, state]));
const step = (id: string, facts: SetupFacts) => setupOf(platform, facts).steps.find((one) => one.id === id)!;

/** Other pipelines in the one tooling account. */
const delivering = (pipelines: string[]) => ({ toolings: platform.toolings.map((one) => ({ ...one, pipelines })) });

/** Everything done that somebody can see from outside. */
const DONE: SetupFacts = {
  policyTypes: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
  trustedServices: ['cloudtrail.amazonaws.com', 'sso.amazonaws.com'],
  identityCenterHere: true,
  connections: Object.fromEntries(platform.toolings.flatMap((one) => one.connections).map((arn) => [arn, 'AVAILABLE'])),
  concurrentBuilds: { '111111111111': 20 },
  assembly: { stacks: {}, organization: 'as it is' },
  organization: 'as it is',
  unpushed: '',
  foreignPolicies: { 'ou-ab12-prod0000': 4 },
  unitOf: Object.fromEntries(platform.accounts.map(({ id, unit }) => [id, unit])),
  discovered: platform.prod.flatMap(({ id, regions }) => regions.map((region) => `${id} ${region}`)),
  lookedInto: ['100000000000', ...platform.accounts.map(({ id }) => id)],
  stacks: [
    ...platform.accounts.flatMap(({ id, regions }) => [
      `${id} ${regions[0]} guarded-baseline`,
      ...regions.map((region) => `${id} ${region} guarded-bootstrap`),
    ]),
    '222222222222 eu-west-2 guarded-audit',
    '111111111111 eu-west-2 guarded-pipeline-orders',
    '111111111111 eu-west-2 guarded-pipeline-platform',
    '100000000000 eu-west-2 guarded-organization',
  ],
};

test('the commands by hand for the shipped platform are counted', () => {
  expect(whole.byHand).toBe(20);
  expect(whole.steps.flatMap(({ command }) => command.split('\n'))).toHaveLength(20);
});

test('without credentials it is the whole plan, and nothing is claimed that nobody saw', () => {
  expect(whole.steps.filter(({ state }) => state !== 'unknown')).toEqual([]);
  const made = { assembly: { stacks: {} } };
  expect(states(made)).toMatchObject({ 'platform-file': 'done', snapshot: 'unknown', fence: 'unknown' });
  const problem = 'there is no cdk.out yet';
  expect(step('platform-file', { assembly: { stacks: {}, problem } })).toMatchObject({ state: 'next', why: problem });
});

/** The way walked to its end. */
const WALKED: SetupFacts = { ...DONE, snapshotFile: { describes: true } };
const named = { ...platform, snapshot: './platform.snapshot.json' };

describe('after the last step', () => {
  const at = (facts: SetupFacts) => {
    const { steps, afterwards } = setupOf(named, facts);
    return { ...steps.find(({ state }) => state === 'next'), afterwards };
  };

  it('says what comes then, and only then', () => {
    expect(at(WALKED)).toEqual({ afterwards: expect.stringContaining('guarded change list --application orders') });
    expect(tellSetup(setupOf(named, WALKED))).toContain('Every step is done');
    expect(setupOf(named, { ...WALKED, unpushed: 'not pushed yet: 1 commits' }).afterwards).toBeUndefined();
  });

  it.each([
    ['what nobody pushed', { unpushed: 'not pushed yet: 1 commits' }, 'snapshot', 'git push'],
    [
      'an organization otherwise than it was made',
      { organization: 'as it was' },
      'fence',
      'npx cdk deploy --app cdk.out platform/organization',
    ],
  ])('sees %s', (_, change, id, command) => expect(at({ ...WALKED, ...change })).toMatchObject({ id, command }));

  it('needs no new assembly while nothing is to be deployed by hand', () => {
    const problem = 'platform.yaml was changed since cdk.out was made of it';
    expect(at({ ...WALKED, assembly: { stacks: {}, problem } })).toHaveProperty('afterwards', expect.any(String));
  });

  it('leaves the push out where the platform has no pipeline', () => {
    const alone = { ...named, ...delivering(['orders']) };
    expect(setupOf(alone, { ...WALKED, unpushed: 'not committed yet: platform.yaml' }).afterwards).toBeDefined();
  });
});

describe('an application that comes behind the fence', () => {
  const [, , , , , prod] = platform.accounts;
  const lists = { ...prod!, id: '888888888888', name: 'lists-prod', regions: ['eu-west-2'] };
  const more = {
    ...named,
    accounts: [...named.accounts, lists],
    prod: [...named.prod, lists],
    ...delivering(['lists', ...named.toolings.flatMap(({ pipelines }) => pipelines)]),
  };
  const stacks = {
    '666666666666 eu-west-2 guarded-baseline': 'platform/baseline-orders-prod',
    '888888888888 eu-west-2 guarded-baseline': 'platform/baseline-lists-prod',
    '888888888888 eu-west-2 guarded-bootstrap': 'platform/bootstrap-lists-prod-eu-west-2',
    '888888888888 us-east-1 guarded-monitor': 'platform/monitor-lists-prod-us-east-1',
    '888888888888 eu-west-2 lists-prod-eu-west-2-lists': 'lists-prod-eu-west-2/lists',
  };
  const seen: SetupFacts = {
    ...WALKED,
    lookedInto: [...WALKED.lookedInto!, lists.id],
    unitOf: { ...WALKED.unitOf, [lists.id]: 'r-ab12' },
    assembly: { stacks, organization: 'with its people' },
  };
  const made = { ...seen, stacks: [...seen.stacks!, ...Object.keys(stacks)] };
  const on = { ...made, discovered: [...made.discovered!, '888888888888 eu-west-2'] };
  const moved = { ...on, unitOf: { ...on.unitOf, [lists.id]: lists.unit } };
  const fenced = { ...moved, organization: 'with its people' };
  const next = (facts: SetupFacts) => setupOf(more, facts).steps.find(({ state }) => state === 'next');

  it('is synthesized first', () => {
    const problem = 'platform.yaml was changed since cdk.out was made of it';
    expect(next({ ...seen, assembly: { stacks, problem } })).toMatchObject({ id: 'platform-file' });
  });

  it.each<[string, SetupFacts, string]>([
    [
      'accounts',
      seen,
      'npx cdk deploy --app cdk.out --plugin cdk-guarded-environments/credentials platform/baseline-lists-prod platform/bootstrap-lists-prod-eu-west-2 platform/monitor-lists-prod-us-east-1',
    ],
    ['application-signals', made, 'aws application-signals start-discovery --region eu-west-2 # in 888888888888'],
    [
      'units',
      on,
      'aws organizations move-account --account-id 888888888888 --source-parent-id r-ab12 --destination-parent-id ou-ab12-prod0000',
    ],
    ['fence', moved, 'npx cdk deploy --app cdk.out platform/organization'],
    ['snapshot', { ...fenced, unpushed: 'not committed yet: platform.yaml' }, 'git push'],
    ['snapshot', fenced, 'npx guarded change list --application platform'],
  ])('%s: nothing is typed that is done, and no stack behind the fence is touched', (id, facts, command) => {
    expect(next(facts)).toMatchObject({ id, command });
  });

  it('names every stack where management maintains accounts', () => {
    expect(setupOf({ ...more, maintained: true }, seen).steps.find(({ state }) => state === 'next')).toMatchObject({
      command: whole.steps.find(({ id }) => id === 'accounts')!.command,
    });
  });

  it('is made by hand in tooling where the platform has no pipeline that could', () => {
    const alone = { ...more, ...delivering(['lists', 'orders']) };
    expect(setupOf(alone, fenced).steps.find(({ state }) => state === 'next')).toMatchObject({ id: 'evidence' });
  });
});

test('what is done is done; the first that is not comes next', () => {
  expect(states(DONE)).toMatchObject({ fence: 'done', units: 'done', snapshot: 'next' });
  const two = { ...DONE, policyTypes: ['SERVICE_CONTROL_POLICY'], concurrentBuilds: { '111111111111': 0 } };
  expect(states(two)).toMatchObject({ 'policy-types': 'next', 'build-quota': 'later', snapshot: 'later' });
});

test.each<[string, Partial<SetupFacts>, RegExp]>([
  ['policy-types', { policyTypes: [] }, /off: SERVICE_CONTROL_POLICY, RESOURCE_CONTROL_POLICY/],
  ['trusted-access', { trustedServices: ['sso.amazonaws.com'] }, /cloudtrail\.amazonaws\.com/],
  ['trusted-access', { identityCenterHere: false }, /Identity Center does not answer/],
  ['connections', { connections: {} }, /is not there/],
  ['build-quota', { concurrentBuilds: { '111111111111': 0 } }, /^0 may run at once/],
  [
    'accounts',
    { stacks: DONE.stacks!.filter((one) => !one.startsWith('333333333333')) },
    /333333333333 eu-west-2 guarded-baseline/,
  ],
  ['evidence', { stacks: DONE.stacks!.filter((one) => !one.includes('audit')) }, /guarded-audit/],
  [
    'evidence', // before the fence closes; behind it a release of the platform brings a pipeline
    { stacks: DONE.stacks!.filter((one) => !/pipeline-orders|organization/.test(one)) },
    /guarded-pipeline-orders/,
  ],
  ['application-signals', { discovered: [] }, /666666666666 eu-west-1/],
  ['units', { unitOf: { ...DONE.unitOf, '666666666666': 'r-ab12' } }, /orders-prod \(666666666666\)/],
  [
    'fence',
    { foreignPolicies: { 'ou-ab12-prod0000': 5 } },
    /too many control policies of others: ou-ab12-prod0000 has 5/,
  ],
])('%s is not done where %j', (id, change, why) => {
  const found = step(id, { ...DONE, ...change });
  expect([found.state, found.why]).toEqual(['next', expect.stringMatching(why)]);
  expect(step(id, DONE).state).toBe('done');
});

test('stacks of an account that nobody could look into are unknown, not missing', () => {
  const blind = { ...DONE, stacks: [], lookedInto: ['100000000000'] };
  expect(states(blind)).toMatchObject({ accounts: 'unknown', fence: 'next' });
});

test('accounts of an organization that exists are moved from where they are, and left where they belong', () => {
  const [first, second, ...others] = platform.accounts;
  const unitOf = Object.fromEntries(others.map(({ id }) => [id, 'r-ab12']));
  const seen = { unitOf: { ...unitOf, [first!.id]: first!.unit, [second!.id]: 'ou-ab12-legacy00' } };
  const commands = step('units', seen).command.split('\n');
  expect(commands).toHaveLength(platform.accounts.length - 1);
  expect(commands[0]).toBe(
    `aws organizations move-account --account-id ${second!.id} --source-parent-id ou-ab12-legacy00 --destination-parent-id ${second!.unit}`,
  );
  expect(commands[1]).toContain(`--account-id ${others[0]!.id} --source-parent-id r-ab12 `);
  expect(step('units', DONE).command).toBe(step('units', {}).command);
});

test('the README walks the same way: the same steps in the same order, and the same commands', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const way = /### From nothing to a first guarded prod\n([^]*?)\n### /.exec(readme)![1]!;
  const numbered = [...way.matchAll(/^(\d+)\. \*\*(.+?)\*\*/gm)].map(([, number, title]) => `${number}. ${title}`);
  expect(numbered).toEqual(whole.steps.map(({ title }, index) => `${index + 1}. ${title}`));
  const typed = way.split(/^(?=\d+\. \*\*)/m).slice(1);
  for (const [index, { command }] of whole.steps.entries()) {
    const commands = [...typed[index]!.matchAll(/^ {7,}(\S.*)$/gm)].map(([, one]) => one);
    const ours = command.split('\n');
    // The step that has one command an account shows the first of them.
    expect(commands).toEqual(whole.steps[index]!.id === 'units' ? ours.slice(0, 1) : ours);
  }
  expect(way).toContain(`${whole.byHand} commands`);
});

describe('what the way depends on besides', () => {
  const SEEN: SetupFacts = {
    ...DONE,
    roleRoom: Object.fromEntries(platform.accounts.map(({ id }) => [id, { roles: 100, quota: 1000 }])),
    serviceRoles: Object.fromEntries(platform.accounts.map(({ id }) => [id, []])),
    linkedRoles: Object.fromEntries(
      platform.prod.map(({ id }) => [id, ['AWSServiceRoleForCloudWatchApplicationSignals']]),
    ),
    stackSets: ['AWSControlTowerBP-BASELINE-CONFIG'],
    foreignPolicies: Object.fromEntries(platform.accounts.map(({ unit }) => [unit, 4])),
    foreignResourcePolicies: Object.fromEntries(platform.accounts.map(({ unit }) => [unit, 1])),
  };
  const checks = (facts: SetupFacts, of = platform) => setupOf(of, facts).checks;
  const bad = (facts: SetupFacts, of = platform) => checks(facts, of).filter(({ state }) => state === 'bad');

  test('is good where there is room and nothing would be stopped, and unknown where nobody looked', () => {
    expect(checks(SEEN).filter(({ state }) => state !== 'good')).toEqual([]);
    expect(checks({}).filter(({ state }) => state !== 'unknown')).toEqual([]);
    expect(new Set(checks({}).map(({ id }) => id))).toEqual(new Set(checks(SEEN).map(({ id }) => id)));
  });

  test.each<[string, Partial<SetupFacts>, RegExp]>([
    [
      'role-quota',
      { roleRoom: { ...SEEN.roleRoom, '111111111111': { roles: 960, quota: 1000 } } },
      /960 roles of 1000/,
    ],
    [
      'service-roles',
      {
        serviceRoles: { ...SEEN.serviceRoles, '666666666666': [{ role: 'acme', services: ['config.amazonaws.com'] }] },
      },
      /acme \(config\.amazonaws\.com\)\. .*trustedServiceRoles/,
    ],
    [
      'slots-service-control-policy',
      { foreignPolicies: { ...SEEN.foreignPolicies, 'ou-ab12-prod0000': 5 } },
      /5 of 10 places left beside 5/,
    ],
    [
      'slots-resource-control-policy',
      { foreignResourcePolicies: { ...SEEN.foreignResourcePolicies, 'ou-ab12-prod0000': 5 } },
      /0 of 5 places left/,
    ],
    [
      'service-linked-roles',
      { linkedRoles: { ...SEEN.linkedRoles, '555555555555': [] } },
      /orders-one-box \(555555555555\)/,
    ],
    ['stack-sets', { stackSets: ['AWSControlTowerBP-1', 'acme-logs'] }, /^acme-logs: what a stack set deploys/],
  ])('%s is bad where %j', (id, change, why) => {
    expect(bad({ ...SEEN, ...change })).toEqual([
      { id, where: expect.any(String) as string, state: 'bad', why: expect.stringMatching(why) as string },
    ]);
  });

  test('a role that the organization trusts is not stopped, where it is trusted', () => {
    const seen = [{ role: 'AWSControlTowerExecution', services: ['controltower.amazonaws.com'] }];
    const facts = { ...SEEN, serviceRoles: { ...SEEN.serviceRoles, '666666666666': seen, '111111111111': seen } };
    const trusted = [{ role: 'AWSControlTowerExecution', accounts: ['prod'] }];
    expect(bad(facts)).toHaveLength(2);
    expect(bad(facts, { ...platform, trusted }).map(({ where }) => where)).toEqual(['tooling (111111111111)']);
  });

  test('a person reads the bad ones, and what nobody could look at with its reason', () => {
    const unseen = [{ account: '666666666666', what: 'iam:ListRoles', why: 'AccessDenied: no' }];
    const text = tellSetup(setupOf(platform, { ...SEEN, stackSets: ['acme-logs'], unseen }));
    expect(text).toMatch(/^! stack-sets, management \(100000000000\): acme-logs/m);
    expect(text).toMatch(/^\d+ checks good, 1 bad, 0 that nobody could look at/m);
    expect(text).toMatch(/^ {2}666666666666 iam:ListRoles: AccessDenied: no$/m);
  });
});

test('a person reads the state of each step and types the commands as they stand', () => {
  const text = tellSetup(setupOf(platform, { ...DONE, policyTypes: [] }));
  expect(text).toMatch(/^→ {2}1\. Switch on service/);
  expect(text).toContain('aws organizations enable-policy-type --root-id r-ab12 --policy-type RESOURCE_CONTROL_POLICY');
});

describe('where stack sets prepare accounts', () => {
  const text = readFileSync(join(root, 'platform.yaml'), 'utf8');
  const withSets = (sets: string) =>
    setupPlatform(
      parsePlatform(text.replace(/^organization:\n/m, `organization:\n  stackSets: ${sets}\n`), 'p').config,
    );
  const of = (platform: SetupPlatform, id: string, facts: SetupFacts = {}) =>
    setupOf(platform, facts).steps.find((one) => one.id === id)!;
  const SETS = "npx cdk deploy --app cdk.out 'platform/accounts-*'";
  const all = withSets('true');

  test('one command more switches on their trusted access, and management deploys them with its own credentials', () => {
    expect(setupOf(all, {}).byHand).toBe(21);
    expect(of(all, 'trusted-access').command).toMatch(/activate-organizations-access --region eu-west-2$/);
    expect(of(all, 'trusted-access', DONE).why).toMatch(/member\.org\.stacksets/);
    expect(of(all, 'accounts').command).toBe(SETS);
  });

  test('an account stands where its stacks of sets do, and is named by no stack of a hand', () => {
    const stacks = [
      ...DONE.stacks!.filter((one) => !/guarded-(baseline|bootstrap)/.test(one)),
      ...all.accounts.flatMap(({ id, name, regions }) => [
        `${id} ${regions[0]} StackSet-guarded-baseline-${name}`,
        ...regions.map((each) => `${id} ${each} StackSet-guarded-bootstrap-${name}-${each}`),
      ]),
    ];
    expect(of(all, 'accounts', { ...DONE, stacks }).state).toBe('done');
    const lacking = stacks.filter((one) => !one.includes('StackSet-guarded-bootstrap-orders-prod-eu-west-1'));
    expect(of(all, 'accounts', { ...DONE, stacks: lacking })).toMatchObject({
      why: 'not there: 666666666666 eu-west-1 StackSet-guarded-bootstrap-orders-prod-eu-west-1',
      command: SETS,
    });
  });

  test('those that stood before stay by hand', () => {
    const command = of(withSets("{ byHand: ['333333333333'] }"), 'accounts').command.split('\n');
    expect(command).toEqual([SETS, expect.stringMatching(/--plugin .*'platform\/baseline-\*'/)]);
  });

  test('those of the platform are no foreign ones', () => {
    const facts = { ...DONE, stackSets: ['guarded-baseline-orders-prod'] };
    const check = (platform: SetupPlatform) => setupOf(platform, facts).checks.find(({ id }) => id === 'stack-sets')!;
    expect([check(all).state, check(platform).state]).toEqual(['good', 'bad']);
  });
});

test('what nobody could look at is told once for each account and reason', () => {
  const unseen = ['iam:ListRoles', 'kms:ListKeys'].map((what) => ({ account: '1', what, why: 'AccessDenied' }));
  const told = tellSetup(setupOf(platform, { unseen: [...unseen, { account: '2', what: 'x', why: 'AccessDenied' }] }));
  expect(told).toMatch(/:\n {2}1 iam:ListRoles, kms:ListKeys: AccessDenied\n {2}2 x: AccessDenied$/);
});
