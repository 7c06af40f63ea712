import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { digestOf } from '../../constructs/pipeline/script/digest';
import { type Draft, draftSchema } from '../../lib/change/draft';

/**
 * The script of the Verify project as CodeBuild runs it: the real command, real assemblies, a real snapshot and a real
 * git history. Only the AWS command line is a stand-in, whose buckets are folders.
 */
const ROOT = join(__dirname, '..', '..');
const SOURCES = ['--conditions=source', '--import', 'tsx'];
const place = mkdtempSync(join(tmpdir(), 'guarded-verify-'));
const bin = join(place, 'bin');

/** A program on the path that CodeBuild would find there. */
function program(name: string, text: string): void {
  writeFileSync(join(bin, name), text);
  chmodSync(join(bin, name), 0o755);
}

const AWS = `#!/usr/bin/env node
const { copyFileSync, existsSync, mkdirSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const [service, command, ...rest] = process.argv.slice(2);
const local = (path) => path.replace(/^s3:\\/\\//, process.env.BUCKETS + '/');
if (service === 'dynamodb') {
  const file = join(process.env.BUCKETS, 'released.json');
  console.log(existsSync(file) ? readFileSync(file, 'utf8') : '{}');
} else if (service === 's3' && command === 'cp') {
  const [from, to] = rest.filter((one) => !one.startsWith('--')).map(local);
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
} else process.exit(252);
`;

function synthesize(app: string, folder: string): string {
  const outdir = join(place, folder);
  const context = JSON.stringify(JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')).context);
  const env = { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: context };
  execFileSync(process.execPath, [...SOURCES, app], { cwd: ROOT, env, stdio: 'pipe' });
  return outdir;
}

/** The source's history: a commit that was released, then one by two people. */
function history(): { clone: string; first: string; second: string } {
  const clone = join(place, 'clone');
  mkdirSync(clone);
  const git = (...args: string[]) => execFileSync('git', ['-C', clone, ...args], { encoding: 'utf8' }).trim();
  const commit = (author: string, message: string) => {
    const [name, email] = author.split(' ') as [string, string];
    git(
      ...['-c', `user.name=${name}`, '-c', `user.email=${email}`, '-c', 'commit.gpgsign=false'],
      ...['commit', '-q', '--allow-empty', '-m', message],
    );
    return git('rev-parse', 'HEAD');
  };
  git('init', '-q');
  const first = commit('Zoe zoe@example.com', 'First');
  const second = commit('Alice alice@example.com', 'Take orders by phone\n\nCo-authored-by: Bob <bob@example.com>');
  return { clone, first, second };
}

interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly message: string;
  readonly exports: string;
  readonly draft: Draft | undefined;
  readonly buckets: string;
}

let count = 0;
let platform: string;
let past: ReturnType<typeof history>;
beforeAll(() => {
  mkdirSync(bin);
  program('aws', AWS);
  program(
    'guarded',
    `#!/bin/sh\nexec "${process.execPath}" ${SOURCES.join(' ')} "${join(ROOT, 'bin', 'guarded.ts')}" "$@"\n`,
  );
  buildSync({
    entryPoints: [join(ROOT, 'constructs/pipeline/script/verify.ts')],
    outfile: join(place, 'verify.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  past = history();
  platform = synthesize(join(ROOT, 'bin', 'app.ts'), 'platform');
});
afterAll(() => rmSync(place, { recursive: true }));

/** Runs the script on an assembly. */
function verify(assembly: string, more: { snapshot?: string; released?: string; env?: NodeJS.ProcessEnv } = {}): Run {
  const buckets = join(place, `buckets-${++count}`);
  mkdirSync(buckets);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    NODE_PATH: join(ROOT, 'node_modules'),
    BUCKETS: buckets,
    GUARDED_WORK: join(buckets, 'work'),
    CODEBUILD_SRC_DIR: assembly,
    CODEBUILD_SRC_DIR_History: past.clone,
    APPLICATION: 'orders',
    CHANGE_TABLE: 'orders-changes',
    CHANGE_BUCKET: 'records',
    EXECUTION: 'exec-1',
    REVISION: past.second,
    EXPORTS: join(buckets, 'exports'),
    ...more.env,
  };
  if (more.snapshot) {
    mkdirSync(join(buckets, 'assets'));
    cpSync(more.snapshot, join(buckets, 'assets', 'platform.json'));
    env.SNAPSHOT_URI = 's3://assets/platform.json';
    env.SNAPSHOT_SHA256 ??= createHash('sha256').update(readFileSync(more.snapshot)).digest('hex');
  }
  if (more.released) keepReleased(buckets, more.released);
  const run = spawnSync(process.execPath, [join(place, 'verify.cjs')], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const file = join(buckets, 'records', 'drafts', 'orders', 'exec-1.json');
  return {
    status: run.status,
    out: run.stdout,
    message: run.stderr.trim().split('\n').at(-1) ?? '',
    exports: existsSync(env.EXPORTS!) ? readFileSync(env.EXPORTS!, 'utf8') : '',
    draft: existsSync(file) ? draftSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined,
    buckets,
  };
}

/** The assembly that is in prod, as its own Verify kept it, and the index that names it. */
function keepReleased(buckets: string, assembly: string): void {
  const digest = digestOf(assembly);
  const folder = join(buckets, 'records', 'assemblies');
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-czf', join(folder, `${digest.slice(7)}.tar.gz`), '-C', assembly, '.']);
  const Item = { digest: { S: digest }, revision: { S: past.first }, before: { L: [] } };
  writeFileSync(join(buckets, 'released.json'), JSON.stringify({ Item }));
}

/** Nothing goes on without a proof: no variable, no draft, no kept assembly. */
function expectClosed(run: Run): void {
  expect(run.status).toBe(1);
  expect(run.exports).toBe('');
  expect(run.draft).toBeUndefined();
  expect(existsSync(join(run.buckets, 'records', 'assemblies'))).toBe(false);
}

describe('Verify', () => {
  it('proves, compares with what was released, and leaves the draft and the digest', () => {
    const released = join(place, 'released');
    cpSync(platform, released, { recursive: true });
    writeFileSync(join(released, 'older.txt'), 'what the last release had besides');
    const run = verify(platform, { released });
    expect([run.status, run.message]).toEqual([0, '']);
    const digest = digestOf(platform);
    expect(run.exports).toBe(`DIGEST=${digest}\n`);
    expect(run.draft).toMatchObject({
      revision: past.second,
      base: past.first,
      digest,
      historyUnknown: false,
      proof: { verdict: 'proved' },
      difference: { relation: 'equivalent' },
    });
    expect(run.draft!.commits).toMatchObject([
      { author: 'Alice <alice@example.com>', coAuthors: ['Bob <bob@example.com>'] },
    ]);
    expect(run.draft!.differenceText.length).toBeGreaterThan(0);
    expect(readdirSync(join(run.buckets, 'records', 'assemblies'))).toContain(`${digest.slice(7)}.tar.gz`);
  });

  it('knows no authors without a history, which the gate then says', () => {
    const run = verify(platform, { env: { CODEBUILD_SRC_DIR_History: undefined } });
    expect(run.status).toBe(0);
    expect(run.draft).toMatchObject({ historyUnknown: true, commits: [], difference: null });
  });

  it('stays closed where the proof is refuted', () => {
    const broken = join(place, 'broken');
    cpSync(platform, broken, { recursive: true });
    withoutApproval(broken);
    const run = verify(broken);
    expectClosed(run);
    expect(run.message).toMatch(/^refuted: somebody could do what nobody may.*then release again\.$/);
    expect(run.out).toMatch(/refuted +approval-dominates-prod/);
  });

  it('stays closed in a platform that nobody has looked at, and says what to do', () => {
    const orders = synthesize(join(ROOT, 'examples', 'orders', 'app.ts'), 'orders');
    const starter = join(platform, 'platform.snapshot.json');
    const run = verify(orders, { snapshot: starter });
    expectClosed(run);
    expect(run.message).toMatch(/^unknown: the platform's snapshot describes no account.*npx guarded snapshot --out/);

    const half = JSON.parse(readFileSync(starter, 'utf8')) as { accounts: Record<string, unknown> };
    half.accounts['333333333333'] = {
      authorizationDetails: { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] },
      resources: [],
    };
    const file = join(place, 'half.json');
    writeFileSync(file, JSON.stringify(half));
    const second = verify(orders, { snapshot: file });
    expectClosed(second);
    expect(second.message).toMatch(/^unknown: the proof could not decide.*npx guarded snapshot --out/);
    expect(second.out).toMatch(/account 555555555555 .* not described/);
  });

  it('stays closed where the snapshot or the released assembly is not what was pinned', () => {
    const starter = join(platform, 'platform.snapshot.json');
    const other = verify(platform, { snapshot: starter, env: { SNAPSHOT_SHA256: '0'.repeat(64) } });
    expectClosed(other);
    expect(other.message).toMatch(/it is not the platform's\. Stopped\.$/);
  });
});

/** The pipeline of orders without its approvals. */
function withoutApproval(assembly: string): void {
  interface Pipeline {
    readonly Type: string;
    readonly Properties: { readonly Name?: string; Stages: { readonly Name: string }[] };
  }
  for (const name of readdirSync(assembly).filter((one) => one.endsWith('.template.json'))) {
    const file = join(assembly, name);
    const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources?: Record<string, Pipeline> };
    for (const { Type, Properties } of Object.values(template.Resources ?? {}))
      if (Type === 'AWS::CodePipeline::Pipeline' && Properties.Name === 'orders')
        Properties.Stages = Properties.Stages.filter((stage) => stage.Name !== 'Approve');
    writeFileSync(file, JSON.stringify(template));
  }
}
