import fc from 'fast-check';
import { breakAt, mend, Scene } from '../../../_helpers/sandbox-world/scene';
import { sandboxPolicy } from '../../../_helpers/sandbox-world/policy';

jest.mock('../../../../lib/runtime/pause', () => ({ pauseFor: async () => undefined }));
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

const PEOPLE = ['alice@example.com', 'bob@example.com'];
const NAMES = ['one', 'two', 'three'];
const HOUR = 3_600_000;
const QUEUE = 'arn:aws:sqs:eu-west-2:333333333333:kept';

/** Something that may happen next. */
type Deed =
  | { readonly do: 'create'; readonly who: number; readonly name: number; readonly stubborn: number }
  | { readonly do: 'extend' | 'delete'; readonly who: number; readonly name: number }
  | { readonly do: 'turn' | 'sweep' | 'lose-executions' | 'lose-schedules' }
  | { readonly do: 'pass'; readonly hours: number }
  | { readonly do: 'break'; readonly at: number; readonly when: 'before' | 'after' };

const who = fc.nat({ max: PEOPLE.length - 1 });
const name = fc.nat({ max: NAMES.length - 1 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('create' as const), who, name, stubborn: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('extend' as const, 'delete' as const), who, name }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('sweep' as const, 'lose-executions' as const, 'lose-schedules' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.nat({ max: 100 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('break' as const),
      at: fc.nat({ max: 12 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
);

const STUBBORN = [{}, { blocks: 2 }, { failDeploy: true }, { leaves: [QUEUE] }];

async function play(scene: Scene, what: Deed): Promise<void> {
  switch (what.do) {
    case 'create':
      scene.stubborn[NAMES[what.name]!] ??= STUBBORN[what.stubborn]!;
      return void (await scene.ask(PEOPLE[what.who]!, { do: 'create', branch: 'main', name: NAMES[what.name] }));
    case 'extend':
    case 'delete':
      return void (await scene.ask(PEOPLE[what.who]!, { do: what.do, name: NAMES[what.name] }));
    case 'turn':
      return void (await scene.turn());
    case 'sweep':
      return void (await scene.sweep());
    case 'lose-executions':
      scene.runs.length = 0;
      scene.world.executions = [];
      return;
    case 'lose-schedules':
      scene.world.schedules = {};
      return;
    case 'pass':
      scene.world.now += what.hours * HOUR;
      return;
    case 'break':
      return breakAt(scene, what.at, what.when);
  }
}

/** What must hold at every moment. */
async function invariants(scene: Scene): Promise<void> {
  const leases = await scene.leases();
  const slots = [...scene.world.items.values()].filter(({ pk }) => String(pk).startsWith('SLOTS#'));
  for (const slot of slots) expect(leases.map(({ id }) => id)).toContain(slot.id);
  expect(slots.filter(({ pk }) => pk === 'SLOTS#team').length).toBeLessThanOrEqual(scene.policy.quota.team);
  for (const person of PEOPLE)
    expect(slots.filter(({ pk }) => pk === `SLOTS#person#${person}`).length).toBeLessThanOrEqual(
      scene.policy.quota.person,
    );
  const names = scene.world.stacks.map((stack) => stack.name);
  expect(names).toEqual(expect.arrayContaining(['orders-dev-eu-west-2-orders', 'orders-lease-thing']));
  for (const { lease, status } of scene.world.stacks)
    if (lease && status !== 'CREATE_COMPLETE') {
      const own = leases.find((one) => one.name === lease);
      expect(own === undefined ? 'deleted' : own.state).not.toMatch(/creating|ready|expiring/);
    }
}

/** Everything mended, as long as it takes: each lease must have come to one of its two ends. */
async function settle(scene: Scene): Promise<void> {
  mend(scene);
  for (let week = 0; week < 5; week++) {
    await scene.sweep();
    await scene.run(scene.world.now + 100 * HOUR);
  }
}

async function outcome(deeds: readonly Deed[]): Promise<Scene> {
  const scene = new Scene(sandboxPolicy({ quota: { person: 2, team: 3 } }));
  for (const what of deeds) {
    await play(scene, what).catch(() => undefined);
    await invariants(scene);
  }
  await settle(scene);
  return scene;
}

it('whatever happens in whatever order, every environment ends deleted or reported, and nothing is left over', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 30 }), async (deeds) => {
      const scene = await outcome(deeds);
      await invariants(scene);
      const leases = await scene.leases();
      expect(leases.filter(({ state }) => state !== 'reported')).toEqual([]);
      for (const { remains } of leases) expect(remains).toEqual([expect.objectContaining({ id: QUEUE })]);
      const ended = await scene.ended();
      const ids = [...leases, ...ended].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(scene.world.stacks.filter(({ lease }) => lease !== undefined)).toEqual([]);
      expect(Object.keys(scene.world.tagged).filter((arn) => arn !== QUEUE)).toEqual([]);
      for (const { id } of ended) expect(scene.world.objects.has(`leases/orders/${id}.json`)).toBe(true);
    }),
    { numRuns: 60, seed: 12 },
  );
});

/** The calls of a whole life, each failing in turn once, before and after it took effect. */
async function life(at?: number, when: 'before' | 'after' = 'before'): Promise<Scene> {
  const scene = new Scene();
  scene.stubborn = { one: { blocks: 1, leaves: ['arn:aws:s3:::orders-lease-one-kept'] } };
  if (at !== undefined) breakAt(scene, at, when);
  for (let turn = 0; turn < 3; turn++) {
    const made = await scene.ask(PEOPLE[0]!, { do: 'create', branch: 'main', name: 'one', minutes: 30 });
    if (made.status === 200 || made.refused === 'name') break;
    expect(made).toMatchObject({ status: 503, refused: 'busy', remedy: expect.stringContaining('try again') });
    expect(made.why).toMatch(/^Could not .*: .*\. .*(retry|Check|busy)/);
  }
  await scene.sweep().catch(() => undefined);
  await scene.run();
  await scene.sweep().catch(() => undefined);
  await scene.run();
  return scene;
}

it.each(['before', 'after'] as const)(
  'each call of a life fails in turn, %s it took effect, and nothing is lost',
  async (when) => {
    const calls = (await life()).faults.sent.length;
    expect(calls).toBeGreaterThan(60);
    for (let at = 0; at < calls; at++) {
      const scene = await life(at, when);
      expect(await scene.leases()).toEqual([]);
      expect((await scene.ended()).filter(({ owner }) => owner === PEOPLE[0])).toHaveLength(1);
      expect(scene.world.stacks.filter(({ lease }) => lease !== undefined)).toEqual([]);
      expect(scene.world.tagged).toEqual({});
      expect(scene.world.logGroups).toEqual([]);
    }
  },
);
