import { join } from 'node:path';
import type { SetupStep } from '../../lib/setup';
import { makeAccount } from './cloud/open';
import { firstNight } from './walk/nightly';
import { OWN_PIPELINE } from './walk/platform-file';
import { beginWalk, type Walk } from './walk/walk';
import { firstRelease, takeSnapshot } from './walk/way';
import { Product } from './walk/product';
import { alwaysOpen } from './walk/team';
import { Releases } from './walk/release';

/** Accounts of the application that comes. */
const COMES = { dev: '777777777777', prod: '888888888888' };

const DECIDER = 'carol@example.com';

let walk: Walk;
let lists: Product | undefined;

beforeAll(async () => void (walk = await beginWalk('examples/notes/platform.yaml', OWN_PIPELINE)));
afterAll(() => {
  walk.leave();
  lists?.leave();
});

/** A release of the platform. */
async function release(message: string): Promise<void> {
  const { platformReleases: releases, team } = walk;
  await releases.push(team.repository.push('alice@example.com', message));
  await goesOut(releases);
}

/** The newest execution waits for an approval, which another person than its author gives; then it goes out. */
async function goesOut(releases: Releases): Promise<void> {
  const { id, summary } = releases.latest();
  expect([summary, releases.asked()]).toEqual(['', ['ReleaseManager']]);
  await releases.approve('ReleaseManager', DECIDER);
  expect(releases.execution(id)).toMatchObject({ summary: '', status: 'Succeeded' });
}

/** The step that comes next, as setup sees it now. */
async function next(): Promise<{ readonly number: number; readonly step: SetupStep }> {
  const { steps } = await walk.walker.setup();
  const index = steps.findIndex(({ state }) => state === 'next');
  return { number: index + 1, step: steps[index]! };
}

/** The second application is like the first, but for its name and its accounts. */
function add(text: string): string {
  const [, notes] = /\n( {2}- name: notes\n[^]*?)\n {4}sandbox:/.exec(text)!;
  const more = accountsOfLists(notes!).replace('name: notes', 'name: lists').replace('example/notes', 'example/lists');
  return text.replace('applications:\n', `applications:\n${more}\n`);
}

function accountsOfLists(text: string): string {
  return text
    .replace("application: 'notes'", "application: 'lists'")
    .replace("'333333333333'", `'${COMES.dev}'`)
    .replace("'666666666666'", `'${COMES.prod}'`);
}

describe('releases of the platform itself', () => {
  it('begin where the way ends', () => firstRelease(walk));

  it('11 name what was collected, and go out', async () => {
    expect(await takeSnapshot(walk, 'alice@example.com')).toContain('Wrote platform.snapshot.json: 5 accounts');
    await walk.platformReleases.hear();
    await goesOut(walk.platformReleases);
  });

  it('prepare the accounts of an application that comes', async () => {
    const { team, walker, played } = walk;
    for (const account of Object.values(COMES)) makeAccount(played.cloud, account);
    team.edit(add);
    team.edit(alwaysOpen);
    await walker.setup();
    await walker.take(5);
    // Nobody may touch the stacks of accounts behind the fence: setup names those of the new accounts alone.
    for (const id of ['accounts', 'application-signals', 'units', 'fence']) {
      const { number, step } = await next();
      expect(step.id).toBe(id);
      await walker.take(number);
    }
    expect((await next()).step).toMatchObject({ id: 'snapshot', command: 'git push' });
  });

  it('bring its pipeline, without ending themselves', async () => {
    await release('Lists, beside notes');
    expect(walk.played.pipelines.get('lists')).toBeDefined();
  });

  it('after which, and after a night, it goes to prod', async () => {
    lists = new Product('notes');
    lists.edit('environments.ts', accountsOfLists);
    walk.hosted.set('example/lists', lists.origin);
    const releases = new Releases(walk.played, 'lists', walk.config.organization.accounts.tooling);
    await releases.push(lists.change('alice@example.com', 'Keep lists'));
    expect(releases.latest()).toMatchObject({
      status: 'Failed',
      summary: expect.stringContaining(
        'was collected before the pipeline lists came. Release again after the next run',
      ),
    });
    const { played, team, config } = walk;
    await firstNight(played, join(team.folder, 'cdk.out'), config.organization.accounts);
    await releases.push(lists.change('alice@example.com', 'Keep lists, once more'));
    await goesOut(releases);
  });
});
