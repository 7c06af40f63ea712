/** Everything `dist` holds: the jsii module, the bundled handlers, the data cut from pinned packages, the JSON Schema. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = dirname(__dirname);
const dist = join(root, 'dist');

/** jsii also prints notices about the Node version; only its own result matters here. */
function compile(): void {
  const env = {
    ...process.env,
    JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1',
    JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
  };
  const jsii = join(root, 'node_modules', 'jsii', 'bin', 'jsii');
  execFileSync(process.execPath, [jsii, '--generate-tsconfig', 'tsconfig.jsii.json'], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
}

/** The parts of the build that a room brings along: scripts/build-<part>.ts, each run on its own. */
function runParts(): void {
  const parts = readdirSync(__dirname)
    .filter((name) => /^build-.+\.ts$/.test(name))
    .sort();
  for (const part of parts) {
    execFileSync(process.execPath, ['--import', 'tsx', join(__dirname, part)], { cwd: root, stdio: 'inherit' });
  }
}

/** npm does not link a package's own command into a checkout; `npx guarded` finds it through this link. */
function linkCommand(): void {
  const target = join(dist, 'bin', 'guarded.js');
  const bin = join(root, 'node_modules', '.bin');
  if (!existsSync(target) || !existsSync(bin)) return;
  chmodSync(target, 0o755);
  rmSync(join(bin, 'guarded'), { force: true });
  symlinkSync(relative(bin, target), join(bin, 'guarded'));
}

mkdirSync(dist, { recursive: true });
runParts();
compile();
linkCommand();
