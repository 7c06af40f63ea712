import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { command } from '../_helpers/command';

const root = join(__dirname, '..', '..');

function guarded(...args: string[]) {
  return spawnSync(process.execPath, [command(), 'snapshot', ...args], { cwd: root, encoding: 'utf8' });
}

test('guarded snapshot names what is wrong with its options', () => {
  expect(guarded()).toMatchObject({ status: 2, stderr: expect.stringContaining('--out') });
  const wrong = guarded('--out', '/dev/null', '--environment', '333=production');
  expect(wrong).toMatchObject({ status: 2, stdout: '' });
  expect(wrong.stderr).toMatch(/333=production is not ACCOUNT=ENVIRONMENT/);
});
