import { renderRecord } from '../../../lib/change/render';
import { recordSchema } from '../../../lib/change/record';
import { CAROL, digestOf, freshState, runOut, Scene } from '../../_helpers/pipeline-model/scene';

function sealed(scene: Scene) {
  return [...scene.state.objects]
    .filter(([key]) => key.endsWith('record.json'))
    .map(([, text]) => recordSchema.parse(JSON.parse(text)));
}

async function released(): Promise<Scene> {
  const scene = new Scene(freshState());
  scene.commit('r1', 'Alice <alice@example.com>', 'First');
  await runOut(scene);
  return scene;
}

describe('a change on its way', () => {
  it('flows to Approve by itself, is released, and its record tells the story', async () => {
    const scene = new Scene(freshState());
    scene.commit('r1', 'Alice <alice@example.com>', 'Take orders\n\nCustomers asked for it.');
    await runOut(scene, false);
    expect(scene.model.running().map((run) => run.stage)).toEqual(['Approve']);
    scene.answer(CAROL, true);
    await runOut(scene);
    const [record] = sealed(scene);
    expect(record).toMatchObject({ change: 'orders-1', state: 'succeeded' });
    expect(scene.state.deployments.map((one) => one.artifact)).toEqual([digestOf('r1'), digestOf('r1')]);
    console.log(renderRecord(record!));
  });

  it('rolls both waves back when an alarm fires in the second', async () => {
    const scene = await released();
    const id = scene.commit('r2', 'Alice <alice@example.com>', 'Second');
    await runOut(scene, false);
    scene.answer(CAROL, true);
    while (!scene.state.deployments.some((one) => one.stage === 'Prod-rest' && one.execution === id))
      await scene.step();
    scene.state.alarms['orders-errors-eu-west-1'] = { state: 'ALARM' };
    const steps = await runOut(scene);
    console.log(steps.join('\n'));
    console.log(renderRecord(sealed(scene)[1]!));
    expect(sealed(scene)[1]).toMatchObject({ state: 'rolled back' });
  });
});
