import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpushed } from '../../bin/commands/working-copy';

const root = mkdtempSync(join(tmpdir(), 'guarded-unpushed-'));
afterAll(() => rmSync(root, { recursive: true }));

const folder = join(root, 'work');
const file = join(folder, 'platform.yaml');
const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    stdio: 'pipe',
  });

test('what the repository does not have yet, from nothing to all', () => {
  const origin = join(root, 'origin');
  for (const where of [folder, origin]) execFileSync('git', ['init', '-q', '-b', 'main', where]);
  git('-C', origin, 'config', 'receive.denyCurrentBranch', 'ignore');
  git('remote', 'add', 'origin', origin);
  writeFileSync(file, 'a');
  writeFileSync(join(folder, 'other'), 'a');
  expect(unpushed([file], folder)).toBe('not committed yet: platform.yaml');
  git('add', 'platform.yaml');
  git('commit', '-qm', 'one');
  expect(unpushed([file], folder)).toBe('nobody has pushed this branch yet');
  git('push', '-q', '-u', 'origin', 'main');
  expect(unpushed([file], folder)).toBeUndefined(); // `other` is nothing that the platform is made of
  writeFileSync(file, 'b');
  expect(unpushed([file], folder)).toBe('not committed yet: platform.yaml');
  git('commit', '-qam', 'two');
  expect(unpushed([file], folder)).toBe('not pushed yet: 1 commits');
});

test('without a repository nobody can push', () => {
  const alone = mkdtempSync(join(tmpdir(), 'guarded-alone-'));
  expect(unpushed([join(alone, 'platform.yaml')], alone)).toBe('no repository holds platform.yaml yet');
  rmSync(alone, { recursive: true });
});
