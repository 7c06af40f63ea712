import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../_helpers/command';
import { synthesizePlatform } from '../lib/world/machinery/_planted';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'export-'));
afterAll(() => rmSync(folder, { recursive: true }));

function guarded(...args: string[]) {
  return spawnSync(process.execPath, [command(), 'export', ...args], { cwd: root, encoding: 'utf8' });
}

type Json = Record<string, unknown>;
const read = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json;

/** Control policies by name, as the organization's stack would deploy them. */
function deployedPolicies(): Map<string, unknown> {
  const assembly = synthesizePlatform();
  const template = readdirSync(assembly).find((name) =>
    /^platformorganization[0-9A-F]{8}\.template\.json$/.test(name),
  )!;
  const { Resources } = read(join(assembly, template)) as { Resources: Record<string, Json> };
  const policies = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Organizations::Policy');
  return new Map(policies.map(({ Properties }) => [(Properties as Json).Name as string, (Properties as Json).Content]));
}

test('it writes what the stacks deploy, names each file, and nothing else', () => {
  const out = join(folder, 'deep', 'policies');
  const { status, stdout, stderr } = guarded('--out', out);
  expect([status, stderr]).toEqual([0, '']);
  const files = readdirSync(out).sort();
  expect(stdout.trim().split('\n').sort()).toEqual(files.map((name) => join(out, name)));
  const deployed = deployedPolicies();
  const control = files.filter((name) => /^[sr]cp-/.test(name));
  expect(control.map((name) => name.replace(/^[sr]cp-|\.json$/g, '')).sort()).toEqual([...deployed.keys()].sort());
  for (const name of control)
    expect(read(join(out, name))).toEqual(deployed.get(name.replace(/^[sr]cp-|\.json$/g, '')));
  for (const name of control)
    expect(JSON.stringify(read(join(out, name))).length).toBeLessThanOrEqual(name.startsWith('scp') ? 10240 : 5120);
});

test('another organization has other guardrails', () => {
  const text = readFileSync(join(root, 'platform.yaml'), 'utf8').replace('workload: ./examples/orders', '');
  const other = join(folder, 'platform.yaml');
  writeFileSync(other, text.replaceAll('111111111111', '999999999999'));
  const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
  expect(guarded('--out', ours).status).toBe(0);
  expect(guarded('--platform', other, '--out', theirs).status).toBe(0);
  const machines = (dir: string): string => readFileSync(join(dir, 'rcp-guarded-machine-roles.json'), 'utf8');
  expect(machines(ours)).toContain('111111111111');
  expect(machines(theirs)).not.toContain('111111111111');
});

test('each control policy has its targets, and what an earlier export left behind is taken away', () => {
  const out = join(folder, 'again');
  expect(guarded('--out', out).status).toBe(0);
  const targets = read(join(out, 'targets.json'));
  const control = readdirSync(out).filter((name) => /^[sr]cp-/.test(name));
  expect(Object.keys(targets).sort()).toEqual(control.sort());
  const ceiling = { type: 'SERVICE_CONTROL_POLICY', targets: [expect.stringMatching(/^ou-/)] };
  expect(targets['scp-guarded-prod-ceiling.json']).toEqual(ceiling);
  for (const name of ['scp-guarded-old.json', 'scp-of-ours.json']) writeFileSync(join(out, name), '{}');
  writeFileSync(join(out, 'targets.json'), JSON.stringify({ ...targets, 'scp-guarded-old.json': {} }));
  expect(guarded('--out', out).stderr).toMatch(/scp-guarded-old.json: taken away/);
  expect(readdirSync(out)).not.toContain('scp-guarded-old.json');
  expect(readdirSync(out)).toContain('scp-of-ours.json');
  writeFileSync(join(out, 'targets.json'), 'mine');
  expect(guarded('--out', out)).toMatchObject({ status: 2, stdout: '' });
});

test('bad input is told in a line, and nothing is written', () => {
  expect(guarded()).toMatchObject({ status: 2, stdout: '' });
  const file = join(folder, 'file');
  writeFileSync(file, 'here');
  const occupied = guarded('--out', file);
  expect([occupied.status, occupied.stdout]).toEqual([2, '']);
  expect(occupied.stderr).toMatch(/^arguments: --out: .*name a folder that can be written to\n$/);
  expect(readFileSync(file, 'utf8')).toBe('here');
  const missing = guarded('--out', join(folder, 'none'), '--platform', join(folder, 'nothing.yaml'));
  expect([missing.status, missing.stdout]).toEqual([2, '']);
  expect(missing.stderr).toContain('nothing.yaml');
  expect(readdirSync(folder)).not.toContain('none');
});
