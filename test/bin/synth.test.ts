/** `guarded synth` asks the CDK command line of the project, and hands on how it ends. */
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { command } from '../_helpers/command';
import { folderOf } from '../_helpers/files';

/** The command in a folder where `npx` prints what it is asked for. */
function synth(args: readonly string[], status: number) {
  const folder = folderOf({ npx: `#!/bin/sh\necho "$@"\nexit ${status}\n` });
  chmodSync(join(folder, 'npx'), 0o755);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
  return spawnSync(process.execPath, [command(), 'synth', ...args], { cwd: folder, env, encoding: 'utf8' });
}

test('the whole platform', () => {
  const { stdout, status } = synth([], 0);
  expect([stdout.trim(), status]).toEqual(['cdk synth --quiet', 0]);
});

test('one application alone goes to a folder of its own', () => {
  const { stdout } = synth(['--application', 'search', '--platform', 'mine.yaml'], 0);
  expect(stdout.trim()).toBe(
    'cdk synth --quiet --context application=search --context platform=mine.yaml --output cdk.out-search',
  );
});

test('a synthesis that fails ends the command as it ended', () => {
  expect(synth(['--out', 'elsewhere'], 2)).toMatchObject({
    status: 2,
    stdout: expect.stringContaining('--output elsewhere'),
  });
});
