import { TURN_MS, WAIT_TURNS } from '../../../lib/change/turns';
import { recordSchema } from '../../../lib/change/record';
import type { PipelineDefinition } from '../../_helpers/pipeline-model/definition';
import { CAROL, freshState, runOut, Scene } from '../../_helpers/pipeline-model/scene';
import { synthesizedPipeline, withOneWait } from '../../_helpers/pipeline-model/synthesized';

const DAY = 86_400_000;

let definition: PipelineDefinition;
beforeAll(() => {
  definition = synthesizedPipeline();
});

/** A release that was approved comes to a calendar that stays shut for so many days. */
async function shutFor(days: number, pipeline = definition): Promise<{ scene: Scene; id: string }> {
  const scene = new Scene(freshState(), pipeline);
  scene.state.calendarShutUntil = scene.state.now + days * DAY;
  const id = scene.commit('r1', 'Zoe <zoe@example.com>', 'First release');
  await runOut(scene, false);
  scene.answer(CAROL, true);
  return { scene, id };
}

/** The first action waits as if it were the only one, and nobody tells it when its time is over. */
function withoutTurns(pipeline: PipelineDefinition): PipelineDefinition {
  const text = JSON.stringify(pipeline).replace(/,\\"turn\\":\d+,\\"turns\\":\d+/g, '');
  return JSON.parse(text) as PipelineDefinition;
}

const waits = (scene: Scene) =>
  scene.state.model.actions.filter(({ stage, action }) => stage === 'Gate' && action.startsWith('WaitForWindow'));

function recordIn(scene: Scene) {
  const items = [...scene.state.items.values()].filter((item) => item.type === 'change');
  return items.map((item) => recordSchema.parse(JSON.parse(String(item.record))))[0]!;
}

const ended = (scene: Scene, id: string) => scene.model.execution(id);

describe('a calendar that is shut for longer than an action may wait', () => {
  it('ends no release within a month: the next action goes on with the wait', async () => {
    const { scene, id } = await shutFor(24);
    await runOut(scene);
    expect(ended(scene, id).status).toBe('Succeeded');
    expect(waits(scene).map(({ action, status }) => `${action} ${status}`)).toEqual(
      ['', '-2', '-3', '-4', '-5'].map((turn) => `WaitForWindow${turn} Succeeded`),
    );
    expect(recordIn(scene).history.filter(({ kind }) => kind === 'waiting')).toHaveLength(1);
    expect(scene.state.deployments.every(({ calendarOpen }) => calendarOpen)).toBe(true);
  });

  it('ends it at once where it is known to outlast the month, and says from when on', async () => {
    const { scene, id } = await shutFor(60);
    const before = scene.state.now;
    await runOut(scene);
    expect(ended(scene, id).status).toBe('Failed');
    expect(scene.state.now - before).toBeLessThan(DAY);
    expect(ended(scene, id).summary).toMatch(
      /Closed by the change calendar freezes\. That is longer than a release waits: until .* UTC at most\. Release again then, not before .* UTC\./,
    );
    expect(scene.state.deployments).toEqual([]);
  });

  it('ends it after the last turn where nobody knew how long it would be', async () => {
    const { scene, id } = await shutFor(1);
    const begun = scene.state.now;
    while (ended(scene, id).status === 'InProgress') {
      scene.state.calendarShutUntil = scene.state.now + 2 * 3_600_000;
      if (!(await scene.step())) break;
    }
    expect(ended(scene, id).status).toBe('Failed');
    // In the last turn the window of the next days may be known to open too late.
    expect(scene.state.now - begun).toBeGreaterThan((WAIT_TURNS - 1) * TURN_MS);
    expect(scene.state.now - begun).toBeLessThanOrEqual(WAIT_TURNS * TURN_MS);
    expect(ended(scene, id).summary).toContain('That is longer than a release waits');
    expect(scene.state.deployments).toEqual([]);
  });

  it.each([
    ['the further actions', withOneWait, /The action timed out|gate/i],
    ['what tells an action of its turn', withoutTurns, /The action timed out|longer than a release waits/],
  ])('ends the release without %s', async (_what, take, why) => {
    const { scene, id } = await shutFor(24, take(definition));
    await runOut(scene);
    expect(ended(scene, id).status).toBe('Failed');
    expect(ended(scene, id).summary).toMatch(why);
    expect(scene.state.deployments).toEqual([]);
  });
});
