import { renderRecord } from '../../../lib/change/render';
import { type ChangeRecord, recordSchema } from '../../../lib/change/record';
import type { Notice } from '../../../lib/change/notice';
import { session } from '../../_helpers/fake-aws/world';
import type { PipelineDefinition } from '../../_helpers/pipeline-model/definition';
import { CAROL, digestOf, freshState, runOut, Scene } from '../../_helpers/pipeline-model/scene';
import { synthesizedPipeline } from '../../_helpers/pipeline-model/synthesized';

const ALICE = session('ReleaseManager', 'alice@example.com');
const WAVE_2 = 'orders-errors-eu-west-1';

/** An afternoon of a release manager, on the pipeline as the construct makes it and with the real handlers. */
describe('a change on its way', () => {
  let definition: PipelineDefinition;
  let scene: Scene;
  beforeAll(async () => {
    definition = synthesizedPipeline();
    scene = new Scene(freshState(), definition);
    scene.commit('r1', 'Zoe <zoe@example.com>', 'First release');
    await runOut(scene);
  });

  /** What `guarded change show` prints. */
  const page = (change: string) => renderRecord(sealed(scene, change));
  const stages = () => scene.model.running().map((run) => run.stage);

  it('flows to Approve by itself, with a record that says what, why, who, tested how and the way back', async () => {
    scene.commit('r2', 'Alice <alice@example.com>', 'Take orders by phone\n\nCustomers asked for it.');
    await runOut(scene, false);
    expect(stages()).toEqual(['Approve']);
    const text = renderRecord(indexed(scene, 'orders-2'));
    expect(text).toContain('orders-2  VERIFIED');
    expect(text).toContain('Take orders by phone');
    expect(text).toContain('Customers asked for it.');
    expect(text).toContain('Alice <alice@example.com>');
    expect(text).toContain(digestOf('r2'));
    expect(text).toMatch(/Tested\n {2}Build Build: passed/);
    expect(text).toContain('Role orders-fn may newly read the table orders.');
    expect(text).toContain('Stages roll back to orders-1');
  });

  it('is refused with the reason where its author approves it', async () => {
    scene.answer(ALICE, true);
    await runOut(scene, false);
    expect(sealed(scene, 'orders-2').state).toBe('rejected');
    expect(page('orders-2')).toMatch(
      /The gate stayed closed\. alice@example\.com approved a change that they wrote, helped to write or started\./,
    );
    expect(scene.state.deployments.some((one) => one.artifact === digestOf('r2'))).toBe(false);
  });

  it('is accepted where a second person approves it; outside the window it waits and says until when', async () => {
    scene.state.now = Date.parse('2026-11-23T17:00:00Z');
    scene.commit('r3', 'Alice <alice@example.com>', 'Take orders by phone\n\nCustomers asked for it.');
    await runOut(scene, false);
    scene.answer(CAROL, true);
    while (indexed(scene, 'orders-3').state !== 'waiting') await scene.step();
    expect(stages()).toEqual(['Gate']);
    expect(renderRecord(indexed(scene, 'orders-3'))).toMatch(
      /^orders-3 {2}WAITING\n.*\nWaiting until 2026-11-24 09:00:00 UTC\. The window is shut until Tue 24 Nov 2026 09:00 GMT/,
    );
    while (!stages().includes('Prod-one-box')) await scene.step();
    expect(new Date(scene.state.now).toISOString()).toBe('2026-11-24T09:00:00.000Z');
  });

  it('is taken out of both waves when an alarm fires in the second', async () => {
    while (!scene.state.deployments.some((one) => one.stage === 'Prod-rest' && one.artifact === digestOf('r3')))
      await scene.step();
    scene.state.alarms[WAVE_2] = { state: 'ALARM' };
    await runOut(scene);
    expect(sealed(scene, 'orders-3').waves.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
      'Prod-one-box rolled back',
      'Prod-rest rolled back',
    ]);
    for (const stage of ['Prod-one-box', 'Prod-rest'])
      expect(scene.state.deployments.findLast((one) => one.stage === stage)!.artifact).toBe(digestOf('r1'));
  });

  it('tells everyone, once each', async () => {
    await scene.streamNotices();
    const told = notices(scene).filter((notice) => notice.change === 'orders-3');
    expect(new Set(told.map((notice) => notice.id)).size).toBe(told.length);
    const texts = told.map((notice) => notice.text.split('\n')[0]);
    expect(texts).toEqual([
      expect.stringMatching(/^Verified/),
      expect.stringMatching(/^carol@example\.com approved as ReleaseManager/),
      expect.stringMatching(/^Waiting until/),
      expect.stringMatching(/^The gate opened/),
      'Prod-one-box is being deployed.',
      'Prod-one-box is healthy.',
      expect.stringMatching(/^The gate opened/),
      'Prod-rest is being deployed.',
      expect.stringMatching(/^Prod-rest failed\. Rollback alarm: orders-errors-eu-west-1/),
      expect.stringMatching(/^Prod-rest is rolled back/),
      expect.stringMatching(/^Prod-one-box is rolling back/),
      expect.stringMatching(/^Prod-one-box is rolled back/),
      expect.stringMatching(/^Closed: rolled back/),
    ]);
  });

  it('leaves a record that tells the whole story', () => {
    const text = page('orders-3');
    expect(text).toMatch(
      /^orders-3 {2}ROLLED BACK\nTake orders by phone\nRolled back: Prod-one-box, Prod-rest\. Prod-rest failed\. Rollback alarm:/,
    );
    const happened = [
      'Started by a push',
      'Verified: the proof says proved; 1 commit',
      'Test: Deploy-eu-west-2 passed.',
      'carol@example.com approved as ReleaseManager. Fine.',
      'Waiting until 2026-11-24 09:00:00 UTC.',
      'The gate opened. The window is open until Tue 24 Nov 2026 16:00 GMT',
      'Approved by carol@example.com, without a part in writing or starting the change.',
      'Prod-one-box is deployed and watched.',
      'Prod-one-box is healthy.',
      'Prod-rest is deployed and watched.',
      'Prod-rest failed. Rollback alarm: orders-errors-eu-west-1 (eu-west-1) ALARM.',
      'Prod-rest is rolled back. Returned to orders-1',
      'Prod-one-box is rolled back. Returned to orders-1',
      'Closed: rolled back.',
    ];
    const places = happened.map((one) => text.indexOf(one, text.indexOf('What happened')));
    expect(happened.filter((_, index) => places[index]! < 0)).toEqual([]);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

/** The sealed record of a change, from the write-once store. */
function sealed(scene: Scene, change: string): ChangeRecord {
  const all = [...scene.state.objects].filter(([key]) => key.endsWith('/record.json')).map(([, text]) => text);
  return all.map((text) => recordSchema.parse(JSON.parse(text))).find((one) => one.change === change)!;
}

/** The record of a change as the index has it. */
function indexed(scene: Scene, change: string): ChangeRecord {
  const items = [...scene.state.items.values()].filter((item) => item.type === 'change');
  return items.map((item) => recordSchema.parse(JSON.parse(String(item.record)))).find((one) => one.change === change)!;
}

function notices(scene: Scene): Notice[] {
  const published = scene.world.sent.filter((call) => call.name === 'PublishCommand' && !call.refused);
  return published.map((call) => JSON.parse((JSON.parse(call.input.Message) as { lambda: string }).lambda) as Notice);
}
