import type { ChangeRecord } from '../../../lib/change/record';
import { recordSchema } from '../../../lib/change/record';
import { session } from '../../_helpers/fake-aws/world';
import type { PipelineDefinition } from '../../_helpers/pipeline-model/definition';
import type { Execution } from '../../_helpers/pipeline-model/model';
import { CAROL, freshState, runOut, Scene } from '../../_helpers/pipeline-model/scene';
import { synthesizedPipeline } from '../../_helpers/pipeline-model/synthesized';

/** Ids of commits. */
const [R1, R2, R3, OTHER] = ['1', '2', '3', 'f'].map((digit) => digit.repeat(40)) as [string, string, string, string];
const ZOE = 'Zoe <zoe@example.com>';
let definition: PipelineDefinition;
beforeAll(() => void (definition = synthesizedPipeline()));

/** The record of a change as the index has it, or as it was sealed. */
function recordOf(scene: Scene, change: string): ChangeRecord | undefined {
  const { items, objects } = scene.state;
  const kept = [...objects].filter(([key]) => key.endsWith('/record.json')).map(([, text]) => text);
  const open = [...items.values()].filter(({ type }) => type === 'change').map(({ record }) => String(record));
  return [...kept, ...open].map((text) => recordSchema.parse(JSON.parse(text))).find((one) => one.change === change);
}
const heard = (scene: Scene, execution: string, more: object = {}): Promise<unknown> =>
  scene.call('record', {
    source: 'aws.codepipeline',
    detail: { pipeline: 'orders', 'execution-id': execution, ...more },
  });
const pageKept = (scene: Scene, execution: string) =>
  heard(scene, execution, { stage: 'Verify', action: 'Page', state: 'SUCCEEDED' });
const executionOf = (scene: Scene, id: string): Execution => scene.model.execution(id);
const asked = (scene: Scene) => scene.model.running().filter(({ category }) => category === 'Approval');

/** A push whose range holds commits before it, as far as it goes without people. */
async function push(scene: Scene, revision: string, holds: readonly string[] = []): Promise<string> {
  const id = scene.commit(revision, ZOE, `Change ${revision}`);
  for (let step: string | undefined = ''; step !== undefined; step = await scene.step()) {
    const key = `drafts/orders/${id}.json`;
    const text = scene.state.objects.get(key);
    if (!text || !step.startsWith('Verify/Verify')) continue;
    const draft = JSON.parse(text) as { commits: { id: string }[] };
    const before = holds.map((one) => ({ ...draft.commits[0], id: one }));
    scene.state.objects.set(key, JSON.stringify({ ...draft, commits: [...draft.commits, ...before] }));
  }
  return id;
}

async function afterFirstRelease(): Promise<Scene> {
  const scene = new Scene(freshState(), definition);
  scene.commit(R1, ZOE, 'First release');
  await runOut(scene);
  return scene;
}

describe('a change that waits for its approvals', () => {
  it('is replaced by a newer one that holds it, which is asked for at once; its record says by which', async () => {
    const scene = await afterFirstRelease();
    const older = await push(scene, R2);
    const newer = await push(scene, R3, [R2]);
    expect(asked(scene).map(({ execution }) => execution)).toEqual([older]);
    await pageKept(scene, newer);
    await runOut(scene, false);
    expect(asked(scene).map(({ execution }) => execution)).toEqual([newer]);
    expect(recordOf(scene, 'orders-2')).toMatchObject({
      state: 'rejected',
      outcome: { reason: 'orders-3 holds this change and takes its place.' },
    });
    await runOut(scene);
    expect(recordOf(scene, 'orders-3')).toMatchObject({ state: 'succeeded' });
  });

  it.each<[string, (scene: Scene, older: string) => Promise<string>]>([
    [
      'somebody approved it already, in part',
      async (scene) => {
        const newer = await push(scene, R3, [R2]);
        Object.assign(asked(scene)[0]!, { status: 'Succeeded', updatedBy: CAROL });
        return newer;
      },
    ],
    ['the newer one does not hold it', (scene) => push(scene, R3, [OTHER])],
    [
      'the newer one is sealed',
      async (scene) => {
        const newer = await push(scene, R3, [R2]);
        Object.assign(executionOf(scene, newer), { status: 'Failed' });
        await scene.call('record', { do: 'seal', execution: newer });
        return newer;
      },
    ],
    ['it is heard of itself', async (_, older) => older],
    [
      'somebody stops it already',
      async (scene, older) => {
        const newer = await push(scene, R3, [R2]);
        Object.assign(executionOf(scene, older), { status: 'Stopping' });
        return newer;
      },
    ],
    [
      'its approvals are not asked for yet',
      async (scene) => {
        const newer = await push(scene, R3, [R2]);
        const { model } = scene.state;
        model.actions = model.actions.filter((one) => !asked(scene).includes(one));
        return newer;
      },
    ],
  ])('stays where %s', async (why, newerOf) => {
    const scene = await afterFirstRelease();
    const older = await push(scene, R2);
    const newer = await newerOf(scene, older);
    expect(recordOf(scene, 'orders-3')?.state ?? 'verified').toBe(
      why === 'the newer one is sealed' ? 'rejected' : 'verified',
    );
    const { status } = executionOf(scene, older);
    await pageKept(scene, newer);
    expect(executionOf(scene, older).status).toBe(status);
    expect(recordOf(scene, 'orders-2')!.history.map(({ kind }) => kind)).not.toContain('replaced');
  });

  it('stays where nothing but another event of the newer one is heard', async () => {
    const scene = await afterFirstRelease();
    const older = await push(scene, R2);
    const newer = await push(scene, R3, [R2]);
    await heard(scene, newer, { action: 'Draft', state: 'SUCCEEDED' });
    await heard(scene, newer, { action: 'Page', state: 'STARTED' });
    expect(executionOf(scene, older).status).toBe('InProgress');
  });
});

describe('the execution that CodePipeline starts when a pipeline is created', () => {
  const created = (scene: Scene): string => {
    scene.state.revisions[R1] = { author: ZOE, message: 'Before anything' };
    return scene.model.start(R1, 'sha256:0', {
      triggerType: 'CreatePipeline',
      triggerDetail: session('Admin', 'a@b.c'),
    });
  };

  it('is stopped before it builds, without a record, a number or a notice', async () => {
    const scene = new Scene(freshState(), definition);
    const id = created(scene);
    await heard(scene, id, { state: 'STARTED' });
    await runOut(scene, false);
    expect(executionOf(scene, id).status).toBe('Stopped');
    await heard(scene, id, { state: 'STOPPED' });
    expect([...scene.state.items.keys()]).toEqual([]);
    scene.commit(R2, ZOE, 'First release');
    await runOut(scene);
    expect(recordOf(scene, 'orders-1')).toMatchObject({ state: 'succeeded' });
  });

  it('is drafted no change and reaches no environment where nobody heard of its beginning', async () => {
    const scene = new Scene(freshState(), definition);
    const id = created(scene);
    await runOut(scene, false);
    expect(executionOf(scene, id).status).toBe('Failed');
    const stages = scene.state.model.actions.filter(({ execution }) => execution === id).map(({ stage }) => stage);
    expect(new Set(stages)).toEqual(new Set(['Source', 'Build', 'Verify']));
    expect([...scene.state.items.keys()]).toEqual([]);
  });
});
