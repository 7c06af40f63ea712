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

/** What a folder may hold already: a fresh repository, and what installing this package leaves. */
const WELCOME = /^(\.git|node_modules|package(-lock)?\.json|licen[cs]e(\..*)?|readme(\..*)?)$/i;

/** Files that would be overwritten or mixed up. */
function checkEmpty(directory: string): void {
  const there = existsSync(directory) ? readdirSync(directory).filter((name) => !WELCOME.test(name)) : [];
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

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readManifest(file: string): Manifest {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch (error) {
    throw InputError.at(file, undefined, `${(error as Error).message}; mend it, or let init write a new one`);
  }
}

/** The package that wrote the project is the one that it installs: as a file of its own, looked up nowhere. */
function bringOwnPackage(directory: string): string {
  const { name, content } = ownArchive();
  mkdirSync(join(directory, 'vendor'));
  writeFileSync(join(directory, 'vendor', name), content);
  return `file:vendor/${name}`;
}

/** What the folder's own package.json says stays, but for where this package comes from. */
function manifestOf(there: Manifest, ours: Manifest, own: string): Manifest {
  const others = Object.entries(there.dependencies ?? {}).filter(([name]) => name !== PACKAGE_NAME);
  return {
    ...ours,
    ...there,
    scripts: { ...ours.scripts, ...there.scripts },
    dependencies: others.length > 0 ? Object.fromEntries(others) : undefined,
    devDependencies: { ...ours.devDependencies, ...there.devDependencies, [PACKAGE_NAME]: own },
  };
}

function init(directory: string): void {
  checkEmpty(directory);
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'package.json');
  const there = existsSync(file) ? readManifest(file) : {};
  const ours = readManifest(dataFile('init/package.json'));
  cpSync(dataFile('init'), directory, { recursive: true, filter: (from) => !from.endsWith('package.json') });
  restoreDotFiles(directory);
  const manifest = manifestOf(there, ours, bringOwnPackage(directory));
  writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
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
