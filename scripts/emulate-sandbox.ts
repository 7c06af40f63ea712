/**
 * `npm run emulate:sandbox`: self-service of examples/notes on this machine, to be tried by hand. Starts the emulator, deploys
 * the stacks, says what to type in another terminal, and ends with Ctrl-C.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Emulation, emulateSandbox, type Person, QUICK } from '../test/emulated/sandbox/emulation';
import { failed, withEmulator } from './emulator';

/** Names of the files by which somebody is signed in. */
const FILES: Readonly<Record<string, Person>> = {
  alice: 'alice',
  bob: 'bob',
  prod: 'alice in prod',
  yesterday: 'alice yesterday',
};

/** A few shell lines that sign in, and a function that calls an environment's URL, whose host the emulator cannot own. */
function signInFile(emulation: Emulation, person: Person, emulator: string): string {
  const variables = Object.entries(emulation.signedIn(person)).map(([name, value]) => `export ${name}='${value}'`);
  return [
    ...variables,
    'call() {',
    '  id=$(echo "$1" | sed -E "s,https://([a-z0-9]+)\\..*,\\1,"); shift',
    '  curl -sS --aws-sigv4 "aws:amz:$AWS_REGION:lambda" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \\',
    `    "${emulator}/_aws/lambda-url/$id/" "$@"; echo`,
    '}',
    '',
  ].join('\n');
}

function tell({ repository: { copy } }: Emulation): void {
  process.stderr.write(`
Self-service of notes is deployed on this machine. In another terminal, in a working copy of notes:

    cd ${copy}
    . .signed-in/alice        # a developer; bob is another, prod is alice in prod, yesterday is a session that ran out
    npx guarded env create --branch feature/search --ttl 5m --wait
    call <the URL that it told> ; call <the URL> -d '{"text":"Buy milk"}'

A push to a branch feature/* makes a preview. Times are short: it warns a minute before the end. Ctrl-C ends it all.
`);
}

async function play(emulator: string): Promise<void> {
  const emulation = await emulateSandbox(emulator, { ...QUICK, warnMinutes: 1 });
  emulation.prepareByHand();
  for (const [name, person] of Object.entries(FILES))
    writeFileSync(join(emulation.repository.copy, '.signed-in', name), signInFile(emulation, person, emulator));
  tell(emulation);
  for (;;) await setTimeout(60_000);
}

withEmulator(play).catch(failed);
