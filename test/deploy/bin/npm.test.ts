import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = mkdtempSync(join(tmpdir(), 'guarded-npm-'));
afterAll(() => rmSync(root, { recursive: true }));

const NAME = 'cdk-guarded-environments';
const checkout = join(root, 'checkout');
const build = join(root, 'build');
const installed = join(build, 'node_modules', NAME, 'README.md');

beforeAll(() => {
  mkdirSync(join(checkout, 'node_modules', 'zod'), { recursive: true });
  symlinkSync('..', join(checkout, 'node_modules', NAME)); // as npm links a package into itself
  writeFileSync(join(checkout, 'README.md'), 'of the checkout');
  mkdirSync(join(build, 'vendor', 'package'), { recursive: true });
  writeFileSync(join(build, 'vendor', 'package', 'README.md'), 'of the archive');
  execFileSync('tar', ['-czf', join(build, 'vendor', 'own.tgz'), '-C', join(build, 'vendor'), 'package']);
});

function install(manifest: object): string {
  writeFileSync(join(build, 'package.json'), JSON.stringify(manifest));
  const env = { ...process.env, GUARDED_CHECKOUT: checkout };
  execFileSync(join(__dirname, 'npm'), ['ci'], { cwd: build, env, stdio: 'pipe' });
  return readFileSync(installed, 'utf8');
}

test('a build has the package of this checkout, or the archive that its source brings, and writes to neither', () => {
  expect(install({})).toBe('of the checkout');
  expect(install({ devDependencies: { [NAME]: 'file:vendor/own.tgz' } })).toBe('of the archive');
  expect(readFileSync(join(checkout, 'README.md'), 'utf8')).toBe('of the checkout');
});
