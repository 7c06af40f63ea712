import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ChangeControl, type ChangeControlProps } from '../../../constructs/change';
import { changePolicy } from '../../../constructs/change/policy';
import { policySchema } from '../../../lib/change/policy';
import { HANDLERS as NAMES, type HandlerName } from '../../../lib/change/wiring';
import { freeze } from '../../../lib/runtime/freeze';
import { metrics } from '../../../lib/runtime/metrics';
import { notify } from '../../../lib/runtime/notify';
import type { Runtime } from '../../../lib/runtime/runtime';
import { readSettings } from '../../../lib/runtime/settings';
import { type Sent, SLO, session } from '../../_helpers/fake-aws/world';
import { freshState, HANDLERS, runOut, Scene } from '../../_helpers/pipeline-model/scene';
import { type Document, lacking, type Needed, neededBy, ResolvedStack, unused } from '../../_helpers/role-policy';
import { folder } from '../pipeline/fixture';

const TOOLING = { account: '222222222222', region: 'eu-west-2' };
const CAROL = session('ReleaseManager', 'carol@example.com');
const target = (region: string) => ({ account: '333333333333', region, alarms: [`orders-errors-${region}`] });
const props: ChangeControlProps = {
  application: 'orders',
  window: {
    timeZone: 'Europe/London',
    open: [{ days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], opens: '09:00', closes: '16:00' }],
    calendars: ['freezes'],
  },
  waves: [
    { name: 'one-box', targets: [target('eu-west-2')] },
    { name: 'rest', targets: [target('eu-west-1')] },
  ],
  bakeMinutes: 1,
  approvers: [{ persona: 'ReleaseManager' }],
  availabilityObjective: 99.98,
  serviceLevelObjectives: [SLO],
  identities: { '@example.com': '=', 'noreply@github.com': 'machine' },
};

const stack = new Stack(new App({ outdir: folder() }), 'Change', { env: TOOLING });
new ChangeControl(stack, 'Control', props);
const deployed = new ResolvedStack(Template.fromStack(stack).toJSON().Resources, TOOLING);
const policy = policySchema.parse(changePolicy(props));
const policies = (name: string) => deployed.policiesOf(`orders-${name}-function`);

/** Rights of every function besides those of its calls: its log, its traces, its dead-letter queue, its variables. */
const OWN = /^(logs|xray|sqs):|^kms:|^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)$/;

/** A handler with the settings that its function is deployed with. */
function as(name: HandlerName, runtime: Runtime): Runtime {
  return { ...runtime, settings: readSettings(deployed.environmentOf(`orders-${name}`), policy) };
}

const original = { ...HANDLERS };
beforeAll(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  for (const name of Object.keys(original))
    HANDLERS[name] = (runtime, event) => original[name]!(as(name as HandlerName, runtime), event);
});
afterAll(() => void Object.assign(HANDLERS, original));

async function line(scene: Scene, deed: string, more: object = {}): Promise<void> {
  scene.world.actor = 'freeze';
  const body = JSON.stringify({ do: deed, application: 'orders', reason: 'To see.', ...more });
  const answer = await freeze(as('freeze', scene.runtime), {
    requestContext: { accountId: '222222222222', authorizer: { iam: { userArn: CAROL } } },
    body,
  });
  expect([deed, answer.statusCode]).toEqual([deed, 200]);
}

async function announce(scene: Scene): Promise<void> {
  scene.world.actor = 'notify';
  const runtime = as('notify', scene.runtime);
  let refused = false;
  scene.world.fault = ({ name }) => {
    if (name !== 'PublishCommand' || refused) return undefined;
    refused = true;
    throw Object.assign(new Error('no'), { name: 'AuthorizationErrorException', $metadata: { httpStatusCode: 403 } });
  };
  await notify(runtime, { do: 'sweep' }).catch(() => undefined);
  scene.world.fault = () => undefined;
  const claimed = [...scene.state.items.values()].find((item) => item.type === 'notice')!;
  scene.state.items.set(`${String(claimed.pk)}\u0000${String(claimed.sk)}`, { ...claimed, status: 'sending' });
  await notify(runtime, { Records: [{ EventSource: 'aws:sns', Sns: { Message: String(claimed.notice) } }] });
  await notify(runtime, { do: 'sweep' });
}

const THIRD = '3'.repeat(40);

/** A newer change would take the place of one that waits, and somebody answered before. */
async function replaced(scene: Scene, older: string): Promise<void> {
  const newer = scene.commit('r4', 'Alice <alice@example.com>', 'Fourth');
  while (!scene.state.objects.has(`drafts/orders/${newer}.json`)) await scene.step();
  const key = `drafts/orders/${newer}.json`;
  const draft = JSON.parse(scene.state.objects.get(key)!) as { commits: object[] };
  scene.state.objects.set(
    key,
    JSON.stringify({ ...draft, commits: [...draft.commits, { ...draft.commits[0], id: THIRD }] }),
  );
  await runOut(scene, false);
  const detail = { pipeline: 'orders', 'execution-id': newer, action: 'Page', state: 'SUCCEEDED' };
  const before = structuredClone(scene.state.model.executions.find(({ id }) => id === older));
  await scene.call('record', { source: 'aws.codepipeline', detail });
  expect(before).toMatchObject({ status: 'InProgress' });
  await runOut(scene, false);
}

/** Everything that change control does, in one life of an application; gives each call with the handler that made it. */
async function life(): Promise<Sent[]> {
  const scene = new Scene(freshState(), undefined, policy);
  scene.commit('r1', 'Zoe <zoe@example.com>', 'First');
  await runOut(scene);
  scene.state.now = Date.parse('2026-11-23T17:00:00Z');
  await line(scene, 'freeze');
  scene.state.now += 1000;
  await line(scene, 'unfreeze');
  const second = scene.commit('r2', 'Alice <alice@example.com>', 'Second');
  await runOut(scene, false);
  scene.answer(CAROL, true);
  scene.state.crashAfter = 1;
  const inWave2 = () => scene.state.deployments.some((one) => one.stage === 'Prod-rest' && one.execution === second);
  scene.state.alarms['orders-errors-eu-west-2'] = { state: 'INSUFFICIENT_DATA' };
  while (scene.model.state.latest['Prod-one-box']?.execution !== second) await scene.step();
  scene.state.now += 2 * 3_600_000; // the build waits so long that time is asked anew
  while (!scene.world.sent.some(({ input }) => /inconclusive/.test(String(input.Body)))) await scene.step();
  await line(scene, 'continue', { number: 2 });
  while (!inWave2()) await scene.step();
  scene.state.alarms['orders-errors-eu-west-1'] = { state: 'ALARM' };
  await runOut(scene);
  const third = scene.commit(THIRD, 'Alice <alice@example.com>', 'Third');
  await runOut(scene, false);
  await replaced(scene, third);
  scene.answer(CAROL, false);
  scene.model.state.ended.length = 0; // the event of the end is lost, so that the sweep finds it
  await scene.call('record', { do: 'sweep' });
  const [run] = scene.model.state.actions;
  await scene.call('record', { 'CodePipeline.job': { id: `job-${run!.id}`, data: 'malformed' } });
  await announce(scene);
  scene.world.actor = 'metrics';
  await metrics(as('metrics', scene.runtime), {});
  return scene.world.sent;
}

/**
 * A writer died between a page that seals a change and the index; whoever comes next finishes what it began. Gives the
 * calls of each handler that may be the next.
 */
async function takeOver(): Promise<Sent[]> {
  const baking = new Scene(freshState(), undefined, policy);
  const execution = baking.commit('r1', 'Zoe <zoe@example.com>', 'First');
  while (!baking.model.running().some((run) => run.action === 'Bake')) {
    if (!(await baking.step())) baking.answer(CAROL, true);
  }
  await baking.call('record', {
    source: 'aws.codepipeline',
    detail: { pipeline: 'orders', 'execution-id': execution },
  });
  const keys = [...baking.state.objects.keys()].filter((key) => /records.*\/0\d+\.json$/.test(key));
  const page = keys.length + 1;
  const at = '2026-11-23T10:00:00.000Z';
  const wave = { kind: 'wave', id: 'w', at, stage: 'Prod-one-box', state: 'not rolled back', reason: 'x' };
  const events = [wave, { kind: 'sealed', id: 'sealed', at, outcome: 'rolled back', reason: 'x' }];
  baking.state.objects.set(
    keys[0]!.replace(/\d+\.json$/, `${String(page).padStart(4, '0')}.json`),
    JSON.stringify({ version: 1, change: 'orders-1', execution, page, events }),
  );
  const four = { application: 'orders', pipeline: 'orders', execution, digest: 'sha256:0' };
  const configuration = { UserParameters: JSON.stringify(four) };
  const job = { id: `job-${baking.model.running()[0]!.id}`, data: { actionConfiguration: { configuration } } };
  const startedAt = at;
  const detail = { pipeline: 'orders', 'execution-id': execution };
  const next: Record<string, (scene: Scene) => Promise<unknown>> = {
    gate: (scene) => scene.call('gate', { 'CodePipeline.job': job }),
    'wait-for-window': (scene) => scene.call('wait-for-window', four),
    admit: (scene) => scene.call('admit', { ...four, stage: 'Prod-one-box' }),
    bake: (scene) => scene.call('bake', { input: { ...four, stage: 'Prod-one-box' }, startedAt }),
    record: (scene) => scene.call('record', { source: 'aws.codepipeline', detail }),
    unwind: (scene) => {
      scene.model.execution(execution).status = 'Failed';
      return scene.call('unwind', { detail });
    },
    freeze: (scene) => line(scene, 'rollback', { number: 1 }),
  };
  const sent = await Promise.all(
    Object.values(next).map(async (call) => {
      const scene = new Scene(structuredClone(baking.state), undefined, policy);
      await call(scene);
      expect(scene.state.items.has('OPEN#orders\u0000CHANGE#00000001')).toBe(false);
      return scene.world.sent;
    }),
  );
  return sent.flat();
}

let needed: Record<string, Needed[]>;
beforeAll(async () => {
  const calls = [...(await life()), ...(await takeOver())];
  needed = Object.fromEntries(
    NAMES.map((name) => [
      name,
      distinct(
        calls.filter((call) => call.actor === name).flatMap((call) => neededBy(call, TOOLING, deployed.keyArn())),
      ),
    ]),
  );
});

describe.each([...NAMES])('the role of %s', (name) => {
  it('allows every call that the handler makes', () => {
    expect(needed[name]!.length).toBeGreaterThan(0);
    expect(lacking(needed[name]!, policies(name))).toEqual([]);
  });

  it('allows nothing that no call needs', () => {
    expect(unused(needed[name]!, policies(name), OWN)).toEqual([]);
  });

  it('is missed in each of its rights', () => {
    const actions = [...new Set(needed[name]!.map(({ action }) => action))];
    for (const action of actions) {
      const without = policies(name).map((document) => takeAway(document, action));
      expect([action, lacking(needed[name]!, without).some((right) => right.startsWith(action))]).toEqual([
        action,
        true,
      ]);
    }
  });
});

function distinct(rights: readonly Needed[]): Needed[] {
  return [...new Map(rights.map((right) => [JSON.stringify(right), right])).values()];
}

/** The document without one action. */
function takeAway(document: Document, action: string): Document {
  const Statement = document.Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((one) => one !== action),
  }));
  return { ...document, Statement };
}
