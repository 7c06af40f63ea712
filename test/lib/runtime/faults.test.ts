import type { Sent } from '../../_helpers/fake-aws/world';
import { restProblems } from '../../_helpers/pipeline-model/invariants';
import { CAROL, freshState, runOut, Scene, type SceneState } from '../../_helpers/pipeline-model/scene';

const DOES = /retry|try|release|check|ask|deploy|restore|look|mend|send|runbook|sign/i;

function named(name: string, message: string, status = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

/** What a service may do instead of answering. */
const FAULTS: Readonly<Record<string, () => unknown>> = {
  throttling: () => {
    throw named('ThrottlingException', 'Rate exceeded');
  },
  'access denied': () => {
    throw named('AccessDeniedException', 'not authorized');
  },
  'time-out': () => {
    throw named('TimeoutError', 'socket hang up', 0);
  },
  'malformed answer': () => ({ garbage: true, Item: { garbage: true }, Items: [{ garbage: true }] }),
};

/** A second release just before a step. */
async function before(step: RegExp, prepare: (scene: Scene) => void = () => undefined): Promise<SceneState> {
  const scene = new Scene(freshState());
  scene.commit('r1', 'Zoe <zoe@example.com>', 'First');
  await runOut(scene);
  scene.commit('r2', 'Alice <alice@example.com>', 'Second');
  for (;;) {
    const kept = structuredClone(scene.state);
    const probe = new Scene(structuredClone(kept));
    prepare(probe);
    const next = (await probe.step()) ?? (scene.answer(CAROL, true) ? 'approve' : 'rest');
    if (step.test(next)) {
      const ready = new Scene(kept);
      prepare(ready);
      return ready.state;
    }
    if (next === 'rest') throw new Error(`No step ${step} came.`);
    if (next !== 'approve') await scene.step();
  }
}

/** Calls that one step makes. */
async function callsOf(state: SceneState): Promise<Sent[]> {
  const scene = new Scene(structuredClone(state));
  await scene.step();
  return scene.world.sent;
}

async function broken(state: SceneState, at: number, fault: () => unknown): Promise<Scene> {
  const scene = new Scene(structuredClone(state));
  let count = 0;
  scene.world.fault = () => (count++ === at ? { answer: fault() } : undefined);
  await scene.step();
  scene.world.fault = () => undefined;
  return scene;
}

function inStage(scene: Scene, stage: string): boolean {
  return scene.model.running().some((run) => run.stage === stage);
}

/** No effect: an answer that nobody reads, a counter that the transaction checks, a freeze of what already runs. */
const harmless = (call: Sent, next: string) =>
  /^(Put|Transact)/.test(call.name) ||
  call.input.Key?.sk === 'COUNTER' ||
  (call.input.Key?.sk === 'FREEZE' && next === 'Prod-rest');

beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

describe.each([
  ['the draft', /^Verify\/Draft/, 'Test'],
  ['the gate', /^Gate\/Check/, 'Prod-one-box'],
  ['the gate of the second wave', /^Gate-rest\/Check/, 'Prod-rest'],
] as const)('%s', (_, step, next) => {
  let state: SceneState;
  let calls: Sent[];
  beforeAll(async () => {
    state = await before(step);
    calls = await callsOf(state);
  });

  it('opens when every service answers', async () => {
    const scene = new Scene(structuredClone(state));
    await scene.step();
    expect(inStage(scene, next)).toBe(true);
    expect(calls.length).toBeGreaterThan(5);
  });

  it.each(Object.keys(FAULTS))('stays closed at %s of any call, and says what to do', async (name) => {
    const open: string[] = [];
    for (const [at, call] of calls.entries()) {
      if (name === 'malformed answer' && harmless(call, next)) continue;
      const scene = await broken(state, at, FAULTS[name]!);
      if (inStage(scene, next)) open.push(`${at} ${call.name} ${JSON.stringify(call.input)}`);
      const failed = scene.state.model.executions.find((one) => one.status === 'Failed');
      if (failed && !DOES.test(failed.summary)) open.push(`says nothing: ${failed.summary}`);
    }
    expect(open).toEqual([]);
  });

  it('loses nothing when it ends badly: every execution is sealed, prod is as it was', async () => {
    const problems: string[] = [];
    for (const at of calls.keys()) {
      const scene = await broken(state, at, FAULTS['access denied']!);
      await runOut(scene);
      await scene.drainNotices();
      problems.push(...restProblems(scene).map((problem) => `${calls[at]!.name}: ${problem}`));
    }
    expect(problems).toEqual([]);
  });
});

describe.each([
  ['the wait', /^machine wait-for-window/, undefined],
  ['the bake', /^machine bake/, undefined],
  [
    'the way back',
    /^machine unwind/,
    (scene: Scene) => (scene.state.alarms['orders-errors-eu-west-2'] = { state: 'ALARM' }),
  ],
  ['the closing', /^Close\/Close/, undefined],
] as const)('%s', (title, step, prepare) => {
  it('is tried again after any fault of any call, and ends as if there had been none', async () => {
    const state = title === 'the way back' ? await failing() : await before(step, prepare as never);
    const calls = await callsOf(state);
    expect(calls.length).toBeGreaterThan(3);
    const problems: string[] = [];
    for (const at of calls.keys()) {
      const scene = await broken(state, at, FAULTS['time-out']!);
      await runOut(scene);
      await scene.drainNotices();
      problems.push(...restProblems(scene).map((problem) => `${calls[at]!.name}: ${problem}`));
    }
    expect(problems).toEqual([]);
  });
});

/** A release whose first wave failed, just before its unwinding looks for the first time. */
async function failing(): Promise<SceneState> {
  const state = await before(/^machine bake/);
  const scene = new Scene(state);
  scene.state.alarms['orders-errors-eu-west-2'] = { state: 'ALARM' };
  for (let turn = 0; turn < 20; turn++) {
    const kept = structuredClone(scene.state);
    if ((await scene.step()) === 'machine unwind') return kept;
  }
  throw new Error('No unwinding came.');
}

describe('notices', () => {
  it.each(Object.keys(FAULTS))('are announced once each in spite of %s at any call', async (name) => {
    const start = new Scene(freshState());
    start.commit('r1', 'Zoe <zoe@example.com>', 'First');
    await runOut(start, false);
    const probe = new Scene(structuredClone(start.state));
    await probe.drainNotices();
    const problems: string[] = [];
    for (const at of probe.world.sent.keys()) {
      const scene = new Scene(structuredClone(start.state));
      let count = 0;
      scene.world.fault = () => (count++ === at ? { answer: FAULTS[name]!() } : undefined);
      await scene.drainNotices();
      await scene.drainNotices();
      problems.push(...restProblems(scene));
      const pending = [...scene.state.items.values()].filter(
        (item) => item.type === 'notice' && item.status !== 'sent',
      );
      if (pending.length) problems.push(`${pending.length} not sent after ${probe.world.sent[at]!.name}`);
    }
    expect(problems).toEqual([]);
  });
});
