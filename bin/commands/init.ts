import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../lib/errors';
import { dataFile } from '../../lib/package-root';
import { PACKAGE_NAME, ownArchive } from '../../lib/travel';

const NEXT = `Next:
  npm install
  npx cdk synth      every stack, from the made-up ids in platform.yaml
  npx guarded show   what they come to
Then write the ids of your own organization into platform.yaml.
`;

/** Files that would be overwritten or mixed up; git's own folder disturbs nobody. */
function checkEmpty(directory: string): void {
  const there = existsSync(directory) ? readdirSync(directory).filter((name) => name !== '.git') : [];
  if (!there.length) return;
  throw InputError.at(
    directory,
    undefined,
    `not empty (${there.slice(0, 3).join(', ')} …); name an empty folder or a new one`,
  );
}

/** npm leaves a file of this name out of packages, so it travels without the dot. */
function restoreDotFiles(directory: string): void {
  renameSync(join(directory, 'gitignore'), join(directory, '.gitignore'));
}

/** The package that wrote the project is the one that it installs: as a file of its own, looked up nowhere. */
function bringOwnPackage(directory: string): void {
  const { name, content } = ownArchive();
  mkdirSync(join(directory, 'vendor'));
  writeFileSync(join(directory, 'vendor', name), content);
  const file = join(directory, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { devDependencies: Record<string, string> };
  const devDependencies = { ...manifest.devDependencies, [PACKAGE_NAME]: `file:vendor/${name}` };
  writeFileSync(file, `${JSON.stringify({ ...manifest, devDependencies }, undefined, 2)}\n`);
}

function init(directory: string): void {
  checkEmpty(directory);
  mkdirSync(directory, { recursive: true });
  cpSync(dataFile('init'), directory, { recursive: true });
  restoreDotFiles(directory);
  bringOwnPackage(directory);
  process.stderr.write(NEXT);
}

/** `guarded init`: a platform.yaml and a workload that synthesize at once. */
export function register(program: Command): void {
  program
    .command('init')
    .description('Write a commented platform.yaml and a workload skeleton into an empty folder.')
    .argument('[directory]', 'an empty or a new folder', '.')
    .action(init);
}
