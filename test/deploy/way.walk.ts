import { readmeSteps } from './walk/readme';
import { beginWalk, type Walk } from './walk/walk';
import { connect, takeSnapshot, write } from './walk/way';

const { steps, byHand } = readmeSteps();
let walk: Walk;

beforeAll(async () => void (walk = await beginWalk('platform.yaml')));
afterAll(() => walk.leave());

/** After a step `guarded setup` sees it done. */
async function isDone(number: number): Promise<void> {
  expect(await walk.walker.stateOf(number)).toBe('done');
}

async function take(number: number): Promise<string> {
  const said = await walk.walker.take(number);
  await isDone(number);
  return said;
}

describe('from nothing to a first guarded prod', () => {
  it('reads the same way in the README and in guarded setup', async () => {
    const plan = await walk.walker.setup();
    expect(steps.map(({ title }) => title)).toEqual(plan.steps.map(({ title }) => title));
    expect(plan.byHand).toBe(byHand);
    expect(plan.steps[0]!.state).toBe('next');
  });

  it('1 switches on policy types', async () => void (await take(1)));

  it('2 switches on trusted access', async () => void (await take(2)));

  it('3 makes a connection, which somebody finishes', async () => {
    const arn = await connect(walk);
    expect(await walk.walker.stateOf(3)).toContain('is PENDING');
    walk.played.preparations.connections.set(arn, 'AVAILABLE');
    await isDone(3);
  });

  it('4 asks for builds', async () => void (await walk.walker.take(4)));

  it('5 synthesizes', async () => {
    await write(walk);
    await isDone(5);
  });

  it('6 prepares every account', async () => void (await take(6)));

  it('7 makes the evidence and the pipelines', async () => {
    expect(await take(7)).toContain('are for the right account. Proceeding anyway');
    expect(walk.releases.first()).toBe('CreatePipeline Stopped');
  });

  it('8 switches on Application Signals', async () => void (await take(8)));

  it('9 moves the accounts', async () => void (await take(9)));

  it('10 closes the fence', async () => void (await take(10)));

  it('11 collects what is deployed, and names the file', async () => {
    const said = await takeSnapshot(walk, 'alice@example.com');
    const accounts = walk.played.cloud.organization.accounts().length;
    expect(said).toContain(`Wrote platform.snapshot.json: ${accounts} accounts`);
    expect(said).not.toContain('Not read');
    await isDone(11);
  });

  it('was told as the README tells it: the same steps, and every command that stands there', () => {
    const { told } = walk.walker;
    const lines = steps.flatMap(({ number, title, commands }) => [`${number}. ${title}`, ...commands]);
    expect(told.map((line) => line.trim()).filter((line) => lines.includes(line))).toEqual(lines);
    expect(told.filter((line) => !line.startsWith(' '))).toEqual(
      steps.map(({ number, title }) => `${number}. ${title}`),
    );
  });

  it('took as many commands as the README says', () => expect(walk.walker.typed).toBe(byHand));
});
