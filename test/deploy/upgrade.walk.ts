import { join } from 'node:path';
import { firstNight, firstRelease, takeSnapshot } from './walk/nightly';
import { NewerVersion } from './walk/newer';
import { OWN_PIPELINE } from './walk/platform-file';
import { beginWalk, type Walk } from './walk/walk';

const DECIDER = 'carol@example.com';

let walk: Walk;
const newer = new NewerVersion('0.2.0');

beforeAll(async () => void (walk = await beginWalk('examples/notes/platform.yaml', OWN_PIPELINE)));
afterAll(() => {
  walk.leave();
  newer.leave();
});

/** A release of the platform up to its approval: why it ended before, or nothing. */
async function push(message: string): Promise<string> {
  const { platformReleases: releases, team } = walk;
  const { id } = await releases.push(team.repository.change('alice@example.com', message));
  return releases.execution(id).summary;
}

/** The accounts behind the fence, with their units. */
function guarded(): [string, string][] {
  const { units } = walk.config.organization;
  const { organization } = walk.played.cloud;
  const shut = [units.tooling, units.audit, ...[units.prod].flat()];
  return organization
    .accounts()
    .map((account): [string, string] => [account, organization.parentOf(account)])
    .filter(([, unit]) => shut.includes(unit));
}

describe('a new version of the package', () => {
  it('comes when the platform stands', async () => {
    await firstRelease(walk);
    await takeSnapshot(walk, 'alice@example.com');
    await walk.platformReleases.hear();
    await walk.platformReleases.approve('ReleaseManager', DECIDER);
    expect(walk.platformReleases.latest()).toMatchObject({ summary: '', status: 'Succeeded' });
  });

  it("is unknown to Verify, which is the former version's", async () => {
    newer.installIn(walk.team.folder);
    expect(await push('The next version')).toMatch(/^unknown: the proof could not decide/);
  });

  it('is deployed by hand, with the guarded accounts out of their units', async () => {
    const { walker, team, played, config } = walk;
    const { root, accounts } = config.organization;
    const inside = guarded();
    await walker.take(5);
    for (const [account, unit] of inside)
      await walker.byHand(
        `aws organizations move-account --account-id ${account} --source-parent-id ${unit} --destination-parent-id ${root}`,
      );
    for (const number of [6, 7]) await walker.take(number);
    const comesBack = (command: string) => inside.some(([account]) => command.includes(account));
    await walker.take(9, (command) => (comesBack(command) ? command : undefined));
    await walker.take(10);
    await firstNight(played, join(team.folder, 'cdk.out'), accounts);
  });

  it('proves the next releases', async () => {
    const { platformReleases: releases } = walk;
    expect([await push('Made by the next version'), releases.asked()]).toEqual(['', ['ReleaseManager']]);
    await releases.approve('ReleaseManager', DECIDER);
    expect(releases.latest()).toMatchObject({ summary: '', status: 'Succeeded' });
  });
});
