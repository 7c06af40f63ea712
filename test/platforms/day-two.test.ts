/** What a change of platform.yaml does to the stacks that are deployed: as the README tells it, on templates. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { parse, stringify } from 'yaml';
import { platformProps } from '../../bin/app/platform-props';
import { GuardedPlatform } from '../../constructs/platform';
import { parsePlatform } from '../../lib/config';
import { planOf, plannedStacks, tellPlan } from '../../lib/plan';
import type { Plan, PlannedStack } from '../../lib/plan';
import { platformFile } from '../../scripts/platform-file';

interface File {
  organization: { units: Record<string, unknown> };
  applications: {
    name: string;
    environments: { name: string; kind: string; account: string; regions: string[] }[];
    waves: { name: string; environment: string; regions?: string[] }[];
    runbooks: { document: string }[];
    repository: { connection: string };
    tooling?: string;
  }[];
}

const root = join(__dirname, '../..');
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
process.env.CDK_VALIDATION = 'false';
jest.spyOn(console, 'error').mockImplementation(() => undefined);

// Each: dev, test, one-box, prod in two regions; three waves.
const text = platformFile({ applications: 2 });

function stacksOf(change: (file: File) => void = () => undefined): PlannedStack[] {
  const file = parse(text) as File;
  change(file);
  const app = new App({ context, outdir: mkdtempSync(join(tmpdir(), 'day-two-')) });
  new GuardedPlatform(app, 'platform', platformProps(parsePlatform(stringify(file), 'platform.yaml')));
  return plannedStacks(app.synth().directory);
}

const before = stacksOf();
const [FIRST, SECOND] = ['application-000', 'application-001'];

/** What is lost or fails; none of what the README tells may be among it. */
function bad({ stacks, renames }: Plan): unknown[] {
  const worst = ['refused', 'replaced', 'may be replaced', 'unknown'];
  const changed = stacks.flatMap(({ name, resources }) =>
    resources
      .filter(({ effect, stateful }) => worst.includes(effect) || (effect === 'deleted' && stateful))
      .map(({ id, effect }) => `${name}/${id} ${effect}`),
  );
  return [...changed, ...renames];
}

const namesOf = ({ stacks }: Plan, change: Plan['stacks'][number]['change']): string[] =>
  stacks.filter((stack) => stack.change === change).map(({ name, account }) => `${name} ${account}`);

interface Case {
  readonly what: string;
  readonly change: (file: File) => void;
  readonly created?: readonly string[];
  readonly left?: readonly string[];
}

const PREPARED = (account: string): string[] => [`guarded-baseline ${account}`, `guarded-bootstrap ${account}`];
const WATCHED = (account: string): string[] => [...PREPARED(account), `guarded-baseline-monitor ${account}`];

const GROWING: readonly Case[] = [
  {
    what: 'adding an application makes its pipeline and prepares its accounts',
    change: ({ applications }) =>
      applications.push({
        ...structuredClone(applications[0]!),
        name: 'billing',
        runbooks: [],
        environments: applications[0]!.environments.map((each, at) => ({ ...each, account: `40000000000${at}` })),
      }),
    created: [
      'guarded-pipeline-billing 111111111111',
      ...['400000000000', '400000000001'].flatMap(PREPARED),
      ...['400000000002', '400000000003'].flatMap(WATCHED),
    ],
  },
  {
    what: 'adding an environment prepares its account, whatever it is called',
    change: ({ applications }) =>
      applications[0]!.environments.splice(2, 0, {
        name: 'performance',
        kind: 'test',
        account: '400000000009',
        regions: ['eu-west-2'],
      }),
    created: PREPARED('400000000009'),
  },
  {
    what: 'adding a region prepares it',
    change: ({ applications: [, second] }) => {
      second!.environments[3]!.regions.push('eu-central-1');
      second!.waves.push({ name: 'more', environment: 'prod', regions: ['eu-central-1'] });
    },
    created: ['guarded-bootstrap 300000000013', 'guarded-baseline-monitor 300000000013'],
  },
  {
    what: 'waves that are renamed and put together make and leave nothing',
    change: ({ applications: [first] }) => {
      first!.waves = [
        { ...first!.waves[0]!, name: 'first' },
        { name: 'prod', environment: 'prod' },
      ];
    },
  },
];

const SHRINKING: readonly Case[] = [
  {
    what: 'removing an application leaves everything of it but what people may',
    change: ({ applications }) => applications.pop(),
    left: [
      `guarded-pipeline-${SECOND} 111111111111`,
      ...['300000000010', '300000000011'].flatMap(PREPARED),
      ...['300000000012', '300000000013'].flatMap(WATCHED),
    ],
  },
  {
    what: 'removing an environment leaves its account prepared',
    change: ({ applications: [first] }) => {
      first!.environments = first!.environments.filter(({ name }) => name !== 'one-box');
      first!.waves.shift();
    },
    left: WATCHED('300000000002'),
  },
  {
    what: 'removing a region leaves it prepared',
    change: ({ applications: [first] }) => {
      first!.environments.at(-1)!.regions.pop();
      first!.waves.pop();
    },
    left: ['guarded-bootstrap 300000000003', 'guarded-baseline-monitor 300000000003'],
  },
];

const MOVING: readonly Case[] = [
  {
    what: 'renaming an application begins it anew beside what it was',
    change: ({ applications }) => (applications[1]!.name = 'billing'),
    created: ['guarded-pipeline-billing 111111111111'],
    left: [`guarded-pipeline-${SECOND} 111111111111`],
  },
  {
    what: 'moving an environment to another account prepares that one and leaves the old one',
    change: ({ applications }) => (applications[0]!.environments[3]!.account = '400000000000'),
    created: WATCHED('400000000000'),
    left: WATCHED('300000000003'),
  },
  {
    what: 'another order of the applications makes and leaves nothing',
    change: ({ applications }) => applications.reverse(),
  },
];

const all = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** A synthesis serves all changes of a kind: they concern stacks of their own. */
describe.each([
  ['growing', GROWING],
  ['shrinking', SHRINKING],
  ['moving', MOVING],
])('%s', (_kind, cases) => {
  let plan: Plan;
  beforeAll(() => {
    plan = planOf(
      before,
      stacksOf((file) => cases.forEach(({ change }) => change(file))),
    );
  });

  test.each(cases)('$what', ({ created = [], left = [] }) => {
    expect(namesOf(plan, 'created')).toEqual(expect.arrayContaining(all(created)));
    expect(namesOf(plan, 'left behind')).toEqual(expect.arrayContaining(all(left)));
  });

  test('nothing else is made or left, no data is lost and no name moves', () => {
    expect(all(namesOf(plan, 'created'))).toEqual(all(cases.flatMap(({ created = [] }) => created)));
    expect(all(namesOf(plan, 'left behind'))).toEqual(all(cases.flatMap(({ left = [] }) => left)));
    expect(bad(plan)).toEqual([]);
    expect(plan.verdict).toBe('fine');
  });
});

test('an application that moves to another tooling account begins anew there, and what it leaves is announced', () => {
  const moved = stacksOf(({ applications: [, second] }) => {
    second!.tooling = '700000000001';
    second!.repository.connection = second!.repository.connection.replace('111111111111', '700000000001');
  });
  const plan = planOf(before, moved);
  expect(all(namesOf(plan, 'created'))).toEqual(
    all([...WATCHED('700000000001'), `guarded-pipeline-${SECOND} 700000000001`]),
  );
  expect(namesOf(plan, 'left behind')).toEqual([`guarded-pipeline-${SECOND} 111111111111`]);
  expect([bad(plan), plan.verdict]).toEqual([[], 'fine']);
  expect(tellPlan(plan)).toMatch(
    /application-001 changed\n  its pipeline is in tooling account 700000000001, no longer in 111111111111: .* stay in 111111111111/,
  );
  // The bootstraps of its accounts trust the new one: a step by hand, before the pipeline comes.
  const trusting = plan.stacks.filter(({ name, change }) => name === 'guarded-bootstrap' && change === 'updated');
  expect(trusting.map(({ account, step }) => [account, step.order])).toEqual(
    ['300000000010', '300000000011', '300000000012', '300000000013', '300000000013'].map((account) => [account, 1]),
  );
});

const fewer = stacksOf(({ applications }) => applications.pop());

test('what an application that goes leaves behind is named: records, table, key, artifacts', () => {
  const plan = planOf(before, fewer);
  const stack = plan.stacks.find(({ name }) => name === `guarded-pipeline-${SECOND}`)!;
  const kept = stack.resources.filter(({ stateful }) => stateful).map(({ type }) => type);
  expect(stack.resources.every(({ effect }) => effect === 'left behind')).toBe(true);
  for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key']) expect(kept).toContain(type);
});

test('what holds data keeps its logical id and its name whatever is around it', () => {
  const stateful = (stacks: readonly PlannedStack[]): string[] =>
    planOf([], stacks).stacks.flatMap(({ name, account, region, resources }) =>
      resources
        .filter((each) => each.stateful)
        .map(({ id, names }) => `${account} ${region} ${name}/${id} ${names.join()}`),
    );
  const alone = stateful(fewer).filter((one) => one.includes(FIRST));
  expect(alone.length).toBeGreaterThan(4);
  expect(stateful(before)).toEqual(expect.arrayContaining(alone));
});
