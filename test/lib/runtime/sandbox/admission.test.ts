/** What a deployment asks before it touches anything: with the check, and what would be without it. */
import type * as Admit from '../../../../lib/runtime/sandbox/admit';
import { life } from '../../../../lib/runtime/sandbox/life';
import { Scene } from '../../../_helpers/sandbox-world/scene';

/** On the global object: the mocked module and the test see two copies of this one. */
const taken = globalThis as unknown as { admissionUnchecked?: boolean };

jest.mock('../../../../lib/runtime/sandbox/admit', () => {
  const real = jest.requireActual<typeof Admit>('../../../../lib/runtime/sandbox/admit');
  return {
    ...real,
    admit: (...args: Parameters<typeof real.admit>) =>
      taken.admissionUnchecked ? Promise.resolve({ ...args[1], verdict: 'pass' }) : real.admit(...args),
  };
});

beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
afterEach(() => delete taken.admissionUnchecked);

const ALICE = 'alice@example.com';

/** An environment up to the moment at which its deployment was started and has not asked yet. */
async function waiting() {
  const scene = new Scene();
  await scene.ask(ALICE, { do: 'create', branch: 'main', name: 'mine' });
  const deployment = () => scene.world.builds.find(({ project }) => project === 'deploy');
  // Builds are worked on at the end of a turn; it is held there before its first step.
  for (let turn = 0; turn < 40 && !deployment(); turn++) {
    await scene.turn();
    scene.world.now += 15_000;
  }
  const build = deployment()!;
  Object.assign(build, { stage: 'queued', status: 'IN_PROGRESS' });
  const [lease] = await scene.leases();
  const question = {
    application: 'orders',
    pipeline: 'mine',
    execution: lease!.id,
    digest: lease!.assembly!.digest,
    stage: `deployment-1 ${build.id}`,
  };
  return { scene, build, question };
}

type Verdict = { verdict: string; reason: string };

it('lets the one build begin that the environment waits for, however often it asks', async () => {
  const { scene, question } = await waiting();
  for (let time = 0; time < 2; time++)
    expect(await life(scene.runtime, question)).toMatchObject({ ...question, verdict: 'pass', rollback: false });
});

it.each<[string, object, RegExp]>([
  ['an environment that is not there', { pipeline: 'other' }, /there is no environment other any more/],
  ['one of the same name that was there before', { execution: 'mine-before' }, /there is no environment mine any more/],
  ['another deployment', { stage: 'deployment-2 deploy:2' }, /mine waits for deployment 1/],
  ['something else than what was built', { digest: 'sha256:other' }, /mine waits for sha256:/],
  ['another build of the same', { stage: 'deployment-1 deploy:99' }, /deploys mine/],
  ['a deployment without a build', { stage: 'deployment-1' }, /mine waits for deployment 1/],
])('refuses %s, and says why', async (_, other, reason) => {
  const { scene, question } = await waiting();
  const answer = (await life(scene.runtime, { ...question, ...other })) as Verdict;
  expect(answer.verdict).toBe('refuse');
  expect(answer.reason).toMatch(reason);
});

/** CodeBuild forgets the build for a while; meanwhile the environment ends, then the build goes on. */
async function lateDeployment(): Promise<Scene> {
  const { scene, build } = await waiting();
  scene.world.builds = scene.world.builds.filter((one) => one !== build);
  await scene.ask(ALICE, { do: 'delete', name: 'mine' });
  await scene.run();
  expect(await scene.leases()).toEqual([]);
  scene.world.builds.push(build);
  await scene.run(scene.world.now + 60_000);
  return scene;
}

const stacksOf = ({ world }: Scene) => world.stacks.filter(({ lease }) => lease === 'mine');

it('makes no stack behind the back of a deletion', async () => {
  expect(stacksOf(await lateDeployment())).toEqual([]);
});

it('would make one without the check, which the sweep then takes away', async () => {
  taken.admissionUnchecked = true;
  const scene = await lateDeployment();
  expect(stacksOf(scene)).toHaveLength(1);
  expect(await scene.sweep()).toMatchObject({ adopted: ['mine'] });
  await scene.run();
  expect(stacksOf(scene)).toEqual([]);
});
