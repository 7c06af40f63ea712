import type { Command } from 'commander';
import { InputError } from '../../lib/errors';
import { answering, working } from '../../lib/progress';
import { EXIT } from '../failure';
import { colours } from './colours';

/** Options of `guarded prove`; `explain` takes the same world. */
export interface WorldOptions {
  readonly app?: string;
  readonly platform?: string;
  readonly snapshot?: string;
}

interface ProveOptions extends WorldOptions {
  readonly json?: boolean;
  readonly certificate?: string;
}

/** Reads the world that the options name. */
export async function readWorld({ app, platform, snapshot }: WorldOptions) {
  if ((app === undefined) === (snapshot === undefined))
    throw InputError.at('arguments', undefined, 'give either --app DIRECTORY or --snapshot FILE');
  if (platform !== undefined && app === undefined)
    throw InputError.at('arguments', '--platform', 'goes with --app; a snapshot stands for itself');
  const { readAssembly, readSnapshot } = await import('../../lib/prover/index.js');
  working(`reading ${snapshot ?? app}`);
  if (snapshot !== undefined) return readSnapshot(snapshot);
  return readAssembly(app!, platform === undefined ? undefined : readSnapshot(platform));
}

/** Colours of the answer on a terminal. */
const STYLE = { heading: colours.bold, good: colours.green, bad: colours.red, faint: colours.dim };

async function prove(options: ProveOptions): Promise<void> {
  const world = await readWorld(options);
  const prover = await import('../../lib/prover/index.js');
  working('proving, certifying and checking the theorems');
  const { result, certificate } = prover.proveChecked(world);
  if (options.certificate !== undefined) prover.writeCertificate(options.certificate, certificate);
  const coloured = process.stdout.isTTY && !process.env.NO_COLOR;
  const text = options.json
    ? JSON.stringify(result, undefined, 2)
    : prover.tellProof(result, coloured ? STYLE : undefined);
  answering();
  process.stdout.write(`${text}\n`);
  process.exitCode = result.verdict === 'proved' ? EXIT.good : EXIT.stop;
}

/** `guarded prove`: proves the theorems on an assembly or a snapshot, or tells who breaks them and how. */
export function register(program: Command): void {
  program
    .command('prove')
    .description('Prove that no human writes to prod, or tell who can and how.')
    .option('--app <directory>', 'the cloud assembly that `npx cdk synth` made')
    .option('--platform <snapshot>', "the organization around a workload's assembly")
    .option('--snapshot <file>', 'a snapshot of the organization')
    .option('--certificate <file>', 'write the certificate of the proof')
    .option('--json', 'one JSON document')
    .action(prove);
}
