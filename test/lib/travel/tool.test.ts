/** The package as it travels into a pipeline: fetched by its digest, run without a registry. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { verifySpec } from '../../../constructs/pipeline/engine/build-specs';
import { PACKAGE_NAME, toolArchive } from '../../../lib/travel';
import { tarOf } from '../../../lib/travel/tar';

const tool = toolArchive();
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'guarded-travel-'));

/** Runs the commands by which Verify installs the package; `aws s3 cp` copies a file of this machine. */
function install(archive: string, sha256 = tool.sha256) {
  const folder = newFolder();
  const place = join(folder, 'opt');
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'aws'), `#!/bin/sh\ncp '${archive}' "$5"\n`);
  chmodSync(join(bin, 'aws'), 0o755);
  const { install: phase } = (verifySpec(sha256) as { phases: { install: { commands: string[] } } }).phases;
  const script = ['set -eu', ...phase.commands].join('\n').replaceAll('/opt/guarded', place);
  const env = { PATH: `${bin}:${process.env.PATH}`, TOOL_URI: 's3://bucket/key' };
  return { ...spawnSync('bash', ['-c', script], { env, encoding: 'utf8' }), place };
}

test('Verify installs it from the bucket alone, and it runs without anything around it', () => {
  const { status, place } = install(tool.file);
  expect(status).toBe(0);
  const env = { PATH: `${join(place, 'node_modules/.bin')}:${dirname(process.execPath)}` };
  const run = (...args: string[]) => spawnSync('guarded', args, { cwd: place, env, encoding: 'utf8' });
  const policy = join(place, 'policy.json');
  const Statement = [{ Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }];
  writeFileSync(policy, JSON.stringify({ Version: '2012-10-17', Statement }));
  const writes = run('policy', 'writes', policy, '--json');
  expect([writes.status, writes.stderr]).toEqual([1, '']);
  expect(writes.stdout).toContain('"s3:PutObject"');
  // What it makes machinery with is there too, and what it packs of itself is itself.
  const again = `console.log(require('./node_modules/${PACKAGE_NAME}/dist/bundle/shared.js').travel().toolArchive().sha256);
    new (require('${PACKAGE_NAME}').ProofPlugin)();`;
  expect(execFileSync(process.execPath, ['-e', again], { cwd: place, env, encoding: 'utf8' }).trim()).toBe(tool.sha256);
}, 120_000);

test('Verify stops at an archive that is not the one that the pipeline was made with', () => {
  const other = join(newFolder(), 'other.tgz');
  writeFileSync(other, gzipSync(tarOf([{ path: 'node_modules/.bin/guarded', content: Buffer.from('#!/bin/sh\n') }])));
  expect(install(other).status).not.toBe(0);
});

test('no command of Verify asks a registry', () => {
  const { install: phase } = (verifySpec(tool.sha256) as { phases: { install: { commands: string[] } } }).phases;
  expect(phase.commands.filter((command) => /\bnp[mx]\b|yarn|pnpm|curl|git /.test(command))).toEqual([]);
});

describe('an archive', () => {
  const files = [
    { path: 'b/long'.padEnd(120, '/x'), content: Buffer.from('two') },
    { path: 'a', content: Buffer.from('one'), executable: true },
  ];

  test('holds the same bytes whatever the order, and what tar reads', () => {
    const archive = tarOf(files);
    expect(tarOf([...files].reverse()).equals(archive)).toBe(true);
    const folder = newFolder();
    const tar = join(folder, 'x.tar');
    writeFileSync(tar, archive);
    expect(execFileSync('tar', ['-tf', tar], { encoding: 'utf8' }).trim().split('\n').sort()).toEqual(
      files.map(({ path }) => path).sort(),
    );
  });

  test('is another one where a byte of it is', () => {
    expect(tarOf([{ ...files[1]!, content: Buffer.from('onE') }]).equals(tarOf([files[1]!]))).toBe(false);
  });

  test('refuses a path that the format cannot hold', () => {
    expect(() => tarOf([{ path: 'x'.repeat(101), content: Buffer.from('') }])).toThrow('too long for an archive');
  });

  test('is kept until the package changes', () => {
    expect(toolArchive()).toEqual(tool);
  });
});
