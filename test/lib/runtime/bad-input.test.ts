import { draftSchema } from '../../../lib/change/draft';
import { capped, verifiedOf } from '../../../lib/change/verified';
import { bake } from '../../../lib/runtime/bake';
import { freeze } from '../../../lib/runtime/freeze';
import { gate } from '../../../lib/runtime/gate';
import { notify } from '../../../lib/runtime/notify';
import { record } from '../../../lib/runtime/record';
import { readSettings, localPolicy } from '../../../lib/runtime/settings';
import { unwind } from '../../../lib/runtime/unwind';
import { waitForWindow } from '../../../lib/runtime/wait-for-window';
import { fakeRuntime, fakeWorld, session, testPolicy } from '../../_helpers/fake-aws/world';
import { CAROL, digestOf, freshState, runOut, Scene } from '../../_helpers/pipeline-model/scene';

beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

const MALFORMED = [
  null,
  {},
  [],
  'text',
  7,
  { detail: {} },
  { 'CodePipeline.job': {} },
  { Records: [{}] },
  { do: 'everything' },
];

describe('malformed events', () => {
  const handlers = { gate, 'wait-for-window': waitForWindow, bake, unwind, record, notify };
  it.each(Object.entries(handlers))('do nothing in %s', async (_, handler) => {
    for (const event of MALFORMED) {
      const world = fakeWorld();
      await expect(handler(fakeRuntime(world), event)).rejects.toThrow();
      expect(world.sent).toEqual([]);
    }
  });

  it('get a refusal from freeze, which people call', async () => {
    for (const event of MALFORMED) {
      const world = fakeWorld();
      expect((await freeze(fakeRuntime(world), event)).statusCode).toBe(403);
      expect(world.sent).toEqual([]);
    }
  });
});

function job(parameters: unknown): unknown {
  const UserParameters = typeof parameters === 'string' ? parameters : JSON.stringify(parameters);
  return { 'CodePipeline.job': { id: 'job-1', data: { actionConfiguration: { configuration: { UserParameters } } } } };
}

describe('forged fields', () => {
  const right = { application: 'orders', pipeline: 'orders', execution: 'exec-1', digest: digestOf('r1') };
  it.each([
    ['another application', { ...right, application: 'parcels' }],
    ['another pipeline', { ...right, pipeline: 'parcels' }],
    ['a key more', { ...right, approved: true }],
    ['an execution that is a path', { ...right, execution: '../../x' }],
    ['no JSON', '{'],
    ['too long a text', 'x'.repeat(2000)],
  ])('keep the gate closed: %s', async (_, parameters) => {
    const world = fakeWorld();
    await gate(fakeRuntime(world), job(parameters));
    expect(world.sent.map((call) => call.name)).toEqual(['PutJobFailureResultCommand']);
    expect(world.sent[0]!.input.failureDetails.message).toMatch(/Release the platform again/);
  });

  it('in the body of a freeze name nobody: the signature does', async () => {
    const scene = new Scene(freshState());
    const body = JSON.stringify({ do: 'unfreeze', application: 'orders', reason: 'x', by: CAROL });
    const call = {
      requestContext: {
        accountId: '222222222222',
        authorizer: { iam: { userArn: session('OnCall', 'olga@example.com') } },
      },
    };
    expect((await freeze(scene.runtime, { ...call, body })).statusCode).toBe(400);
    const plain = JSON.stringify({ do: 'unfreeze', application: 'orders', reason: 'x' });
    expect((await freeze(scene.runtime, { ...call, body: plain })).statusCode).toBe(403);
  });

  it('in an event of the pipeline are looked up, not believed', async () => {
    const scene = new Scene(freshState());
    const id = scene.commit('r1', 'Alice <alice@example.com>', 'First');
    const detail = {
      pipeline: 'orders',
      'execution-id': id,
      state: 'SUCCEEDED',
      stage: 'Approve',
      action: 'ReleaseManager',
    };
    await record(scene.runtime, { source: 'aws.codepipeline', detail });
    const item = [...scene.state.items.values()].find((one) => one.type === 'change')!;
    expect(JSON.parse(String(item.record))).toMatchObject({ state: 'drafted', approvals: [] });
  });

  it('in a draft about another digest are refused', async () => {
    const scene = new Scene(freshState());
    scene.commit('r1', 'Alice <alice@example.com>', 'First');
    while ((await scene.step()) !== 'Verify/Verify');
    const [key, text] = [...scene.state.objects].find(([one]) => one.startsWith('drafts/'))!;
    scene.state.objects.set(key, JSON.stringify({ ...JSON.parse(text), digest: digestOf('evil') }));
    await runOut(scene);
    expect(scene.model.state.executions[0]!.summary).toMatch(/is about sha256:.* the pipeline carries/);
  });
});

it('tells of an author whom nobody can know before anybody approves', async () => {
  const scene = new Scene(freshState());
  scene.commit('r1', 'Al <7+al@users.noreply.github.com>', 'First');
  await runOut(scene);
  expect(scene.model.state.executions[0]!.summary).toMatch(/Nobody knows who is behind Al <7\+al@.*github:12345/s);
  expect([...scene.state.items.values()].find((one) => one.type === 'change')).not.toHaveProperty('record.approvals.0');
});

describe('text of strangers in commits', () => {
  it('may be huge and hostile, and the record stays readable and small', async () => {
    const scene = new Scene(freshState());
    const message = `\u001b[2J<!channel> ${'x'.repeat(400_000)}\n\u202eevil`;
    scene.commit('r1', 'Alice <alice@example.com>', message);
    await runOut(scene);
    await scene.drainNotices();
    const items = [...scene.state.items.values()].filter((one) => one.type === 'change');
    expect(JSON.parse(String(items[0]!.record))).toMatchObject({ state: 'succeeded' });
    expect(Math.max(...items.map((one) => JSON.stringify(one).length))).toBeLessThan(50_000);
    for (const { input } of scene.world.sent.filter((call) => call.name === 'PublishCommand')) {
      expect(input.Message.length).toBeLessThan(100_000);
      expect((JSON.parse(input.Message) as { https: string }).https).not.toContain('<!channel>');
    }
  });

  it('loses no author among thousands of commits', () => {
    const commit = (index: number) => ({
      id: 'abcdef0',
      author: `P${index} <p${index}@example.com>`,
      committer: 'GitHub <noreply@github.com>',
      date: '2026-11-20',
      message: 'x',
    });
    const draft = (count: number) =>
      draftSchema.parse({
        revision: 'r',
        digest: digestOf('r'),
        commits: Array.from({ length: count }, (_, index) => commit(index)),
        historyUnknown: false,
        proof: { verdict: 'proved' },
        difference: null,
      });
    expect(verifiedOf(draft(900), undefined)).toMatchObject({ historyUnknown: false, authors: { length: 901 } });
    expect(verifiedOf(draft(2000), undefined).historyUnknown).toBe(true);
  });

  it('loses what scans say before any author, and tells so', () => {
    const accepted = Array.from({ length: 200 }, (_, index) => ({ finding: `CVE-${index}`, reason: 'r'.repeat(1000) }));
    const images = [{ digest: digestOf('i'), counts: {}, accepted }];
    const draft = draftSchema.parse({
      ...{ revision: 'r', digest: digestOf('r'), commits: [], historyUnknown: false, images },
      ...{ proof: { verdict: 'proved' }, difference: null },
    });
    const found = verifiedOf(draft, undefined);
    expect(found).toMatchObject({
      historyUnknown: false,
      difference: [expect.anything(), expect.stringMatching('1 images')],
    });
    expect(found.images).toBeUndefined();
    expect(verifiedOf({ ...draft, images: [{ ...images[0]!, accepted: [] }] }, undefined).images).toHaveLength(1);
  });

  it('does not take a range that begins where nothing was released', () => {
    const draft = draftSchema.parse({
      revision: 'r',
      base: 'elsewhere',
      digest: digestOf('r'),
      commits: [],
      historyUnknown: false,
      proof: { verdict: 'proved' },
      difference: null,
    });
    const released = { change: 'orders-1', execution: 'e', revision: 'r1', digest: 'd', at: '', before: ['r0'] };
    expect(verifiedOf(draft, released).historyUnknown).toBe(true);
    expect(verifiedOf({ ...draft, base: 'r0' }, released).historyUnknown).toBe(false);
    expect(verifiedOf({ ...draft, base: 'r1' }, released).historyUnknown).toBe(false);
  });
});

describe('a first release', () => {
  const draft = draftSchema.parse({
    revision: 'r',
    base: 'a'.repeat(40),
    digest: digestOf('r'),
    commits: [],
    historyUnknown: false,
    proof: { verdict: 'proved' },
    difference: null,
  });

  it('begins where the configuration says, and nowhere else', () => {
    expect(verifiedOf(draft, undefined, draft.base).historyUnknown).toBe(false);
    expect(verifiedOf(draft, undefined, 'b'.repeat(40)).historyUnknown).toBe(true);
    expect(verifiedOf(draft, undefined).historyUnknown).toBe(true);
  });

  it('is all there is to begin there: once something was released, its revision is what counts', () => {
    const released = { change: 'orders-1', execution: 'e', revision: 'r1', digest: 'd', at: '', before: [] };
    expect(verifiedOf(draft, released, draft.base).historyUnknown).toBe(true);
  });
});

describe('settings', () => {
  it('name what is missing or wrong', () => {
    expect(() => readSettings({}, testPolicy())).toThrow(/APPLICATION is not set/);
    expect(() => localPolicy({ CHANGE_POLICY: '{' }, '/nowhere')).toThrow(/CHANGE_POLICY is no JSON/);
    expect(() => localPolicy({ CHANGE_POLICY: '{}' }, '/nowhere')).toThrow(/is no policy/);
    expect(() => localPolicy({}, '/nowhere')).toThrow(/No policy/);
    expect(localPolicy({ CHANGE_POLICY_PARAMETER: 'x' }, '/nowhere')).toBeUndefined();
  });
});

describe('what is left out of a long difference', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

  it('is told by number, in the record and in what approvers read', () => {
    expect(capped(lines(3), 3)).toEqual(lines(3));
    expect(capped(lines(5), 3)).toEqual(['line 1', 'line 2', 'and 3 more lines, not shown here']);
  });
});
