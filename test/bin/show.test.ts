import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
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

test('an assembly of another platform.yaml is told, and one that is older than the file as well', () => {
  const other = mkdtempSync(join(tmpdir(), 'show-other-'));
  const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 't.json' } };
  writeFileSync(join(other, 'manifest.json'), JSON.stringify({ artifacts: { stack } }));
  const pipeline = (Name: string) => ({ Type: 'AWS::CodePipeline::Pipeline', Properties: { Name, Stages: [] } });
  const made = (...names: string[]) =>
    writeFileSync(
      join(other, 't.json'),
      JSON.stringify({ Resources: Object.fromEntries(names.map((n) => [n, pipeline(n)])) }),
    );
  writeFileSync(join(other, 'validation-report.json'), '{}');
  made('shop', 'platform');
  const renamed = show(['--app', other]);
  expect(renamed.status).toBe(2);
  expect(renamed.stderr).toMatch(
    /holds the pipelines platform, shop, and platform.yaml describes orders, platform; run/,
  );
  made('orders', 'platform');
  utimesSync(join(other, 'manifest.json'), 1, 1);
  const older = show(['--app', other]);
  expect([older.status, older.stderr]).toEqual([
    0,
    expect.stringMatching(/platform.yaml was changed after .* was made of it/),
  ]);
  rmSync(other, { recursive: true });
});
