import { statSync } from 'node:fs';
import { Option } from 'commander';
import type { Command } from 'commander';
import { InputError } from '../../lib/errors';
import { answering, working } from '../../lib/progress';
import { EXIT } from '../failure';

interface DiffOptions {
  readonly platform?: string;
  readonly json?: boolean;
  readonly failOn: (typeof FAIL_ON)[number];
}

/** What ends the command with 1: anything that is broader, different or unknown, or what change control alone lets through. */
const FAIL_ON = ['broader', 'weaker'] as const;

/** A folder is a cloud assembly, a file a snapshot. */
function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw InputError.at(path, undefined, 'is not there; a cloud assembly or a snapshot is expected.');
  return found.isDirectory();
}

async function readSide(path: string, platform: string | undefined) {
  const { describeAssembly, readSnapshot } = await import('../../lib/prover/index.js');
  working(`reading ${path}`);
  if (!isFolder(path)) return readSnapshot(path);
  return describeAssembly(path, platform === undefined ? undefined : readSnapshot(platform));
}

async function diff(older: string, newer: string, { platform, json, failOn }: DiffOptions): Promise<void> {
  const [before, after] = [await readSide(older, platform), await readSide(newer, platform)];
  const { assetDigests, diffWorlds, isWeaker, tellDifference } = await import('../../lib/diff/index.js');
  working('comparing who can do what');
  const difference = diffWorlds(before, after, assetDigests([older, newer]));
  answering();
  process.stdout.write(`${json ? JSON.stringify(difference, undefined, 2) : tellDifference(difference)}\n`);
  const kept = difference.relation === 'equivalent' || difference.relation === 'narrower';
  const good = failOn === 'weaker' ? !isWeaker(difference) : kept;
  process.exitCode = good ? EXIT.good : EXIT.stop;
}

/** `guarded diff OLD NEW`: what changes in change control, who can newly do what, who no longer can. */
export function register(program: Command): void {
  program
    .command('diff')
    .description('Tell who can newly do what, and where change control is weaker, between two assemblies or snapshots.')
    .argument('<old>', 'a cloud assembly (folder) or a snapshot (file)')
    .argument('<new>', 'a cloud assembly (folder) or a snapshot (file)')
    .option('--platform <snapshot>', "the organization around workloads' assemblies")
    .addOption(
      new Option(
        '--fail-on <what>',
        'end with 1 where it is broader or different, or only where change control is weaker',
      )
        .choices(FAIL_ON)
        .default('broader'),
    )
    .option('--json', 'one JSON document')
    .action(diff);
}
