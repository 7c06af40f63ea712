import { copyFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError } from '../../lib/errors';
import { ownPackage, toolArchive } from '../../lib/travel';

/** Options of `guarded upgrade`. */
interface UpgradeOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** What platform.yaml says of the archive, for the commit that is released before the one that installs this package. */
function linesFor(archive: string, sha256: string): string {
  return `platform:\n  upgrade:\n    archive: ${JSON.stringify(archive)}\n    sha256: ${sha256}`;
}

function upgrade({ out, json }: UpgradeOptions): void {
  const { version, sha256 } = ownPackage();
  if (out !== undefined) write(out);
  process.stderr.write(
    `This is version ${version}, with the libraries that are installed here beside it. In the branch that is released, without installing it, write this into platform.yaml:\n`,
  );
  const text = out === undefined ? sha256 : linesFor(out, sha256);
  process.stdout.write(`${json ? JSON.stringify({ version, sha256, archive: out ?? null }, undefined, 2) : text}\n`);
}

function write(out: string): void {
  try {
    copyFileSync(toolArchive().file, out);
  } catch (error) {
    throw InputError.at('arguments', '--out', `${(error as Error).message}; name a file that can be written`);
  }
}

/** `guarded upgrade`: this very package as what the platform may accept to prove the release that moves to it. */
export function register(program: Command): void {
  program
    .command('upgrade')
    .description('Pack this very package, so that a release of the platform may accept it as what proves the next one.')
    .option('--out <file>', 'where the archive goes; without it the digest alone is printed, to compare')
    .option('--json', 'one JSON document')
    .action(upgrade);
}
