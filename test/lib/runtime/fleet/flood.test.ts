import { Account } from './account';
import { Company, policies } from './company';
import { type Brake, brakeOf, sharedControl } from './deployed-brake';
import { BOB, CAROL, release } from './releases';

const NAMES = Array.from({ length: 50 }, (_, index) => `app-${index}`);
const BROKEN = 'app-7';
const WELL = NAMES.filter((name) => name !== BROKEN);
const FLOOD = 5000;
/** Without the brake so many do. */
const LESS = 1000;
/** Calls that the account makes at a time: as many as a new one, raised once, and a tenth of the usual quota. */
const CAPACITY = 100;
const OPERATORS = 'arn:aws:sns:eu-west-2:222222222222:control-changes';
const ENV: Record<string, string> = { LANES_URL: 'https://sqs/lanes', OPERATORS_TOPIC_ARN: OPERATORS };

let deployed: Brake;
beforeAll(() => {
  deployed = brakeOf(sharedControl());
  for (const name of ['log', 'error'] as const) jest.spyOn(console, name).mockImplementation();
});
afterAll(() => jest.restoreAllMocks());

/** What became of a company whose applications all released at once. */
interface Story {
  readonly account: Account;
  readonly company: Company;
  /** What stopped each release, `''` where nothing did; absent where it goes on still. */
  readonly answers: Readonly<Record<string, string>>;
}

/** So many seconds are waited for: a state machine's patience three times over. */
const PATIENCE = 200;

/** All release at once; where somebody floods, that comes before the first of them. */
async function releaseAll(names: readonly string[], brake: Brake, size: number, env = ENV): Promise<Story> {
  const company = new Company(policies(NAMES), env);
  const account = new Account(company, brake, CAPACITY, (event) => event.includes('flood-'));
  flood(account, size);
  await account.pass();
  const answers: Record<string, string> = {};
  for (const name of names)
    void release(account, name, name === BROKEN ? BOB : CAROL).then((answer) => (answers[name] = answer));
  const story = { account, company, answers };
  while (account.round < PATIENCE && names.some((name) => !isDone(story, name))) await account.pass();
  return story;
}

/** Thousands of events that cannot be handled and of notices that cannot be sent, each of which waits for what does not answer. */
function flood(account: Account, size: number): void {
  const { items } = account.company.world;
  for (let index = 0; index < size; index++) {
    account.hear(BROKEN, `flood-${index}`, { action: 'Build', state: 'STARTED' });
    const [pk, sk] = [`NOTICE#${BROKEN}`, `flood-${index}`];
    items.set(`${pk}\u0000${sk}`, { pk, sk, type: 'notice', status: 'pending', notice: 'unreadable' });
  }
}

/** A release is done with when its record is sealed, and, but for the one that floods, when nothing of it waits. */
function isDone(story: Story, name: string): boolean {
  const { company, account, answers } = story;
  if (!(name in answers) || !company.world.objects.has(recordKey(name))) return false;
  return name === BROKEN || (!isWaiting(account, name) && isTold(company, name));
}

/** Whether an event of a release waits yet, or was laid aside. */
function isWaiting({ inbox, events }: Account, name: string): boolean {
  const all = [inbox, events].flatMap(({ waiting, left }) => [...waiting, ...left]);
  return all.some(({ body }) => body.includes(`${name}-run`));
}

/** Whether everything was announced. */
function isTold({ world }: Company, name: string): boolean {
  return [...world.items.values()].every(({ pk, status }) => pk !== `NOTICE#${name}` || status === 'sent');
}

const recordKey = (name: string): string => `records/${name}/00000001/record.json`;

const stopped = (story: Story): string[] => WELL.filter((name) => story.answers[name] !== '' || !isDone(story, name));

describe('fifty applications that release at once while one of them floods with events that cannot be handled', () => {
  let calm: Story;
  let flooded: Story;
  beforeAll(async () => {
    calm = await releaseAll(WELL, deployed, 0);
    flooded = await releaseAll(NAMES, deployed, FLOOD);
  }, 120_000);

  it('are all released but that one, told of and recorded', () => {
    expect(stopped(calm)).toEqual([]);
    expect(stopped(flooded)).toEqual([]);
  });

  it('take hardly more calls than without it, and no longer than its events take to be put into its lane', () => {
    const calls = ({ account }: Story): number => WELL.reduce((all, name) => all + account.calls.get(name)!, 0);
    expect(calls(flooded)).toBeLessThanOrEqual(calls(calm) * 1.25);
    const { inbox } = deployed;
    expect(flooded.account.round).toBeLessThanOrEqual(calm.account.round + FLOOD / (inbox.calls * inbox.batch) + 30);
  });

  it('leave the one that floods a turn in each of its lanes, and a call for what it does itself', () => {
    expect(flooded.account.most.get(BROKEN)).toBeLessThanOrEqual(4);
    const { waiting } = flooded.account.events;
    expect(waiting.filter(({ body }) => body.includes('flood-')).length).toBeGreaterThan(FLOOD * 0.9);
  });

  it('have numbers, turns and records of their own', () => {
    const { items, objects } = flooded.company.world;
    for (const name of NAMES) {
      expect(items.get(`APPLICATION#${name}\u0000COUNTER`)).toMatchObject({ last: 1 });
      expect(items.has(`APPLICATION#${name}\u0000LANE`)).toBe(false);
      const sealed = JSON.parse(objects.get(recordKey(name))!) as Record<string, unknown>;
      expect(sealed).toMatchObject({ application: name, change: `${name}-1`, execution: `${name}-run` });
    }
    expect([...items.keys()].filter((key) => key.startsWith('EXECUTION#')).sort()).toEqual(
      NAMES.map((name) => `EXECUTION#${name}-run\u0000CHANGE`).sort(),
    );
  });

  it('see the one that floods end told, with its record sealed', () => {
    expect(flooded.answers[BROKEN]).toMatch(/bob@example\.com approved a change that they wrote/);
    const sealed = JSON.parse(flooded.company.world.objects.get(recordKey(BROKEN))!) as Record<string, unknown>;
    expect(sealed).toMatchObject({ state: 'rejected' });
  });
});

describe('a smaller flood stops the others', () => {
  const stoppedBy = async (brake: Partial<Brake>, env = ENV): Promise<number> =>
    stopped(await releaseAll(NAMES, { ...deployed, ...brake }, LESS, env)).length;

  it('where events call the function themselves', async () => {
    expect(await stoppedBy({ queued: false })).toBe(WELL.length);
  }, 120_000);

  it('where one queue without groups is emptied by batches that fail as one', async () => {
    const events = { ...deployed.events, byGroup: false, partial: false };
    expect(await stoppedBy({ events })).toBe(WELL.length);
  }, 120_000);

  it('where notices are sent from the stream', async () => {
    expect(await stoppedBy({ streamed: 10 }, { OPERATORS_TOPIC_ARN: OPERATORS })).toBe(WELL.length);
  }, 120_000);

  it('but nobody where the brake is there', async () => {
    expect(await stoppedBy({})).toBe(0);
  }, 120_000);
});
