import { conditionOf } from '../../_helpers/pipeline-model/rules';
import type { PipelineDefinition } from '../../_helpers/pipeline-model/definition';
import { DISTURBANCES } from '../../_helpers/pipeline-model/disturbances';
import { synthesizedPipeline, withOneWait } from '../../_helpers/pipeline-model/synthesized';
import { Explorers } from '../../_helpers/pipeline-model/together';

/** Disturbances on one way: one here, two in `npm run test:model`, which takes minutes. */
const DEPTH = Number(process.env.GUARDED_MODEL_DEPTH ?? 1);
const LONG = 3_600_000;

const ALL = Object.keys(DISTURBANCES);

/** What can meet an entry condition: a window that shuts, whoever overrides it, whoever stops, retries or updates. */
const AT_ENTRY = ALL.filter((name) =>
  /^(window|an entry condition|approve two days|stop|retry|line|calendar|second commit|the pipeline is)/.test(name),
);

let definition: PipelineDefinition;
let native: PipelineDefinition;
let explorers: Explorers;
beforeAll(() => {
  process.env.CDK_VALIDATION = 'false';
  definition = withOneWait(synthesizedPipeline());
  native = withOneWait(synthesizedPipeline({ nativeWindow: true }));
  explorers = new Explorers(2);
});
afterAll(() => explorers.end());

async function everything(name: string, pipeline: PipelineDefinition, disturbances: readonly string[]): Promise<void> {
  const begun = performance.now();
  const task = { depth: DEPTH, definition: pipeline, disturbances };
  const found = await explorers.exploreTogether(task, disturbances);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stderr.write(
    `model check of ${name}: ${found.states} states, ${found.rests.length} ends, ` +
      `${disturbances.length} disturbances, depth ${DEPTH}, ${seconds} s, ${found.megabytes} MB a process\n`,
  );
  expect(found.problems).toEqual([]);
  expect(found.states).toBeGreaterThan(500);
}

describe(`the synthesized pipeline, in every order of events, with up to ${DEPTH} disturbances of a second release`, () => {
  it('holds every invariant', async () => everything('the pipeline', definition, ALL), LONG);

  it('has the window before two stages where it is native', () => {
    expect(native.Stages.filter((stage) => conditionOf(stage, 'BEFORE_ENTRY'))).toHaveLength(2);
  });

  // At depth 1 it takes half of the time of all others here, and `npm run test:model` tries each of its ways.
  if (DEPTH > 1)
    it(
      'holds them with the native window too, whoever overrides it',
      async () => everything('the pipeline with its native window', native, AT_ENTRY),
      LONG,
    );
});

/** What the ways are made of, how many on one, and which. */
type Case = [string, number, readonly string[]];

describe('leaving out disturbances that nobody notices yet', () => {
  const some = ['alarm in wave 2', 'line stopped', 'crash at the second write'];
  const deep: Case[] = [
    ['some of them twice', 2, [...some, 'calendar closes', 'artifact replaced']],
    ['each of them once', 1, ALL],
  ];

  it.each<Case>(DEPTH > 1 ? deep : [['some of them once', 1, some]])(
    'comes to the same ends as trying all of them at every moment: %s',
    async (_, depth, disturbances) => {
      const task = { depth, definition, disturbances };
      const [reduced, full] = await Promise.all([
        explorers.explore(task),
        explorers.explore({ ...task, unreduced: true }),
      ]);
      expect([...reduced.rests].sort()).toEqual([...full.rests].sort());
      expect(full.states).toBeGreaterThan(reduced.states);
    },
    LONG,
  );
});

/** Each guard taken out in turn: the exploration must see it. */
describe('the exploration notices', () => {
  it.each([
    ['a gate and an admission that always open', 'approve by an author', /its author approved it/],
    ['a gate and an admission that always open', 'the approver has a commit in the range', /its author approved it/],
    ['a gate and an admission that always open', 'budget spent', /the error budget is spent/],
    ['a gate and an admission that always open', 'budget unreadable', /the error budget is spent/],
    ['no approval, and a gate and an admission that always open', '', /nobody approved it/],
    ['a wait, a gate and an admission that always open', 'window closes', /outside the window/],
    ['a wait, a gate and an admission that always open', 'calendar closes', /the calendar is closed/],
    ['a wait, a gate and an admission that always open', 'line stopped', /the line is stopped/],
    ['an admission that always passes', 'stop and wait', /it was Stopping/],
    ['an admission that always passes', 'stop and abandon', /it was Stopped/],
    ['deployments that do not look at the digest', 'artifact replaced', /another digest/],
    ['an unwinding that does nothing', 'alarm in wave 2', /Prod-one-box runs .*, which was not released|0 sealed/],
    ['waves that do not roll back', 'a person sends the bake back', /which was not released/],
    ['a bake that holds rollbacks up', 'alarm in wave 2', /rollback .* ended Failed/],
    ['a record that is never sealed', 'reject', /has 0 sealed records/],
    ['a topic that tells nobody what it delivered', 'crash after a message went out', /was announced twice/],
  ])('%s: %s', async (sabotage, first, problem) => {
    const found = await explorers.explore({ depth: 1, definition, sabotage, first, disturbances: [first] });
    expect(found.problems.join('\n')).toMatch(problem);
  });

  it('a native window that is overridden, where nothing else looks at the window', async () => {
    const sabotage = 'a wait, a gate and an admission that always open';
    const disturbances = ['window closes', 'an entry condition is overridden'];
    const found = await explorers.explore({ depth: 2, definition: native, sabotage, disturbances });
    expect(found.problems.join('\n')).toMatch(/! an entry condition is overridden/);
    expect(found.problems.join('\n')).toMatch(/outside the window/);
  });
});
