/** Everything `dist` holds: the jsii module, the bundled handlers, the data cut from pinned packages, the JSON Schema. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { bundleConstructs } from './bundle/constructs';
import { writeLicences } from './bundle/licences';
import { copyTypes } from './bundle/types';

const root = dirname(__dirname);
const dist = join(root, 'dist');

/** Written when everything is built; what is younger than it has changed since. */
const STAMP = join(dist, '.built');

/** What the build reads. */
const SOURCES = [
  'bin',
  'constructs',
  'lib',
  'scripts',
  'examples/notes',
  'examples/skeleton',
  'examples/web',
  'platform.yaml',
  'cdk.json',
  'package.json',
];

function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`))));
  });
}

/** jsii also prints notices about the Node version; only its own result matters here. */
function compile(): Promise<void> {
  const env = {
    ...process.env,
    JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1',
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1',
    JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
  };
  return run([join(root, 'node_modules', 'jsii', 'bin', 'jsii'), '--generate-tsconfig', 'tsconfig.jsii.json'], env);
}

/** The parts of the build that a room brings along: scripts/build-<part>.ts, each run on its own; none reads another's. */
async function runParts(): Promise<void> {
  const parts = readdirSync(__dirname).filter((name) => /^build-.+\.ts$/.test(name));
  for (const part of parts.sort()) await run(['--import', 'tsx', join(__dirname, part)]);
}

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** `npx guarded` in a checkout prepares the package anew for each caller; nothing changed means nothing to do. */
function isCurrent(): boolean {
  return existsSync(STAMP) && SOURCES.every((source) => newest(join(root, source)) < statSync(STAMP).mtimeMs);
}

/**
 * npm does not link a package's own command into a checkout, nor the package itself: `npx guarded` finds it through these
 * links, and so does the CDK command line its plugin, `cdk-guarded-environments/credentials`.
 */
function linkCommand(): void {
  const target = join(dist, 'bundle', 'guarded.mjs');
  const bin = join(root, 'node_modules', '.bin');
  if (!existsSync(target) || !existsSync(bin)) return;
  chmodSync(target, 0o755);
  rmSync(join(bin, 'guarded'), { force: true });
  symlinkSync(relative(bin, target), join(bin, 'guarded'));
  const own = join(root, 'node_modules', 'cdk-guarded-environments');
  rmSync(own, { force: true });
  symlinkSync('..', own);
}

async function build(): Promise<void> {
  mkdirSync(dist, { recursive: true });
  rmSync(STAMP, { force: true });
  // One core compiles while the other cuts and bundles.
  await Promise.all([compile(), runParts()]);
  await bundleConstructs();
  copyTypes();
  writeLicences();
  writeFileSync(STAMP, '');
}

async function main(): Promise<void> {
  if (!process.argv.includes('--if-changed') || !isCurrent()) await build();
  linkCommand();
}

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
