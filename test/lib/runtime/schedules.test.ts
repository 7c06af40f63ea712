import { metrics } from '../../../lib/runtime/metrics';
import { notify } from '../../../lib/runtime/notify';
import { record } from '../../../lib/runtime/record';
import { CAROL, freshState, runOut, Scene } from '../../_helpers/pipeline-model/scene';

/** What runs by the clock must not lose what it could not do: it fails aloud, and the next turn does it. */
const denied = () => {
  throw Object.assign(new Error('not authorized'), {
    name: 'AccessDeniedException',
    $metadata: { httpStatusCode: 400 },
  });
};

beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

/** Two releases: one went through, one was refused; the events of their ends were lost. */
async function forgotten(): Promise<Scene> {
  const scene = new Scene(freshState());
  scene.commit('r1', 'Zoe <zoe@example.com>', 'First');
  await runOut(scene);
  for (const revision of ['r2', 'r3']) {
    scene.commit(revision, 'Alice <alice@example.com>', revision);
    await runOut(scene, false);
    scene.answer(CAROL, false);
    scene.model.state.ended.length = 0;
  }
  scene.world.sent.length = 0;
  return scene;
}

describe('metrics', () => {
  it('are put as gauges of the application', async () => {
    const scene = await forgotten();
    await expect(metrics(scene.runtime, {})).resolves.toEqual({ records: 3 });
    const put = scene.world.sent.find((call) => call.name === 'PutMetricDataCommand')!;
    expect(put.input.Namespace).toBe('GuardedEnvironments/Change');
    expect(put.input.MetricData[0]).toMatchObject({ MetricName: 'DeploymentFrequency', Unit: 'Count' });
  });

  it.each(['QueryCommand', 'PutMetricDataCommand'])(
    'fail aloud where %s is denied, and say what to do',
    async (name) => {
      const scene = await forgotten();
      scene.world.fault = (call) => (call.name === name ? denied() : undefined);
      await expect(metrics(scene.runtime, {})).rejects.toThrow(/AccessDenied.*Check the handler's role/);
    },
  );

  it('fail aloud at a record that cannot be read, and measure nothing', async () => {
    const scene = await forgotten();
    const [key, item] = [...scene.state.items].find(([, one]) => one.type === 'change')!;
    scene.state.items.set(key, { ...item, record: '{' });
    await expect(metrics(scene.runtime, {})).rejects.toThrow(/no readable record.*restore the table/);
    expect(scene.world.sent.some((call) => call.name === 'PutMetricDataCommand')).toBe(false);
  });
});

describe('the sweep of records', () => {
  const begun = (scene: Scene) =>
    scene.world.sent
      .filter((call) => call.name === 'StartExecutionCommand' && !call.refused)
      .map(({ input }) => input.name);

  it('begins the way back of every change whose end nobody heard', async () => {
    const scene = await forgotten();
    await expect(record(scene.runtime, { do: 'sweep' })).resolves.toMatchObject({ open: 2, unwound: 2 });
  });

  it('goes on with the others where one fails, and fails aloud', async () => {
    const scene = await forgotten();
    let first = true;
    scene.world.fault = (call) => {
      if (call.name !== 'GetPipelineExecutionCommand' || !first) return undefined;
      first = false;
      return denied();
    };
    await expect(record(scene.runtime, { do: 'sweep' })).rejects.toThrow(/left 1 of 2:.*AccessDenied/);
    expect(begun(scene)).toHaveLength(1);
    scene.world.fault = () => undefined;
    await expect(record(scene.runtime, { do: 'sweep' })).resolves.toMatchObject({ open: 2 });
    expect(new Set(begun(scene)).size).toBe(2);
  });
});

describe('the sweep of notices', () => {
  it('finds those that wait behind hundreds that were sent', async () => {
    const scene = await forgotten();
    await scene.drainNotices();
    const sent = [...scene.state.items.values()].find((item) => item.type === 'notice')!;
    for (let index = 0; index < 700; index++) {
      const sk = `zzz-${index}`;
      scene.state.items.set(`${String(sent.pk)}\u0000${sk}`, { ...sent, sk });
    }
    const notice = JSON.stringify({ ...(JSON.parse(String(sent.notice)) as object), id: 'a' });
    const waiting = { ...sent, sk: 'a', notice, status: 'pending', receipt: undefined, claimedUntil: undefined };
    scene.state.items.set(`${String(sent.pk)}\u0000a`, waiting);
    await notify(scene.runtime, { do: 'sweep' });
    expect(scene.state.items.get(`${String(sent.pk)}\u0000a`)).toMatchObject({ status: 'sent' });
  });
});
