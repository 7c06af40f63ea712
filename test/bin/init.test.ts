import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlatform } from '../../lib/config';
import { command } from '../_helpers/command';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'init-'));
const fromSources = ['--conditions=source', '--import', 'tsx'];
afterAll(() => rmSync(folder, { recursive: true }));

function init(directory: string) {
  return spawnSync(process.execPath, [command(), 'init', directory], { cwd: root, encoding: 'utf8' });
}

/** As npm would have installed it: the package is this checkout, what it needs comes from here as well. */
function install(directory: string): void {
  mkdirSync(join(directory, 'node_modules', '@types'), { recursive: true });
  const { devDependencies } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  for (const name of Object.keys(devDependencies)) {
    const target = name === 'cdk-guarded-environments' ? root : join(root, 'node_modules', name);
    symlinkSync(target, join(directory, 'node_modules', name));
  }
}

beforeAll(() => {
  execFileSync(process.execPath, [...fromSources, join(root, 'scripts/build-init.ts')], { cwd: root });
});

test('it writes a platform and a workload that hold, and refuses a folder with something in it', () => {
  const target = join(folder, 'mine');
  expect(init(target)).toMatchObject({ status: 0, stdout: '' });
  const { config } = readPlatform(join(target, 'platform.yaml'));
  expect(config.applications[0]).toMatchObject({ name: 'hello', workload: './workload' });
  expect(existsSync(join(target, '.gitignore'))).toBe(true);
  const again = init(target);
  expect(again.status).toBe(2);
  expect(again.stderr).toMatch(/mine: not empty .*name an empty folder or a new one/);
});

test('what it writes synthesizes at once, without a finding of the rule packs', () => {
  const target = join(folder, 'synthesized');
  init(target);
  install(target);
  const app = join(root, 'bin/app.ts');
  const run = spawnSync(process.execPath, [...fromSources, app], {
    cwd: target,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: join(target, 'cdk.out'), CDK_VALIDATION: 'false' },
  });
  expect([run.status, run.stderr]).toEqual([0, expect.stringContaining('hello prod')]);
  expect(existsSync(join(target, 'cdk.out/assembly-hello-prod-eu-west-1/manifest.json'))).toBe(true);
});

test('it comes into a fresh repository that the package is installed in, and keeps what that says', () => {
  const target = join(folder, 'repository');
  mkdirSync(join(target, '.git'), { recursive: true });
  mkdirSync(join(target, 'node_modules'));
  const own = {
    name: 'mine',
    scripts: { synth: 'mine' },
    dependencies: { 'cdk-guarded-environments': 'file:../x.tgz' },
  };
  writeFileSync(join(target, 'package.json'), JSON.stringify(own));
  for (const name of ['package-lock.json', 'LICENSE', 'README.md']) writeFileSync(join(target, name), name);
  expect(init(target)).toMatchObject({ status: 0 });
  const read = (name: string): string => readFileSync(join(target, name), 'utf8');
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  expect(manifest).toMatchObject({ name: 'mine', scripts: { synth: 'mine', show: 'guarded show' } });
  expect(manifest.dependencies).toEqual(undefined);
  expect(manifest.devDependencies!['cdk-guarded-environments']).toMatch(/^file:vendor\//);
  expect(read('README.md')).toBe('README.md');
});

test('a platform that does not hold gives one message and exit 2', () => {
  const target = join(folder, 'broken');
  init(target);
  const file = join(target, 'platform.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace("'333333333333'", 'nonsense'));
  const run = spawnSync(process.execPath, [...fromSources, join(root, 'bin/app.ts')], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, GUARDED_PLATFORM: file, CDK_OUTDIR: join(target, 'cdk.out') },
  });
  expect(run.status).toBe(2);
  expect(run.stderr.trim().split('\n').slice(0, 1)).toEqual([
    expect.stringMatching(
      /platform\.yaml: line \d+, column \d+ \(applications\[0\]\.environments\[0\]\.account\): got "nonsense"; write the twelve digits/,
    ),
  ]);
});

test('it brings the package that wrote it as a file, so that no registry is asked for the name', () => {
  const target = join(folder, 'vendored');
  init(target);
  const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const from = manifest.devDependencies['cdk-guarded-environments']!;
  expect(from).toMatch(/^file:vendor\/cdk-guarded-environments-\d+\.\d+\.\d+\.tgz$/);
  const archive = join(target, from.replace('file:', ''));
  const listed = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).split('\n');
  expect(listed).toEqual(
    expect.arrayContaining([
      'package/package.json',
      'package/dist/bundle/guarded.mjs',
      'package/dist/types/constructs/index.d.ts',
    ]),
  );
  const own = JSON.parse(
    execFileSync('tar', ['-xzOf', archive, 'package/package.json'], { encoding: 'utf8' }),
  ) as object;
  expect(Object.keys(own)).not.toEqual(expect.arrayContaining(['scripts']));
  expect(own).toMatchObject({ name: 'cdk-guarded-environments', bin: { guarded: 'dist/bundle/guarded.mjs' } });
});

test('what it writes finds the app in a workspace, whose packages lie above', () => {
  const workspace = mkdtempSync(join(folder, 'workspace-'));
  const target = join(workspace, 'packages', 'platform');
  mkdirSync(join(workspace, 'node_modules'));
  symlinkSync(root, join(workspace, 'node_modules', 'cdk-guarded-environments'));
  init(target);
  const { app } = JSON.parse(readFileSync(join(target, 'cdk.json'), 'utf8')) as { app: string };
  const named = /^node --import tsx --eval "require\('(\S+)'\)"$/.exec(app)![1]!;
  const found = execFileSync(process.execPath, ['--print', `require.resolve('${named}')`], {
    cwd: target,
    encoding: 'utf8',
  });
  expect(realpathSync(found.trim())).toBe(realpathSync(join(root, 'dist/bundle/app.js')));
});
