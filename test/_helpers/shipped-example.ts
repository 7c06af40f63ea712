import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onceARun } from './once-a-run';

const root = join(__dirname, '../..');
const APP = join(__dirname, 'unproved-app.ts');

/** The cloud assembly of the shipped platform with its workload, as the command line makes it but for its proof; made once a run. */
export function shippedExample(): string {
  return onceARun('shipped-example', synthesize);
}

function synthesize(folder: string): void {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: unknown };
  const { status, stderr } = spawnSync(process.execPath, ['--conditions=source', '--import', 'tsx', APP], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
  if (status !== 0) throw new Error(`the shipped example could not be synthesized: ${stderr}`);
}
