import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Milliseconds that a suite waits for another one that synthesizes. */
const PATIENCE = 110_000;

/**
 * The cloud assembly of the shipped platform with its workload, as the command line makes it. Made once a run, in the
 * run's own folder: whichever suite comes first synthesizes, others wait for it.
 */
export function shippedExample(): string {
  const folder = join(tmpdir(), 'shipped-example');
  const done = join(folder, 'cdk.out');
  if (claimed(folder)) return synthesize(folder, done);
  const until = Date.now() + PATIENCE;
  while (!existsSync(done) && Date.now() < until) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  if (!existsSync(done)) throw new Error('the suite that synthesizes the shipped example did not come to its end');
  return done;
}

function claimed(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function synthesize(folder: string, done: string): string {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: unknown };
  const making = join(folder, 'making');
  const { status, stderr } = spawnSync(process.execPath, ['--conditions=source', '--import', 'tsx', 'bin/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: making, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
  if (status !== 0) throw new Error(`the shipped example could not be synthesized: ${stderr}`);
  renameSync(making, done);
  return done;
}
