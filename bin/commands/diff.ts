import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError } from '../../lib/errors';
import { answering, working } from '../../lib/progress';
import { EXIT } from '../failure';

interface DiffOptions {
  readonly platform?: string;
  readonly json?: boolean;
}

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

async function diff(older: string, newer: string, { platform, json }: DiffOptions): Promise<void> {
  const [before, after] = [await readSide(older, platform), await readSide(newer, platform)];
  const { assetDigests, diffWorlds, tellDifference } = await import('../../lib/diff/index.js');
  working('comparing who can do what');
  const difference = diffWorlds(before, after, assetDigests([older, newer]));
  answering();
  process.stdout.write(`${json ? JSON.stringify(difference, undefined, 2) : tellDifference(difference)}\n`);
  const good = difference.relation === 'equivalent' || difference.relation === 'narrower';
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
    .option('--json', 'one JSON document')
    .action(diff);
}
