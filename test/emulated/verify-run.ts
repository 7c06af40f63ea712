import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { digestOf } from '../../constructs/pipeline/script/digest';
import { templateDigests } from '../../lib/assembly/digest';
import { type Draft, draftSchema } from '../../lib/change/draft';
import { toolArchive } from '../../lib/travel';

const ROOT = join(__dirname, '..', '..');
const SOURCES = ['--conditions=source', '--import', 'tsx'];

/** The AWS command line as far as the script asks it; buckets are folders. */
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

/** How the script ended and what it left. */
export interface Run {
  readonly status: number | null;
  readonly out: string;
  /** Last line that it wrote for people. */
  readonly message: string;
  readonly exports: string;
  readonly draft: Draft | undefined;
  readonly buckets: string;
}

/** What a run is given beside the assembly. */
export interface RunOptions {
  /** File with the platform's snapshot. */
  readonly snapshot?: string;
  /** The assembly that is in prod. */
  readonly released?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * The script of the Verify project as CodeBuild runs it: the real command, real assemblies, a real snapshot and a real
 * git history. Only the AWS command line is a stand-in.
 */
export class VerifyPlace {
  /** Folder of everything; whoever makes a place removes it. */
  public readonly folder = mkdtempSync(join(tmpdir(), 'guarded-verify-'));
  /** A clone of the source, whose first commit was released and whose second has two authors. */
  public readonly past: { readonly clone: string; readonly first: string; readonly second: string };
  private readonly bin = join(this.folder, 'bin');
  /** The package as Verify installs it. */
  private readonly tools = join(this.folder, 'tools');
  private count = 0;

  public constructor() {
    mkdirSync(this.bin);
    this.program('aws', AWS);
    const guarded = `exec "${process.execPath}" ${SOURCES.join(' ')} "${join(ROOT, 'bin', 'guarded.ts')}" "$@"`;
    this.program('guarded', `#!/bin/sh\n${guarded}\n`);
    buildSync({
      entryPoints: [join(ROOT, 'constructs/pipeline/script/verify.ts')],
      outfile: join(this.folder, 'verify.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
    });
    this.past = this.history();
    mkdirSync(this.tools);
    writeFileSync(join(this.tools, 'tool.tar'), gunzipSync(readFileSync(toolArchive().file)));
    execFileSync('tar', ['-xf', 'tool.tar'], { cwd: this.tools });
  }

  /** A program on the path that CodeBuild would find there. */
  private program(name: string, text: string): void {
    writeFileSync(join(this.bin, name), text);
    chmodSync(join(this.bin, name), 0o755);
  }

  private history(): VerifyPlace['past'] {
    const clone = join(this.folder, 'clone');
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

  /** The assembly of an app of this checkout. */
  public synthesize(app: string, name: string): string {
    const outdir = join(this.folder, name);
    const context = JSON.stringify(JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')).context);
    const env = { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: context };
    execFileSync(process.execPath, [...SOURCES, join(ROOT, app)], { cwd: ROOT, env, stdio: 'pipe' });
    return outdir;
  }

  /** A copy of an assembly, to be changed. */
  public copy(assembly: string, name: string): string {
    const folder = join(this.folder, name);
    cpSync(assembly, folder, { recursive: true });
    return folder;
  }

  /** Runs the script on an assembly. */
  public verify(assembly: string, more: RunOptions = {}): Run {
    const buckets = join(this.folder, `buckets-${++this.count}`);
    mkdirSync(buckets);
    for (const one of ['tool.tar', 'node_modules']) symlinkSync(join(this.tools, one), join(buckets, one));
    if (more.released) this.keepReleased(buckets, more.released);
    const env = { ...this.environment(assembly, buckets), ...this.around(buckets, more.snapshot), ...more.env };
    const run = spawnSync(process.execPath, [join(this.folder, 'verify.cjs')], {
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

  private environment(assembly: string, buckets: string): NodeJS.ProcessEnv {
    return {
      ...process.env,
      PATH: `${this.bin}:${process.env.PATH}`,
      NODE_PATH: join(ROOT, 'node_modules'),
      BUCKETS: buckets,
      GUARDED_WORK: join(buckets, 'work'),
      CODEBUILD_SRC_DIR: assembly,
      CODEBUILD_SRC_DIR_History: this.past.clone,
      APPLICATION: 'orders',
      CHANGE_TABLE: 'orders-changes',
      CHANGE_BUCKET: 'records',
      EXECUTION: 'exec-1',
      REVISION: this.past.second,
      EXPORTS: join(buckets, 'exports'),
    };
  }

  /** The platform's snapshot, as the pipeline pins it. */
  private around(buckets: string, snapshot: string | undefined): NodeJS.ProcessEnv {
    if (!snapshot) return {};
    mkdirSync(join(buckets, 'assets'));
    cpSync(snapshot, join(buckets, 'assets', 'platform.json'));
    return {
      SNAPSHOT_URI: 's3://assets/platform.json',
      SNAPSHOT_SHA256: createHash('sha256').update(readFileSync(snapshot)).digest('hex'),
    };
  }

  /** The assembly that is in prod, as its own Verify kept it, and the index that names it. */
  private keepReleased(buckets: string, assembly: string): void {
    const digest = digestOf(assembly);
    const folder = join(buckets, 'records', 'assemblies');
    mkdirSync(folder, { recursive: true });
    execFileSync('tar', ['-czf', join(folder, `${digest.slice(7)}.tar.gz`), '-C', assembly, '.']);
    const Item = { digest: { S: digest }, revision: { S: this.past.first }, before: { L: [] } };
    writeFileSync(join(buckets, 'released.json'), JSON.stringify({ Item }));
  }
}

/** Nothing goes on without a proof: no variable, no draft, no kept assembly. */
export function expectClosed(run: Run): void {
  expect(run.status).toBe(1);
  expect(run.exports).toBe('');
  expect(run.draft).toBeUndefined();
  expect(existsSync(join(run.buckets, 'records', 'assemblies'))).toBe(false);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- templates are any JSON
type Template = { readonly Resources: Record<string, { Type: string; Properties: any }> };

/**
 * Changes every template of an assembly, and of those nested in it, whose file name matches, and names each by its content
 * again, as a synthesis would: another name would stop the release before anything is proved.
 */
export function changeTemplates(folder: string, name: RegExp, change: (template: Template) => void): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.template.json') || !name.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
    change(template);
    writeFileSync(file, JSON.stringify(template));
    nameByContent(entry.parentPath, entry.name);
  }
}

function nameByContent(folder: string, template: string): void {
  const [now] = templateDigests(readFileSync(join(folder, template), 'utf8'));
  const manifests = readdirSync(folder).filter((file) => /(^manifest|\.assets)\.json$/.test(file));
  const before = manifests.flatMap((file) => idsOf(join(folder, file), template));
  for (const file of manifests.map((one) => join(folder, one))) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      before.reduce((all, id) => all.replaceAll(id, now!), text),
    );
  }
}

/** Ids under which an asset manifest publishes a template. */
function idsOf(manifest: string, template: string): string[] {
  const { files = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { files?: Record<string, { source: Source }> };
  return Object.keys(files).filter((id) => files[id]!.source.path === template);
}

interface Source {
  readonly path?: string;
}
