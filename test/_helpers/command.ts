import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { onceARun } from './once-a-run';

const root = join(__dirname, '../..');

/**
 * The command as the sources make it, a file for `node`: bundled once a run as the build bundles it, because each start from
 * the sources takes ten times as long. It stands within the checkout, where it finds the data that the build made.
 */
export function command(): string {
  const folder = process.env.GUARDED_TEST_BUNDLES!;
  onceARun('command', () => {
    const args = ['--import', 'tsx', join(root, 'scripts/build-command.ts'), folder];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the command could not be bundled: ${stderr}`);
  });
  return join(folder, 'guarded.mjs');
}
