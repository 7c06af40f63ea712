import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../_helpers/command';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'pipe-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a reader that stops reading', () => {
  it('ends the command quietly, with the exit code of the answer', () => {
    const policy = join(folder, 'policy.json');
    writeFileSync(
      policy,
      JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
    );
    const line = `"${process.execPath}" "${command()}" policy writes "${policy}"`;
    const told = execFileSync(
      'bash',
      ['-c', `{ ${line}; echo "exit $?" >&3; } 2>"${folder}/err" 3>"${folder}/code" | head -1`],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    expect(told).toMatch(/^The policy allows \d+ actions/);
    const read = (name: string): string => execFileSync('cat', [join(folder, name)], { encoding: 'utf8' });
    expect(read('err')).toBe('');
    expect(read('code')).toBe('exit 1\n');
  });
});
