import { admit, type AdmissionAnswer } from '../../../lib/runtime/admit';
import { findChange } from '../../../lib/runtime/change-store';
import { append } from '../../../lib/runtime/ledger';
import { retryStage } from '../../_helpers/pipeline-model/by-hand';
import { HAND_WRITTEN, type StageDefinition } from '../../_helpers/pipeline-model/definition';
import { fakeRuntime, fakeWorld, type Sent } from '../../_helpers/fake-aws/world';
import { explore } from '../../_helpers/pipeline-model/explore';
import { restProblems } from '../../_helpers/pipeline-model/invariants';
import {
  CAROL,
  digestOf,
  freshState,
  HANDLERS,
  runOut,
  Scene,
  type SceneState,
} from '../../_helpers/pipeline-model/scene';
import { copyState } from '../../_helpers/pipeline-model/scene-state';

const DOES = /retry|try|release|check|ask|deploy|restore|look|mend|send|runbook|sign/i;
const WAVE_1 = 'orders-errors-eu-west-2';
const LANE = 'APPLICATION#orders\u0000LANE';

beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

/** The question of the deploy action that runs. */
function question(scene: Scene): Record<string, string> {
  const run = scene.model.running().find((one) => one.stage.startsWith('Prod-'))!;
  const { variableId, variables } = scene.model.execution(run.execution);
  const digest = String(variables['Verify.DIGEST']);
  return { application: 'orders', pipeline: 'orders', execution: variableId, digest, stage: run.stage };
}

/** Goes on to the moment when a deploy action of a wave runs. */
async function untilDeploy(scene: Scene, stage = 'Prod-one-box'): Promise<Scene> {
  for (let turn = 0; turn < 100; turn++) {
    if (scene.model.running().some((run) => run.stage === stage && run.provider === 'CodeBuild')) return scene;
    if (!(await scene.step())) scene.answer(CAROL, true);
  }
  throw new Error(`No deployment to ${stage} came.`);
}

/** The very first release at its first deployment: nothing that a stage could return to, so stages can be retried. */
async function first(): Promise<Scene> {
  const scene = new Scene(freshState());
  scene.commit('r1', 'Alice <alice@example.com>', 'First');
  return untilDeploy(scene);
}

/** The same after its bake failed, before anybody heard of it. */
async function failed(): Promise<Scene> {
  const scene = await first();
  scene.state.alarms[WAVE_1] = { state: 'ALARM' };
  while (scene.model.state.executions[0]!.status === 'InProgress') await scene.step();
  return scene;
}

const ask = async (scene: Scene, more: object = {}): Promise<AdmissionAnswer> =>
  admit(scene.runtime, { ...question(scene), ...more });
const deployments = (scene: Scene) => scene.state.deployments.map((one) => `${one.execution} ${one.stage}`);
const retry = (scene: Scene, mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS' = 'ALL_ACTIONS') =>
  retryStage(scene.model, scene.model.state.executions[0]!.id, mode);

describe('the admission', () => {
  it('answers with what it was asked, and the same however often', async () => {
    const scene = await first();
    const asked = question(scene);
    const answers = [await ask(scene), await ask(scene), await ask(scene)];
    expect(answers[0]).toEqual({
      ...asked,
      verdict: 'pass',
      rollback: false,
      excused: true,
      reason: expect.any(String) as string,
    });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    const pages = [...scene.state.objects.keys()].filter((key) => /\/\d{4}\.json$/.test(key));
    await ask(scene);
    expect([...scene.state.objects.keys()].filter((key) => /\/\d{4}\.json$/.test(key))).toEqual(pages);
  });

  it('is what the record of a deployment stands on: it can no longer be sealed as if prod had not been touched', async () => {
    const scene = await first();
    await ask(scene);
    const item = [...scene.state.items.values()].find((one) => one.type === 'change')!;
    expect(JSON.parse(String(item.record))).toMatchObject({ state: 'deploying', waves: [{ stage: 'Prod-one-box' }] });
  });

  it('lets a retry through while the change is open, and the unwinding that began to look then leaves it alone', async () => {
    const before = await failed();
    expect(retry(before)).toBe(true);
    const scene = new Scene(before.state);
    scene.state.alarms[WAVE_1] = { state: 'OK' };
    await runOut(scene);
    expect(deployments(scene)).toEqual(['exec-1 Prod-one-box', 'exec-1 Prod-one-box', 'exec-1 Prod-rest']);
    expect(scene.model.state.executions[0]!.status).toBe('Succeeded');
    expect(restProblems(scene)).toEqual([]);
  });

  it('refuses a retry after the way back began', async () => {
    const scene = await failed();
    while ((await scene.step()) !== 'machine unwind');
    expect(retry(scene)).toBe(true);
    await runOut(scene);
    expect(deployments(scene)).toEqual(['exec-1 Prod-one-box']);
    expect(scene.model.state.executions[0]!.summary).toMatch(/on its way back out of prod\. Start a new release/);
    expect(restProblems(scene)).toEqual([]);
  });

  it('refuses a retry after the change was sealed', async () => {
    const scene = await failed();
    await runOut(scene);
    expect(retry(scene)).toBe(true);
    await runOut(scene);
    expect(deployments(scene)).toEqual(['exec-1 Prod-one-box']);
    expect(scene.model.state.executions[0]!.summary).toMatch(
      /is sealed \(rolled back\) and must not be deployed again/,
    );
    expect(restProblems(scene)).toEqual([]);
  });

  it('refuses a retry while another release has prod to itself', async () => {
    const scene = await failed();
    await runOut(scene);
    scene.state.alarms[WAVE_1] = { state: 'OK' };
    scene.commit('r2', 'Bob <bob@example.com>', 'Second');
    while (!scene.state.items.has(LANE)) if (!(await scene.step())) scene.answer(CAROL, true);
    expect(retry(scene)).toBe(true);
    await runOut(scene);
    expect(deployments(scene).slice(1)).toEqual([expect.stringMatching(/^exec-\d+ Prod-one-box$/), expect.any(String)]);
    expect(deployments(scene).slice(1)).not.toContain('exec-1 Prod-one-box');
    expect(restProblems(scene)).toEqual([]);
  });

  it.each<[string, string, boolean]>([
    ['Second', 'an ordinary release after a first: every alarm may stop it', false],
    ['Mend\n\nIncident: 7', 'a fix', true],
  ])('says of %j whether alarms that fire are excused: %s', async (message, _what, excused) => {
    const scene = await first();
    await runOut(scene);
    scene.commit('r2', 'Bob <bob@example.com>', message);
    await untilDeploy(scene);
    expect(await ask(scene)).toMatchObject({ verdict: 'pass', rollback: false, excused });
  });

  it('refuses a retry outside the window', async () => {
    const scene = await failed();
    expect(retry(scene)).toBe(true);
    scene.timeIs(Date.parse('2026-11-23T17:00:00Z'));
    expect(await ask(scene)).toMatchObject({
      verdict: 'refuse',
      reason: expect.stringMatching(/window is shut until/),
    });
  });

  it('lets a rollback pass, whichever id it carries, though its release is sealed and without the lane', async () => {
    const scene = await first();
    await runOut(scene);
    scene.commit('r2', 'Bob <bob@example.com>', 'Second');
    await untilDeploy(scene);
    scene.state.alarms[WAVE_1] = { state: 'ALARM' };
    while (scene.model.state.executions.at(-1)!.type !== 'ROLLBACK') await scene.step();
    const back = scene.model.state.executions.at(-1)!;
    for (const execution of [back.id, back.target])
      expect(await ask(scene, { execution })).toMatchObject({
        verdict: 'pass',
        rollback: true,
        reason: 'A rollback is not held up.',
      });
    const [, second] = scene.model.state.executions;
    expect(await ask(scene, { execution: second!.id, digest: digestOf('r2') })).toMatchObject({ verdict: 'refuse' });
  });
});

/** The first wave with two targets, of which the second fails: its artifact is not what was approved. */
async function oneOfTwoFailed(): Promise<Scene> {
  const twice = (stage: StageDefinition): StageDefinition => ({
    ...stage,
    Actions: [{ ...stage.Actions[0]!, Name: 'Deploy-other' }, ...stage.Actions],
  });
  const Stages = HAND_WRITTEN.Stages.map((stage) => (stage.Name === 'Prod-one-box' ? twice(stage) : stage));
  const scene = new Scene(freshState(), { ...HAND_WRITTEN, Stages });
  scene.commit('r1', 'Alice <alice@example.com>', 'First');
  await untilDeploy(scene);
  await scene.step();
  const [execution] = scene.model.state.executions;
  const { artifact } = execution!;
  execution!.artifact = digestOf('evil');
  await scene.step();
  scene.model.revived(execution!.id).artifact = artifact;
  expect([scene.model.state.executions[0]!.status, deployments(scene)]).toEqual(['Failed', ['exec-1 Prod-one-box']]);
  return scene;
}

describe('one target of two failed, and what failed is retried', () => {
  it('goes on while the change is open: that target alone is deployed to', async () => {
    const before = await oneOfTwoFailed();
    expect(retry(before, 'FAILED_ACTIONS')).toBe(true);
    const scene = new Scene(before.state, before.model.definition);
    await runOut(scene);
    expect(deployments(scene)).toEqual(['exec-1 Prod-one-box', 'exec-1 Prod-one-box', 'exec-1 Prod-rest']);
    expect(restProblems(scene)).toEqual([]);
  });

  it('deploys nothing once the way back began', async () => {
    const before = await oneOfTwoFailed();
    while ((await before.step()) !== 'machine unwind');
    expect(retry(before, 'FAILED_ACTIONS')).toBe(true);
    const scene = new Scene(before.state, before.model.definition);
    await runOut(scene);
    expect(deployments(scene)).toEqual(['exec-1 Prod-one-box']);
    expect(restProblems(scene)).toEqual([]);
  });
});

describe('a retry between what the unwinding writes down and what it does', () => {
  it('keeps it from rolling back beside it, deploys nothing, and is then taken back itself', async () => {
    const Stages = HAND_WRITTEN.Stages.map(({ OnFailure: _, ...stage }) => stage);
    const scene = new Scene(freshState(), { ...HAND_WRITTEN, Stages });
    scene.commit('r1', 'Alice <alice@example.com>', 'First');
    await runOut(scene);
    scene.commit('r2', 'Alice <alice@example.com>', 'Second');
    await untilDeploy(scene);
    scene.state.alarms[WAVE_1] = { state: 'ALARM' };
    const id = scene.model.state.executions.at(-1)!.id;
    const { faultAfter } = scene.world;
    let rolledBackBefore: boolean | undefined;
    scene.world.faultAfter = (call) => {
      faultAfter?.(call);
      if (rolledBackBefore !== undefined || !/unwound:.*:begun/.test(String(call.input.Body))) return;
      rolledBackBefore = scene.world.sent.some(({ name }) => name === 'RollbackStageCommand');
      expect(retryStage(scene.model, id, 'ALL_ACTIONS')).toBe(true);
    };
    while (rolledBackBefore === undefined) await scene.step();
    expect(rolledBackBefore).toBe(false);
    expect(scene.world.sent.some(({ name }) => name === 'RollbackStageCommand')).toBe(false);
    scene.state.alarms[WAVE_1] = { state: 'OK' };
    await runOut(scene);
    expect(deployments(scene).slice(2)).toEqual([
      `${id} Prod-one-box`,
      expect.stringMatching(/^back-\d+ Prod-one-box$/),
    ]);
    expect(restProblems(scene)).toEqual([]);
  });
});

/** Its stages have nothing to return to, so that they can be retried long after they failed. */
describe('an alarm and a retry at every moment of a first release', () => {
  const handlers = { ...HANDLERS };
  afterEach(() => void Object.assign(HANDLERS, handlers));

  async function everywhere() {
    const scene = new Scene(freshState());
    scene.commit('r2', 'Alice <alice@example.com>', 'First');
    const disturbances = ['alarm in wave 1', 'retry of the whole stage'];
    return explore(scene.state, { depth: 2, definition: HAND_WRITTEN, disturbances });
  }

  it('deploy nothing that is sealed, stopped or without prod to itself', async () => {
    const { problems, states } = await everywhere();
    expect(problems).toEqual([]);
    expect(states).toBeGreaterThan(100);
  });

  it('are noticed where the admission always passes', async () => {
    HANDLERS.admit = async (_, event) => ({ ...(event as object), verdict: 'pass', reason: '' });
    const found = (await everywhere()).problems.join('\n');
    expect(found).toMatch(/exec-1 in Prod-one-box: its record is sealed/);
    expect(found).toMatch(/exec-1 in Prod-one-box: without having prod to itself/);
  });
});

describe('a bake after the way back began', () => {
  it('fails: a deployment that was admitted just before it has nothing left to prove', async () => {
    const scene = await first();
    const asked = question(scene);
    while (!scene.model.running().some((run) => run.action === 'Bake')) await scene.step();
    const event = { input: asked, startedAt: new Date(scene.state.now).toISOString() };
    expect(await scene.call('bake', event)).toMatchObject({ verdict: 'watching' });
    const record = (await findChange(scene.runtime, asked.execution!))!;
    const mark = {
      kind: 'wave',
      id: 'unwound:Prod-one-box:begun',
      at: event.startedAt,
      stage: 'Prod-one-box',
    } as const;
    await append(scene.runtime, record, [{ ...mark, state: 'rolling back', reason: 'x' }]);
    expect(await scene.call('bake', event)).toMatchObject({
      verdict: 'failed',
      reason: 'orders-1 is on its way back out of prod.',
    });
  });
});

function named(name: string, message: string, status = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

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

/** Answers that nobody reads: what is written shows at the next look. */
const unread = (call: Sent) => /^(Put|Transact)/.test(call.name);

describe.each([
  ['a first deployment', first],
  [
    'a retry',
    async () => {
      const scene = await failed();
      retry(scene);
      return scene;
    },
  ],
])('the admission of %s', (_, prepare) => {
  let state: SceneState;
  let calls: Sent[];
  beforeAll(async () => {
    state = (await prepare()).state;
    const scene = new Scene(copyState(state));
    expect(await ask(scene)).toMatchObject({ verdict: 'pass' });
    calls = scene.world.sent;
  });

  it.each(Object.keys(FAULTS))(
    'at %s of any call: nothing is deployed, and the message says what to do',
    async (name) => {
      const wrong: string[] = [];
      expect(calls.length).toBeGreaterThan(8);
      for (const [at, call] of calls.entries()) {
        if (name === 'malformed answer' && unread(call)) continue;
        const scene = new Scene(copyState(state));
        let count = 0;
        scene.world.fault = () => (count++ === at ? { answer: FAULTS[name]!() } : undefined);
        const told = await ask(scene).then(
          ({ verdict, reason }) => (verdict === 'pass' ? 'passed' : reason),
          (error: Error) => error.message,
        );
        if (told === 'passed' || !DOES.test(told))
          wrong.push(`${at} ${call.name} ${JSON.stringify(call.input)}: ${told}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('ends well after a crash at any of its writes: the script asks again', async () => {
    const writes = calls.filter(unread).length;
    expect(writes).toBeGreaterThan(0);
    for (let crashAfter = 1; crashAfter <= writes; crashAfter++) {
      const scene = new Scene({ ...copyState(state), crashAfter });
      const before = scene.state.deployments.length;
      await scene.step();
      expect(scene.state.deployments).toHaveLength(before + 1);
    }
  });

  it('that never answers ends the release, with everything taken back and sealed', async () => {
    const scene = new Scene(copyState(state));
    const before = scene.state.deployments.length;
    scene.world.fault = ({ actor }) => {
      if (actor === 'admit') throw named('ThrottlingException', 'Rate exceeded');
      return undefined;
    };
    await runOut(scene);
    expect(scene.state.deployments.slice(before).filter((one) => one.type === 'STANDARD')).toEqual([]);
    expect(scene.model.state.executions[0]!.summary).toMatch(
      /Rate exceeded\. The service is busy; release or ask again/,
    );
    scene.world.fault = () => undefined;
    await scene.drainNotices();
    expect(restProblems(scene)).toEqual([]);
  });
});

describe('a malformed or forged question', () => {
  const right = {
    ...{ application: 'orders', pipeline: 'orders', execution: 'exec-1' },
    ...{ digest: digestOf('r1'), stage: 'Prod-one-box' },
  };
  it.each<[string, unknown]>([
    ...[null, {}, [], 'text', 7, { detail: {} }, { 'CodePipeline.job': {} }].map((one): [string, unknown] => [
      JSON.stringify(one),
      one,
    ]),
    ['another application', { ...right, application: 'parcels' }],
    ['another pipeline', { ...right, pipeline: 'parcels' }],
    ['a key more', { ...right, verdict: 'pass' }],
    ['no stage', { ...right, stage: undefined }],
    ['an empty stage', { ...right, stage: '' }],
    ['an execution that is a path', { ...right, execution: '../../x' }],
    ['a huge digest', { ...right, digest: 'x'.repeat(1000) }],
  ])('is answered by nobody: %s', async (_, event) => {
    const world = fakeWorld();
    await expect(admit(fakeRuntime(world), event)).rejects.toThrow();
    expect(world.sent).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['another digest', { digest: digestOf('evil') }, /The digest changed/],
    ['a digest that is none', { digest: 'DIGEST' }, /is no digest/],
    ['a stage that is no wave', { stage: 'Close' }, /The policy knows no wave of stage Close/],
  ])('is refused: %s', async (_, more, reason) => {
    expect(await ask(await first(), more)).toMatchObject({
      verdict: 'refuse',
      reason: expect.stringMatching(reason) as string,
    });
  });

  it('about a wave that it is not in is answered by nobody', async () => {
    await expect(ask(await first(), { stage: 'Prod-rest' })).rejects.toThrow(
      /being deployed in Prod-rest\. Release again/,
    );
  });

  it('about an execution that is not there is answered by nobody', async () => {
    await expect(ask(await first(), { execution: 'exec-99' })).rejects.toThrow(/exec-99/);
  });
});
