import { join } from 'node:path';
import { firstNight } from './walk/nightly';
import { beginWalk, connect, type Walk, write } from './walk/walk';

/** Who approves: another person than the author. */
const DECIDER = 'carol@example.com';

let walk: Walk;

beforeAll(async () => void (walk = await beginWalk('examples/notes/platform.yaml')));
afterAll(() => walk.leave());

/** A change by somebody, up to its approval. */
async function push(author: string, message: string): Promise<string> {
  const { product, releases } = walk;
  const { id } = await releases.push(product.push(author, message));
  expect([releases.execution(id).summary, releases.asked()]).toEqual(['', ['ReleaseManager']]);
  return id;
}

/** The stack of prod, as CloudFormation tells of it. */
function prod(): string | undefined {
  return walk.played.stacks.find({ account: '666666666666', region: 'eu-west-2' }, 'notes-prod-eu-west-2-notes')
    ?.status;
}

describe('releases of the smallest example', () => {
  it('begin where the way ends', async () => {
    const { walker, played, config, team } = walk;
    for (const number of [1, 2]) await walker.take(number);
    played.preparations.connections.set(await connect(walk), 'AVAILABLE');
    await write(walk);
    for (const number of [6, 7, 8, 9, 10]) await walker.take(number);
    await firstNight(played, join(team.folder, 'cdk.out'), config.organization.accounts);
  });

  it('stop where the first creation in prod fails', async () => {
    walk.played.cloud.faults.add('AWS::ApplicationSignals::ServiceLevelObjective 666666666666');
    const id = await push('alice@example.com', 'Keep notes');
    await walk.releases.approve('ReleaseManager', DECIDER);
    expect(walk.releases.execution(id)).toMatchObject({ status: 'Failed' });
    expect(prod()).toBe('ROLLBACK_COMPLETE');
  });
});
