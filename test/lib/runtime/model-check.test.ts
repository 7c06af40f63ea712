/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import type { PipelineDefinition } from '../../_helpers/pipeline-model/definition';
import { type Exploration, explore, type Reach } from '../../_helpers/pipeline-model/explore';
import { freshState, HANDLERS, runOut, Scene, type SceneState } from '../../_helpers/pipeline-model/scene';
import { synthesizedPipeline } from '../../_helpers/pipeline-model/synthesized';

/** Disturbances on one way: one here, two in `npm run test:model`, which takes minutes. */
const DEPTH = Number(process.env.GUARDED_MODEL_DEPTH ?? 1);

let definition: PipelineDefinition;
const handlers = { ...HANDLERS };

beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterEach(() => void Object.assign(HANDLERS, handlers));

/** A pipeline that released once, with the next change just pushed. */
async function pushed(): Promise<SceneState> {
  const scene = new Scene(freshState(), definition);
  scene.commit('r1', 'Zoe <zoe@example.com>', 'First');
  await runOut(scene);
  scene.commit('r2', 'Alice <alice@example.com>', 'Second');
  return scene.state;
}

let start: SceneState;
beforeAll(async () => {
  definition = synthesizedPipeline();
  start = await pushed();
});

async function search(reach: Partial<Reach> & Pick<Reach, 'depth'>): Promise<Exploration> {
  return explore(structuredClone(start), { definition, ...reach });
}

describe('the synthesized pipeline, in every order of events', () => {
  it(`holds every invariant with up to ${DEPTH} disturbances of a second release`, async () => {
    const found = await search({ depth: DEPTH });
    process.stderr.write(`model check: ${found.states} states, ${found.rests} ends, depth ${DEPTH}\n`);
    expect(found.problems).toEqual([]);
    expect(found.states).toBeGreaterThan(1000);
  }, 1_800_000);
});

/** Each guard taken out in turn: the exploration must see it. */
describe('the exploration notices', () => {
  const opens = async (runtime: never, event: any): Promise<unknown> =>
    (runtime as any).clients.pipeline.send(
      new (class PutJobSuccessResultCommand {
        public readonly input = { jobId: event['CodePipeline.job'].id };
      })(),
    );

  /** Gate and admission look at the same things one after the other: only without both does a change get through. */
  const admits = async (_: unknown, event: any): Promise<unknown> => ({ ...event, verdict: 'pass', reason: '' });

  it.each([
    ['approve by an author', /its author approved it/],
    ['budget spent', /the error budget is spent/],
  ])('a gate that always opens: %s', async (disturbance, problem) => {
    HANDLERS.gate = opens as never;
    HANDLERS.admit = admits;
    const found = await search({ depth: 1, disturbances: [disturbance] });
    expect(found.problems.join('\n')).toMatch(problem);
  });

  it.each([
    ['window closes', /outside the window/],
    ['calendar closes', /the calendar is closed/],
    ['line stopped', /the line is stopped/],
  ])('a wait and a gate that always open: %s', async (disturbance, problem) => {
    HANDLERS.gate = opens as never;
    HANDLERS.admit = admits;
    HANDLERS['wait-for-window'] = async () => ({ verdict: 'pass', reason: '' });
    const found = await search({ depth: 1, disturbances: [disturbance] });
    expect(found.problems.join('\n')).toMatch(problem);
  });

  it('an unwinding that does nothing', async () => {
    HANDLERS.unwind = async () => ({ verdict: 'done', reason: '' });
    const found = await search({ depth: 1, disturbances: ['alarm in wave 2'] });
    expect(found.problems.join('\n')).toMatch(/Prod-one-box runs .*, which was not released|0 sealed records/);
  });

  it('a record that is never sealed', async () => {
    const { record } = handlers;
    HANDLERS.record = async (runtime, event) =>
      (event as { do?: string }).do === 'seal' ? {} : record!(runtime, event);
    const found = await search({ depth: 1, disturbances: ['reject'] });
    expect(found.problems.join('\n')).toMatch(/has 0 sealed records/);
  });

  it('deployments that do not look at the digest', async () => {
    HANDLERS.admit = admits;
    const text = JSON.stringify(definition).replaceAll(
      '\\"value\\":\\"#{Verify.DIGEST}\\"',
      `\\"value\\":\\"sha256:0000${'f'.repeat(60)}\\"`,
    );
    const found = await search({
      depth: 1,
      disturbances: ['artifact replaced'],
      definition: JSON.parse(text) as PipelineDefinition,
    });
    expect(found.problems.join('\n')).toMatch(/another digest/);
  });
});
