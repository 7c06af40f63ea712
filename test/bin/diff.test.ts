import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../_helpers/command';
import { DEV, allow, snapshot, user } from '../lib/prover/_org';

const root = join(__dirname, '..', '..');
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'diff-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function guarded(...args: string[]) {
  return spawnSync(process.execPath, [command(), ...args], { cwd: root, encoding: 'utf8' });
}

function side(name: string, action: string): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(snapshot({ dev: { users: [user(DEV, 'dana', [allow(action, '*')])] } })));
  return path;
}

test('guarded diff: 1 where somebody can do more, 0 where nobody can, 2 where a side is missing', () => {
  const [less, more] = [side('less.json', 's3:GetObject'), side('more.json', 's3:*')];
  const broader = guarded('diff', less, more, '--json');
  expect(broader.status).toBe(1);
  expect(JSON.parse(broader.stdout)).toMatchObject({
    version: 1,
    relation: 'broader',
    reach: { gained: [], lost: [] },
  });
  expect(guarded('diff', less, more, '--fail-on', 'weaker').status).toBe(0);
  expect(guarded('diff', less, more, '--fail-on', 'nothing').status).toBe(2);
  const narrower = guarded('diff', more, less);
  expect(narrower.status).toBe(0);
  expect(narrower.stdout).toMatch(/^Narrower: .*\n/);
  const missing = guarded('diff', less, join(folder, 'none'));
  expect(missing.status).toBe(2);
  expect(missing.stderr).toMatch(/is not there; a cloud assembly or a snapshot is expected/);
});
