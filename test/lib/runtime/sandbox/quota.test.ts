import type { Lease } from '../../../../lib/sandbox/lease';
import { Scene } from '../../../_helpers/sandbox-world/scene';
import { sandboxPolicy } from '../../../_helpers/sandbox-world/policy';

jest.mock('../../../../lib/runtime/pause', () => ({ pauseFor: () => new Promise((resolve) => setImmediate(resolve)) }));

const PEOPLE = Array.from({ length: 40 }, (_, index) => `dev${index}@example.com`);

/** So many people ask at once; each call to the table is a turn of its own. */
async function askAtOnce(scene: Scene, count: number, user: (index: number) => string) {
  scene.faults.after = () => undefined;
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      scene.ask(user(index), { do: 'create', branch: 'main', name: `env-${index}` }),
    ),
  );
}

async function placesTaken(scene: Scene): Promise<{ leases: Lease[]; slots: number }> {
  const slots = [...scene.world.items.values()].filter(({ pk }) => String(pk).startsWith('SLOTS#team'));
  return { leases: await scene.leases(), slots: slots.length };
}

it('200 who ask at once for 5 places of the team get exactly 5, and the others read which leases have them', async () => {
  const scene = new Scene(sandboxPolicy({ quota: { person: 100, team: 5 } }));
  const answers = await askAtOnce(scene, 200, (index) => PEOPLE[index % PEOPLE.length]!);
  const made = answers.filter(({ status }) => status === 200).map(({ name }) => name);
  const refused = answers.filter(({ status }) => status !== 200);
  expect(made).toHaveLength(5);
  expect(refused).toHaveLength(195);
  for (const answer of refused) {
    expect(answer).toMatchObject({ status: 409, refused: 'quota' });
    expect([...answer.leases].sort()).toEqual([...made].sort());
    expect(answer.why).toBe(`The team has all 5 environments that the quota allows: ${answer.leases.join(', ')}.`);
  }
  const { leases, slots } = await placesTaken(scene);
  expect(leases.map(({ name }) => name).sort()).toEqual([...made].sort());
  expect(slots).toBe(5);
});

it('one person who asks 50 times at once gets what one person may have', async () => {
  const scene = new Scene(sandboxPolicy({ quota: { person: 2, team: 50 } }));
  const answers = await askAtOnce(scene, 50, () => PEOPLE[0]!);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
  expect((await placesTaken(scene)).slots).toBe(2);
});

it('50 who ask at once for one name: one gets it', async () => {
  const scene = new Scene(sandboxPolicy({ quota: { person: 5, team: 100 } }));
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      scene.ask(`dev${index}@x`, { do: 'create', branch: 'main', name: 'mine' }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ refused }) => refused === 'name')).toHaveLength(49);
  expect((await placesTaken(scene)).slots).toBe(1);
});

it('would give more than 5 without the conditions on the places', async () => {
  const scene = new Scene(sandboxPolicy({ quota: { person: 100, team: 5 } }));
  scene.faults.before = ({ name, input }) => {
    if (name !== 'TransactWriteCommand') return;
    for (const { Put } of input.TransactItems as { Put?: Record<string, unknown> }[]) delete Put?.ConditionExpression;
  };
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      scene.ask(PEOPLE[index % 40]!, { do: 'create', branch: 'main', name: `env-${index}` }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(5);
});
