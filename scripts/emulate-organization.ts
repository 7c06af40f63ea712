/**
 * `npm run emulate:organization`: the organization of platform.yaml, or of the file that is named, with empty accounts, on this
 * machine: the way of the README can be typed against it by hand. It is the cloud of `npm run test:deploy`; what is not played
 * stands there. Ends with Ctrl-C.
 */
import { setTimeout } from 'node:timers/promises';
import { signingIn } from '../test/deploy/hand/signing-in';
import { alwaysOpen } from '../test/deploy/walk/team';
import { beginWalk, type Walk } from '../test/deploy/walk/walk';
import { failed, withEmulator } from './emulator';

function tell({ team, product, config }: Walk, names: readonly string[]): void {
  process.stderr.write(`
An organization with empty accounts. In another terminal, in the platform's repository:

    cd ${team.folder}
    . .signed-in/management   # or ${names.slice(1).join(', ')}
    npx guarded setup

Its windows never shut. Connections are finished by themselves a moment after somebody made them. A push is heard:
${config.applications[0]!.name} is in ${product.folder}.
Approve with \`aws codepipeline get-pipeline-state\` and \`put-approval-result\`. Ctrl-C ends it all.

`);
}

/** What happens by itself: somebody finishes connections, pushes are heard, pipelines run. */
async function goOn({ played: { preparations, pipelines } }: Walk): Promise<never> {
  for (;;) {
    await setTimeout(1000);
    for (const arn of preparations.connections.keys()) preparations.connections.set(arn, 'AVAILABLE');
    pipelines.hear();
    await pipelines.run();
  }
}

async function play(emulator: string): Promise<void> {
  process.env.EMULATOR_URL = emulator;
  const walk = await beginWalk(process.argv[2] ?? 'platform.yaml');
  process.once('exit', () => walk.leave());
  walk.team.edit(alwaysOpen);
  tell(walk, signingIn(walk));
  await goOn(walk);
}

withEmulator(play).catch(failed);
