import { Scene } from '../../../_helpers/sandbox-world/scene';
import { sandboxPolicy, signedBy } from '../../../_helpers/sandbox-world/policy';
import { named } from '../../../_helpers/sandbox-world/world';

const ALICE = 'alice@example.com';
const BOB = 'bob@example.com';
const DAY = 86_400_000;

beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

describe('an environment of one person', () => {
  it('is built, deployed, told, warned of its end, deleted and recorded', async () => {
    const scene = new Scene();
    const made = await scene.ask(ALICE, { do: 'create', branch: 'feature/search' });
    expect(made).toMatchObject({
      status: 200,
      name: 'search',
      owner: ALICE,
      state: 'creating',
      cost: null,
      budget: 50,
    });
    await scene.run(scene.world.now + DAY);
    expect(await scene.ask(BOB, { do: 'show', name: 'search' })).toMatchObject({
      state: 'ready',
      revision: '2'.repeat(40),
      outputs: { Url: 'https://orders-lease-search-eu-west-2-orders.test/' },
    });
    expect(scene.world.told.map(({ kind }) => kind)).toEqual(['ready']);
    await scene.run(scene.world.now + 2 * DAY - 3_600_000);
    expect(await scene.ask(BOB, { do: 'show', name: 'search' })).toMatchObject({ state: 'expiring' });
    await scene.run();
    expect(scene.world.told.map(({ kind }) => kind)).toEqual(['ready', 'warned']);
    expect(await scene.leases()).toEqual([]);
    const [record] = await scene.ended();
    expect(record).toMatchObject({ name: 'search', owner: ALICE, branch: 'feature/search' });
    expect(record!.history.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^asked for feature\/search until 2026-11-26/),
      expect.stringMatching(/^deployed 2222/),
      'is about to end',
      'reached its end',
      'is gone',
    ]);
    expect([...scene.world.objects.keys()]).toEqual([expect.stringMatching(/^leases\/orders\/search-\w+\.json$/)]);
    expect(scene.world.stacks.map(({ name }) => name)).toEqual(['orders-dev-eu-west-2-orders', 'orders-lease-thing']);
    expect(scene.world.logGroups).toEqual([]);
    expect(scene.world.schedules).toEqual({});
  });

  it('lives longer where it is extended, and never longer than the longest', async () => {
    const scene = new Scene();
    await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine', minutes: 60 });
    const { expires } = await scene.ask(ALICE, { do: 'extend', name: 'mine', minutes: 1440, why: 'demo on Friday' });
    expect(expires).toBe('2026-11-24T11:00:00.000Z');
    await scene.run(scene.world.now + DAY);
    expect(await scene.ask(ALICE, { do: 'show', name: 'mine' })).toMatchObject({ state: 'expiring' });
    const much = await scene.ask(ALICE, { do: 'extend', name: 'mine', minutes: 20 * 1440 });
    expect(much).toMatchObject({ status: 409, refused: 'rule' });
    expect(much.why).toContain('No environment of orders lives longer than 14 days');
    expect(much.remedy).toContain('at most 12 days');
    // Without a length it takes what there is, then nothing is left.
    for (const end of ['2026-11-27T11', '2026-11-30T11', '2026-12-03T11', '2026-12-06T11', '2026-12-07T10'])
      expect((await scene.ask(ALICE, { do: 'extend', name: 'mine' })).expires).toContain(end);
    expect(await scene.ask(ALICE, { do: 'extend', name: 'mine' })).toMatchObject({ status: 409, refused: 'rule' });
    await scene.run();
    const [record] = await scene.ended();
    expect(record!.history.map(({ what }) => what)).toContain(
      'extended it to 2026-11-24T11:00:00.000Z: demo on Friday',
    );
  });

  it('ends at once where its owner says so, also while it is being deployed', async () => {
    const scene = new Scene();
    await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine' });
    for (let turn = 0; turn < 4; turn++) await scene.turn();
    expect(await scene.ask(BOB, { do: 'delete', name: 'mine' })).toMatchObject({ status: 409, refused: 'rule' });
    expect(await scene.ask(ALICE, { do: 'delete', name: 'mine' })).toMatchObject({ status: 200, state: 'deleting' });
    await scene.run();
    expect(await scene.leases()).toEqual([]);
    expect(scene.world.stacks.some(({ lease }) => lease === 'mine')).toBe(false);
  });

  it('is looked after by whoever manages the account', async () => {
    const scene = new Scene();
    await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine' });
    const operator = signedBy('olga@example.com', 'Operator');
    expect(await scene.ask('', { do: 'delete', name: 'mine' }, operator)).toMatchObject({ status: 200 });
  });

  it('goes away where it cannot be built, and says why', async () => {
    const scene = new Scene();
    await scene.ask(ALICE, { do: 'create', branch: 'nowhere', name: 'mine' });
    await scene.run();
    const [record] = await scene.ended();
    expect(record!.problem).toMatch(/^there is no branch nowhere to build; push it first/);
    expect(scene.world.told).toEqual([{ kind: 'failed', lease: 'mine' }]);
    expect(await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine' })).toMatchObject({ status: 200 });
  });

  it('warns where it costs more than its budget, and lives on', async () => {
    const scene = new Scene();
    await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine', budget: 10 });
    await scene.run(scene.world.now + DAY);
    scene.world.costs = { mine: 12.5, other: 99 };
    await scene.sweep({ do: 'costs' });
    await scene.run(scene.world.now + 1000);
    expect(scene.world.told.at(-1)).toEqual({ kind: 'budget', lease: 'mine' });
    expect(await scene.ask(ALICE, { do: 'show', name: 'mine' })).toMatchObject({ state: 'ready', cost: 12.5 });
  });
});

describe('the dashboard', () => {
  it('is told of each environment how long it lives, what it costs and what could not be deleted', async () => {
    const scene = new Scene();
    await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine', minutes: 120 });
    await scene.run(scene.world.now + 600_000);
    await scene.sweep();
    expect(scene.world.measures).toEqual({
      'mine HoursLeft': expect.closeTo(110 / 60, 2),
      'mine Budget': 50,
      'mine CouldNotBeDeleted': 0,
    });
    scene.world.costs = { mine: 12.5 };
    await scene.sweep({ do: 'costs' });
    expect(scene.world.measures).toMatchObject({ 'mine Cost': 12.5 });
  });

  it('holds nothing up where it does not answer', async () => {
    const scene = new Scene();
    await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine' });
    scene.world.executions = [];
    scene.faults.before = ({ name }) => {
      if (name === 'PutMetricDataCommand') throw named('ThrottlingException');
    };
    await expect(scene.sweep()).rejects.toThrow('Could not tell the dashboard how environments stand');
    expect(scene.world.executions).toHaveLength(1);
  });
});

describe('what does not die', () => {
  it('is retried: a bucket that is not empty', async () => {
    const scene = new Scene();
    scene.stubborn = { mine: { blocks: 2, leaves: ['arn:aws:s3:::orders-lease-mine-kept'] } };
    await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine', minutes: 60 });
    await scene.run();
    expect(await scene.leases()).toEqual([]);
    expect(scene.world.tagged).toEqual({});
    const emptied = scene.faults.sent.filter(({ name }) => name === 'ListObjectVersionsCommand');
    expect(emptied.map(({ input }) => input.Bucket)).toContain('orders-lease-mine-eu-west-2-orders-bucket');
  });

  it('is reported with what blocks it, stays on the quota, and goes when somebody deletes it once more', async () => {
    const scene = new Scene(sandboxPolicy({ quota: { person: 1, team: 5 } }));
    const queue = 'arn:aws:sqs:eu-west-2:333333333333:kept';
    scene.stubborn = { mine: { leaves: [queue] } };
    await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine', minutes: 60 });
    await scene.run();
    const [lease] = await scene.leases();
    expect(lease).toMatchObject({ state: 'reported', passes: 12, remains: [{ kind: 'resource', id: queue }] });
    expect(scene.world.told.at(-1)).toEqual({ kind: 'reported', lease: 'mine' });
    const full = await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'next' });
    expect(full).toMatchObject({ status: 409, refused: 'quota', leases: ['mine'] });
    expect(full.why).toBe('alice@example.com has all 1 environments that the quota allows: mine.');
    delete scene.world.tagged[queue];
    await scene.ask(ALICE, { do: 'delete', name: 'mine' });
    await scene.run();
    expect(await scene.leases()).toEqual([]);
    expect(await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'next' })).toMatchObject({ status: 200 });
  });

  it('is found by its tag where no lease knows it, and nothing else is touched', async () => {
    const scene = new Scene();
    scene.world.tagged['arn:aws:s3:::orders-lease-lost-bucket'] = 'lost';
    scene.world.stacks.push(
      {
        name: 'orders-lease-lost-eu-west-2-orders',
        lease: 'lost',
        status: 'CREATE_COMPLETE',
        created: 1,
        blocks: 0,
        leaves: [],
      },
      { name: 'payments-dev-api', lease: 'lost', status: 'CREATE_COMPLETE', created: 2, blocks: 0, leaves: [] },
    );
    expect(await scene.sweep()).toEqual({ led: [], adopted: ['lost'] });
    await scene.run();
    expect(scene.world.stacks.map(({ name }) => name)).not.toContain('orders-lease-lost-eu-west-2-orders');
    expect(scene.world.stacks.map(({ name }) => name)).toContain('payments-dev-api');
    expect(scene.world.tagged).toEqual({});
    expect((await scene.ended()).map(({ name, owner }) => [name, owner])).toEqual([['lost', 'self-service']]);
    expect(await scene.sweep()).toEqual({ led: [], adopted: [] });
  });

  it('is taken up again where the state machine was lost', async () => {
    const scene = new Scene();
    await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine' });
    scene.world.executions = [];
    expect(await scene.sweep()).toEqual({ led: ['mine'], adopted: [] });
    await scene.run(scene.world.now + 3_600_000);
    expect(await scene.leases()).toMatchObject([{ state: 'ready' }]);
    scene.world.schedules = {};
    scene.world.now += 4 * DAY;
    expect(await scene.sweep()).toMatchObject({ led: ['mine'] });
    await scene.run();
    expect(await scene.leases()).toEqual([]);
  });
});

describe('previews', () => {
  it('come with a branch, follow its pushes and go with it', async () => {
    const scene = new Scene();
    expect(await scene.look()).toEqual({ made: ['pr-feature-search'], refreshed: [], ended: [], refused: [] });
    await scene.run(scene.world.now + 3_600_000);
    expect(await scene.leases()).toMatchObject([{ owner: 'preview', state: 'ready', branch: 'feature/search' }]);
    expect(await scene.look()).toMatchObject({ made: [], refreshed: [] });
    scene.world.branches['feature/search'] = '3'.repeat(40);
    expect(await scene.look()).toMatchObject({ refreshed: ['pr-feature-search'] });
    await scene.run(scene.world.now + 3_600_000);
    expect(await scene.leases()).toMatchObject([{ revision: '3'.repeat(40), deployment: 2 }]);
    await expect(scene.look({})).rejects.toThrow('lacks main');
    expect(await scene.leases()).toHaveLength(1);
    delete scene.world.branches['feature/search'];
    expect(await scene.look()).toMatchObject({ ended: ['pr-feature-search'] });
    await scene.run();
    expect(await scene.leases()).toEqual([]);
  });

  it('use places of the team, and are refused where there are none', async () => {
    const scene = new Scene(sandboxPolicy({ quota: { person: 2, team: 1 } }));
    await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine' });
    expect(await scene.look()).toMatchObject({ made: [], refused: ['feature/search'] });
  });
});
