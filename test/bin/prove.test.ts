import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../_helpers/command';
import { DEV, PROD, allow, role, roleArn, snapshot, trust, user } from '../lib/prover/_org';

const root = join(__dirname, '..', '..');
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'prove-'))));
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function guarded(...args: string[]): Run {
  try {
    const out = execFileSync(process.execPath, [command(), ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
    return { code: 0, out, err: '' };
  } catch (error) {
    const failed = error as { status: number; stdout: string; stderr: string };
    return { code: failed.status, out: failed.stdout, err: failed.stderr };
  }
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const DEPLOY = roleArn(PROD, 'deploy');
const open = snapshot({
  dev: { users: [user(DEV, 'dana', [allow('sts:AssumeRole', DEPLOY)])] },
  prod: { roles: [role(PROD, 'deploy', [trust({ AWS: DEV })], [allow('s3:PutObject', 'arn:aws:s3:::orders/*')])] },
});

describe('guarded prove', () => {
  it('tells the human, the chain and the place to change, in JSON and in words', () => {
    const path = file('open.json', open);
    const json = guarded('prove', '--snapshot', path, '--json');
    expect(json.code).toBe(1);
    const [first] = (JSON.parse(json.out) as { theorems: { counterexamples: unknown[] }[] }).theorems;
    expect(first).toMatchObject({
      id: 'no-human-write-to-prod',
      verdict: 'refuted',
      counterexamples: [
        {
          human: `arn:aws:iam::${DEV}:user/dana`,
          steps: [{ edge: 'assume-role', to: DEPLOY, by: 'sts:AssumeRole' }],
          request: { principal: DEPLOY, action: 's3:PutObject' },
        },
      ],
    });
    const words = guarded('prove', '--snapshot', path);
    expect(words.out).toContain(`user/dana (${DEV}) → role/deploy (${PROD}) → s3:PutObject`);
    expect(words.out).toContain(
      `change: accounts.${PROD}.authorizationDetails.RoleDetailList[0].AssumeRolePolicyDocument`,
    );
  });

  it('ends with 2 and names the file where the input cannot be read', () => {
    const run = guarded('prove', '--snapshot', file('cut.json', '{"version"'));
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('cut.json');
  });

  it('explains one request by its layers', () => {
    const run = guarded(
      'explain',
      '--snapshot',
      file('open.json', open),
      '--principal',
      DEPLOY,
      '--action',
      's3:PutObject',
      '--resource',
      'arn:aws:s3:::orders/1',
      '--json',
    );
    expect(JSON.parse(run.out)).toMatchObject({
      decision: 'allowed',
      layers: [{ layer: 'identity policies', effect: 'allows' }, {}, {}, {}],
    });
    const denied = guarded(
      'explain',
      '--snapshot',
      file('open.json', open),
      '--principal',
      DEPLOY,
      '--action',
      's3:PutObject',
      '--resource',
      'arn:aws:s3:::other/1',
      '--json',
    );
    expect(JSON.parse(denied.out)).toMatchObject({ decision: 'denied', layers: [{ effect: 'silent' }, {}, {}, {}] });
  });
});
