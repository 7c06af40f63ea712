import { join } from 'node:path';
import { readPlatform } from '../../lib/config';
import { openCloud, type Played } from './cloud/open';
import { readmeSteps } from './walk/readme';
import { ROOT, Team } from './walk/team';
import { Walker } from './walk/walker';

const PLATFORM = join(ROOT, 'platform.yaml');
const { config } = readPlatform(PLATFORM);
const { steps, byHand } = readmeSteps();

let played: Played;
let team: Team;
let walker: Walker;

beforeAll(async () => {
  played = await openCloud(process.env.EMULATOR_URL!, config);
  team = new Team(played, PLATFORM);
  walker = new Walker(played, team, config);
});

afterAll(() => {
  team.leave();
  played.front.close();
});

/** Takes a step, after which `guarded setup` sees it done. */
async function done(number: number): Promise<string> {
  const said = await walker.take(number);
  expect(await walker.stateOf(number)).toBe('done');
  return said;
}

describe('from nothing to a first guarded prod', () => {
  it('reads the same way in the README and in guarded setup', async () => {
    const plan = await walker.setup();
    expect(steps.map(({ title }) => title)).toEqual(plan.steps.map(({ title }) => title));
    expect(plan.byHand).toBe(byHand);
    expect(plan.steps[0]!.state).toBe('next');
  });

  it('1 switches on policy types', async () => void (await done(1)));

  it('2 switches on trusted access', async () => void (await done(2)));

  it('3 makes a connection, which somebody finishes', async () => {
    const [arn] = /arn:aws:codeconnections:[^"]+/.exec(await walker.take(3))!;
    for (const { repository } of [...config.applications, config.platform!])
      team.edit((text) => text.replaceAll(repository.connection, arn));
    expect(await walker.stateOf(3)).toContain('is PENDING');
    played.preparations.connections.set(arn, 'AVAILABLE');
    expect(await walker.stateOf(3)).toBe('done');
  });

  it('4 asks for builds', async () => void (await walker.take(4)));

  it('5 synthesizes', async () => void (await done(5)));

  it('6 prepares every account', async () => void (await done(6)));

  it('7 makes the evidence and the pipelines', async () => {
    expect(await done(7)).toContain('are for the right account. Proceeding anyway');
  });

  it('8 switches on Application Signals', async () => void (await done(8)));

  it('9 moves the accounts', async () => void (await done(9)));

  it('10 closes the fence', async () => void (await done(10)));

  it('took as many commands as the README says so far', () => {
    const left = steps.filter(({ number }) => number > 10).flatMap(({ commands }) => commands);
    expect(walker.typed + left.length).toBe(byHand);
  });
});
