import { conditionOf } from '../../_helpers/pipeline-model/rules';
import type { PipelineDefinition } from '../../_helpers/pipeline-model/definition';
import { DISTURBANCES } from '../../_helpers/pipeline-model/disturbances';
import { synthesizedPipeline } from '../../_helpers/pipeline-model/synthesized';
import { Explorers } from '../../_helpers/pipeline-model/together';

/** Disturbances on one way: one here, two in `npm run test:model`, which takes minutes. */
const DEPTH = Number(process.env.GUARDED_MODEL_DEPTH ?? 1);

const ALL = Object.keys(DISTURBANCES);
const WINDOW = {
  timeZone: 'Europe/London',
  open: [{ days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], opens: '09:00', closes: '16:00' }],
};

let definition: PipelineDefinition;
let explorers: Explorers;
beforeAll(() => {
  process.env.CDK_VALIDATION = 'false';
  definition = synthesizedPipeline();
  explorers = new Explorers(DEPTH > 1 ? 2 : 1);
});
afterAll(() => explorers.end());

async function everything(name: string, pipeline: PipelineDefinition): Promise<void> {
  const begun = performance.now();
  const found = await explorers.exploreTogether({ depth: DEPTH, definition: pipeline }, ALL);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stderr.write(
    `model check of ${name}: ${found.states} states, ${found.rests.length} ends, ` +
      `${ALL.length} disturbances, depth ${DEPTH}, ${seconds} s, ${found.megabytes} MB\n`,
  );
  expect(found.problems).toEqual([]);
  expect(found.states).toBeGreaterThan(1000);
}

describe(`the synthesized pipeline, in every order of events, with up to ${DEPTH} disturbances of a second release`, () => {
  it('holds every invariant', async () => everything('the pipeline', definition), 1_800_000);

  it('holds them with the native window too, whoever overrides it', async () => {
    const native = synthesizedPipeline({ nativeWindow: true, window: WINDOW });
    expect(native.Stages.filter((stage) => conditionOf(stage, 'BEFORE_ENTRY'))).toHaveLength(2);
    await everything('the pipeline with its native window', native);
  }, 1_800_000);
});
