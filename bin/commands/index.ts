import type { Command } from 'commander';
import { register as audit } from './audit';
import { register as change } from './change';
import { register as diff } from './diff';
import { register as env } from './env';
import { register as explain } from './explain';
import { register as exportPolicies } from './export';
import { register as impact } from './impact';
import { register as init } from './init';
import { register as plan } from './plan';
import { register as policy } from './policy';
import { register as prove } from './prove';
import { register as setup } from './setup';
import { register as show } from './show';
import { register as snapshot } from './snapshot';
import { register as synth } from './synth';
import { register as upgrade } from './upgrade';

type Register = (program: Command) => void;

/** Each command is a file of this folder that exports `register(program)`; heavy rooms are imported when a command runs. */
const COMMANDS: readonly Register[] = [
  init,
  setup,
  synth,
  show,
  prove,
  explain,
  plan,
  diff,
  impact,
  policy,
  snapshot,
  change,
  env,
  audit,
  exportPolicies,
  upgrade,
];

/** Adds every command to the program. */
export function registerCommands(program: Command): void {
  for (const register of COMMANDS) register(program);
}
