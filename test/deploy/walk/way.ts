import { join } from 'node:path';
import { firstNight } from './nightly';
import { alwaysOpen } from './team';
import type { Ground } from './walk';

/** Walks steps 1 to 10, up to where an application's first change may be pushed. */
export async function firstRelease(ground: Ground): Promise<void> {
  const { played, config, team } = ground;
  await wayToFence(ground);
  await firstNight(played, join(team.folder, 'cdk.out'), config.organization.accounts);
}

/** Walks steps 1 to 10; nobody has collected what is deployed. */
export async function wayToFence(ground: Ground): Promise<void> {
  await wayToSynthesis(ground);
  for (const number of [6, 7, 8, 9, 10]) await ground.walker.take(number);
}

/** Walks steps 1 to 5; nothing is deployed. */
export async function wayToSynthesis(ground: Ground): Promise<void> {
  const { walker, played } = ground;
  for (const number of [1, 2]) await walker.take(number);
  played.preparations.connections.set(await connect(ground), 'AVAILABLE');
  await walker.take(4);
  await write(ground);
}

/** Step 3: the connection that was made is named in platform.yaml, and somebody finishes it. */
export async function connect({ config, team, walker }: Ground): Promise<string> {
  const [arn] = /arn:aws:codeconnections:[^"]+/.exec(await walker.take(3))!;
  for (const { repository } of [...config.applications, ...(config.platform ? [config.platform] : [])])
    team.editAll((text) => text.replaceAll(repository.connection, arn));
  return arn;
}

/** Step 5: the team writes what is its own, here windows that are always open, and synthesizes. */
export async function write({ team, walker }: Ground): Promise<void> {
  team.editAll(alwaysOpen);
  await walker.take(5);
}

/** Step 11: what is deployed is collected into a file, which platform.yaml names; somebody pushes. Gives what was printed. */
export function takeSnapshot({ team, walker }: Ground, author: string): Promise<string> {
  return walker.take(11, (command) => {
    if (command !== 'git push') return command;
    team.edit((file) => `${file}\nsnapshot: ./platform.snapshot.json\n`);
    team.repository.commit(author, 'Our platform');
    return command;
  });
}
