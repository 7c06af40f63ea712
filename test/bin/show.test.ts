import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../_helpers/command';

const root = join(__dirname, '../..');
const app = mkdtempSync(join(tmpdir(), 'show-'));
afterAll(() => rmSync(app, { recursive: true }));

beforeAll(() => {
  writeFileSync(join(app, 'manifest.json'), JSON.stringify({ artifacts: {} }));
  const pluginReports = [{ pluginName: 'AwsSolutions', violations: [{ ruleName: 'x' }] }];
  writeFileSync(join(app, 'validation-report.json'), JSON.stringify({ pluginReports }));
});

function show(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const others = Object.entries(process.env).filter(([name]) => !/^(NO|FORCE)_COLOR$/.test(name));
  return spawnSync(process.execPath, [command(), 'show', '--app', app, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...Object.fromEntries(others), ...env },
  });
}

test('the page is plain text, or coloured where that is asked for; NO_COLOR has the last word', () => {
  const plain = show([]);
  expect([plain.status, plain.stderr]).toEqual([0, '']);
  expect(plain.stdout).toMatch(/^Organization\n {2}o-abc123defg in eu-west-2/);
  expect(plain.stdout).not.toContain('\u001b');
  expect(show([], { CI: 'true' }).stdout).toBe(plain.stdout);
  const coloured = show([], { FORCE_COLOR: '1' }).stdout;
  expect(coloured).toContain('\u001b[1mOrganization');
  expect(coloured).toContain('\u001b[31m1 finding');
  expect(show([], { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).toBe(plain.stdout);
});

test('--json is one document with everything in it', () => {
  const summary = JSON.parse(show(['--json']).stdout) as Record<string, unknown[]>;
  expect(Object.keys(summary)).toEqual(
    expect.arrayContaining(['version', 'organization', 'environments', 'people', 'runbooks', 'pipelines', 'checks']),
  );
  expect(summary.runbooks).toHaveLength(1);
});

test('without an assembly or a description it says what is missing', () => {
  const assembly = show(['--app', join(app, 'none')]);
  expect([assembly.status, assembly.stdout]).toEqual([2, '']);
  expect(assembly.stderr).toMatch(/run `npx cdk synth` first/);
  const platform = show(['--platform', join(app, 'none.yaml')]);
  expect([platform.status, platform.stdout]).toEqual([2, '']);
  expect(platform.stderr).toContain('none.yaml');
});
