/**
 * `npm run emulate:organization`: the organization of platform.yaml, or of the file that is named
 * (`-- ../my-platform/platform.yaml`), with empty accounts, on this machine: the way of the README can be typed against
 * it by hand. It is the cloud of `npm run test:deploy`; what is not played stands there. Here, too: management's
 * administrator reads the accounts in a night, in the place of the continuous proof's job; the image of tooling's
 * registry that the shipped workload runs is there from the beginning; what builds print is told here alone when they
 * fail, since logs are not played. Ends with Ctrl-C.
 */
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { Hand } from '../test/deploy/hand/hand';
import { ROOT } from '../test/deploy/walk/team';
import { beginWalk } from '../test/deploy/walk/walk';
import { failed, withEmulator } from './emulator';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function play(emulator: string): Promise<void> {
  process.env.EMULATOR_URL = emulator;
  const [, , named] = process.argv;
  const file = named === undefined ? resolve(ROOT, 'platform.yaml') : resolve(process.env.INIT_CWD ?? '.', named);
  const hand = new Hand(await beginWalk(file), file);
  process.once('exit', () => hand.leave());
  say(hand.greeting());
  createInterface({ input: process.stdin }).on('line', (line) => say(hand.fate.type(line)));
  setInterval(() => hand.tick().forEach(say), 1000);
  for (;;) {
    await setTimeout(1000);
    for (const line of await hand.turn()) say(line);
  }
}

withEmulator(play).catch(failed);
