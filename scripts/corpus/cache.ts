/** What the corpus installs lies outside of the tree, in a folder named by what is in it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Exported, LIBRARIES } from './libraries';

const ROOT = dirname(dirname(__dirname));
const PINS = join(__dirname, 'requirements.txt');

function cached(kind: string, pins: string): { readonly folder: string; readonly ready: boolean; done(): void } {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const hash = createHash('sha256').update(pins).digest('hex').slice(0, 16);
  const folder = join(base, 'cdk-guarded-environments', `${kind}-${hash}`);
  const stamp = join(folder, 'ready');
  const ready = existsSync(stamp);
  if (!ready) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  return { folder, ready, done: () => writeFileSync(stamp, '') };
}

/**
 * Installs the libraries and gives what each exports. Theirs is the `aws-cdk-lib` of this package: constructs of two copies
 * do not know each other.
 */
export function installLibraries(): ReadonlyMap<string, Exported> {
  const dependencies = Object.fromEntries(LIBRARIES.map(({ name, version }) => [name, version]));
  const { folder, ready, done } = cached('libraries', JSON.stringify(dependencies));
  if (!ready) {
    process.stderr.write(`Installing ${LIBRARIES.length} libraries into ${folder} …\n`);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--silent'];
    execFileSync('npm', ['install', ...quiet], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    done();
  }
  // Each time: another checkout may have installed them.
  for (const name of ['aws-cdk-lib', 'constructs']) share(folder, name);
  const load = createRequire(join(folder, 'package.json'));
  return new Map(LIBRARIES.map(({ name }) => [name, load(name) as Exported]));
}

function share(folder: string, name: string): void {
  const place = join(folder, 'node_modules', name);
  rmSync(place, { recursive: true, force: true });
  symlinkSync(join(ROOT, 'node_modules', name), place);
}

/** Installs the pinned cfn-lint and gives its program. */
export function installLint(): string {
  const { folder, ready, done } = cached('cfn-lint', readFileSync(PINS, 'utf8'));
  const bin = (name: string): string => join(folder, 'venv', 'bin', name);
  if (!ready) {
    process.stderr.write(`Installing cfn-lint into ${folder} …\n`);
    execFileSync('python3', ['-m', 'venv', join(folder, 'venv')], { stdio: ['ignore', 'ignore', 'inherit'] });
    const exactly = ['install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', PINS];
    execFileSync(bin('pip'), exactly, { stdio: ['ignore', 'ignore', 'inherit'] });
    done();
  }
  return bin('cfn-lint');
}
