/** A newer version of the package comes: the real script of Verify, with the real packages, on what the newer one synthesized. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { dataFile } from '../../lib/package-root';
import { type NamedUpgrade, readUpgrade, toolArchive } from '../../lib/travel';
import { OWN_PIPELINE } from '../deploy/walk/platform-file';
import { NewerVersion } from '../_helpers/newer-version';

const ROOT = join(__dirname, '..', '..');
const newer = new NewerVersion('0.2.0');
const folder = mkdtempSync(join(tmpdir(), 'guarded-upgrade-'));
afterAll(() => {
  newer.leave();
  rmSync(folder, { recursive: true });
});

/** Synthesizes the platform of the smallest example with the newer version, workloads apart. */
const SYNTHESIZE = `
import { App } from 'aws-cdk-lib';
import { platformProps } from './bin/app/platform-props';
import { GuardedPlatform } from './constructs/platform';
import { readPlatform } from './lib/config';
const app = new App({ outdir: process.argv[2], context: JSON.parse(process.argv[3]!) });
new GuardedPlatform(app, 'platform', platformProps(readPlatform(process.argv[4]!)));
app.synth();
`;

function synthesized(): string {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: object };
  const file = join(folder, 'platform.yaml');
  writeFileSync(file, readFileSync(join(ROOT, 'examples/notes/platform.yaml'), 'utf8') + OWN_PIPELINE);
  writeFileSync(join(newer.folder, 'synthesize.ts'), SYNTHESIZE);
  const outdir = join(folder, 'cdk.out');
  const args = ['--conditions=source', '--import', 'tsx', 'synthesize.ts', outdir, JSON.stringify(context), file];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: newer.folder,
    env: { ...process.env, CDK_VALIDATION: 'false' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return outdir;
}

/** What `guarded upgrade` of the newer version writes, and says of it. */
function packed(): NamedUpgrade {
  const archiveFile = join(folder, 'upgrade.tgz');
  const args = [join(newer.folder, 'dist/bundle/guarded.mjs'), 'upgrade', '--out', archiveFile, '--json'];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return { archiveFile, sha256: (JSON.parse(stdout) as { sha256: string }).sha256 };
}

/** Folder in which Verify has installed packages. */
function tools(name: string, next?: string): string {
  const place = join(folder, name);
  unpack(place, toolArchive().file);
  if (next) unpack(join(place, 'upgrade'), next);
  return place;
}

function unpack(place: string, archive: string): void {
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'tool.tar'), gunzipSync(readFileSync(archive)));
  spawnSync('tar', ['-xf', 'tool.tar'], { cwd: place });
}

/** Runs Verify's script; the AWS command line keeps what it puts, and knows of no release. */
function verify(
  assembly: string,
  place: string,
): { said: string; draft?: { proof: { verdict: string }; prover?: object } } {
  const bin = join(place, 'bin');
  const draft = join(place, 'draft.json');
  mkdirSync(bin, { recursive: true });
  rmSync(draft, { force: true });
  const aws = `#!/bin/sh\ncase "$*" in *dynamodb*) echo '{}';; *drafts/*) cp "$4" '${draft}';; esac\n`;
  writeFileSync(join(bin, 'aws'), aws, { mode: 0o755 });
  const environment = {
    ...{ CODEBUILD_SRC_DIR: assembly, EXPORTS: join(place, 'exports'), GUARDED_WORK: join(place, 'work') },
    ...{ APPLICATION: 'platform', REVISION: 'a'.repeat(40), EXECUTION: 'one' },
    ...{ CHANGE_TABLE: 'table', CHANGE_BUCKET: 'bucket', NODE_NO_WARNINGS: '1' },
    PATH: [bin, join(place, 'node_modules/.bin'), dirname(process.execPath), '/usr/bin:/bin'].join(':'),
  };
  const run = spawnSync(process.execPath, [dataFile('pipeline/verify.cjs')], { env: environment, encoding: 'utf8' });
  return {
    said: `${run.stdout}\n${run.stderr}`.trim(),
    ...(existsSync(draft) ? { draft: JSON.parse(readFileSync(draft, 'utf8')) as never } : {}),
  };
}

/** How a package that is installed in a folder proves an assembly, and what it says. */
function proved(place: string, assembly: string): [number | null, string] {
  const args = [join(place, 'node_modules/.bin/guarded'), 'prove', '--app', assembly];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env: { PATH: process.env.PATH } });
  return [status, stdout];
}

const last = (said: string): string => said.split('\n').at(-1)!;

describe('what a newer version synthesized', () => {
  const assembly = synthesized();
  const upgrade = packed();

  test('states the very package that it may be proved by', () => {
    expect(readUpgrade(upgrade)).toEqual({ version: '0.2.0' });
    const name = readdirSync(assembly).find((each) => /^platformorganization.*\.template\.json$/.test(each))!;
    const { Metadata } = JSON.parse(readFileSync(join(assembly, name), 'utf8')) as { Metadata: Record<string, object> };
    expect(Metadata['GuardedEnvironments::Platform']).toMatchObject({ packageVersion: '0.2.0', tool: upgrade.sha256 });
  });

  test('is refused where nobody let that package in, though the commit brings it', () => {
    cpSync(upgrade.archiveFile, join(assembly, 'upgrade.tgz'));
    const { said, draft } = verify(assembly, tools('deployed'));
    expect(last(said)).toMatch(
      /^unknown: the assembly was made by cdk-guarded-environments 0\.2\.0 .*, and no other is accepted\. Let the release before accept it: /,
    );
    expect(draft).toBeUndefined();
    rmSync(join(assembly, 'upgrade.tgz'));
  });

  test('is unknown to the deployed package, which makes another machinery', () => {
    expect(proved(tools('alone'), assembly)).toEqual([1, expect.stringContaining('unknown')]);
  });

  test('is proved by the accepted package, and the record says by which', () => {
    const { said, draft } = verify(assembly, tools('accepting', upgrade.archiveFile));
    expect(said).toContain(`Proved by cdk-guarded-environments 0.2.0 with aws-cdk-lib`);
    expect(draft).toMatchObject({ proof: { verdict: 'proved' }, prover: { version: '0.2.0', sha256: upgrade.sha256 } });
  });

  test('is unknown to the accepted package too, where it is not what that one makes', () => {
    const other = join(folder, 'other');
    cpSync(assembly, other, { recursive: true });
    const name = readdirSync(other).find((each) => /^platformpipelinenotes.*\.template\.json$/.test(each))!;
    const file = join(other, name);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replaceAll('"ExecutionMode": "QUEUED"', '"ExecutionMode": "PARALLEL"'),
    );
    expect(readFileSync(file, 'utf8')).toContain('PARALLEL');
    expect(proved(join(tools('beside', upgrade.archiveFile), 'upgrade'), other)).toEqual([
      1,
      expect.stringContaining('PARALLEL'),
    ]);
  });
});
