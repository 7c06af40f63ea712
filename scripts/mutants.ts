/**
 * `npm run test:mutants [-- --app DIRECTORY] [--list]`: takes every guard out of the shipped example in turn. Each time a
 * theorem must fall, unless test/mutants/redundant.ts says by name why it need not.
 */
import { execFileSync } from 'node:child_process';
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeAssembly } from '../lib/world/assembly';
import { judge } from '../test/mutants/judge';
import { mutantsOf } from '../test/mutants/mutants';
import { casesOf, type Case, type Outcome } from '../test/mutants/cases';

const root = dirname(__dirname);

/** A fresh assembly of the example, or the one that was named. */
function assembly(): { readonly dir: string; readonly made: boolean } {
  const at = process.argv.indexOf('--app');
  if (at > 0) return { dir: process.argv[at + 1]!, made: false };
  const dir = mkdtempSync(join(tmpdir(), 'mutants-'));
  process.stderr.write('Synthesizing the example …\n');
  synthesize(dir);
  return { dir, made: true };
}

function synthesize(dir: string): void {
  try {
    execFileSync('npx', ['cdk', 'synth', '--quiet', '--output', dir], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'ignore'],
    });
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

/** A worker: judges every so-many-th case and sends what it found. */
function work(dir: string, shard: number, of: number): void {
  const world = describeAssembly(dir);
  for (const [at, one] of casesOf(mutantsOf(world)).entries()) {
    if (at % of !== shard) continue;
    process.send!({ at, ...judge(one.apply(world)) } satisfies Outcome);
  }
}

async function collect(dir: string, workers: number): Promise<Outcome[]> {
  const found: Outcome[] = [];
  const runs = Array.from({ length: workers }, async (_, shard) => {
    const child = fork(__filename, ['--work', dir, String(shard), String(workers)], { execArgv: process.execArgv });
    child.on('message', (one: Outcome) => found.push(one));
    await new Promise<void>((resolve, reject) =>
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`)))),
    );
  });
  await Promise.all(runs);
  return found.sort((a, b) => a.at - b.at);
}

function told({ expected, guards, name }: Case, { verdict, theorem }: Outcome): string {
  const good = (verdict === 'proved') === (expected === 'proved');
  return `${good ? 'ok  ' : 'FAIL'} ${verdict}${theorem ? ` (${theorem})` : ''}: ${name}${guards > 1 ? ` [${guards} places]` : ''}`;
}

async function main(): Promise<void> {
  const { dir, made } = assembly();
  try {
    await takeOut(dir);
  } finally {
    if (made) rmSync(dir, { recursive: true, force: true });
  }
}

async function takeOut(dir: string): Promise<void> {
  const cases = casesOf(mutantsOf(describeAssembly(dir)));
  const outcomes = await collect(dir, Math.min(2, availableParallelism()));
  for (const one of outcomes) console.log(told(cases[one.at]!, one));
  const failed = outcomes.filter((one) => (one.verdict === 'proved') !== (cases[one.at]!.expected === 'proved'));
  const count = (kind: Case['kind']): number =>
    cases.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.guards, 0);
  console.log(
    `${count('alone')} guards taken out each by itself (or the like of it) and refuted; ${count('redundant')} redundant by name, ` +
      `${cases.filter((one) => one.kind === 'held').length} of those reasons verified by taking out what holds too; ${count('unguarded')} of dev and test, given up together`,
  );
  console.log(`${cases.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

const at = process.argv.indexOf('--work');
if (at > 0) work(process.argv[at + 1]!, Number(process.argv[at + 2]), Number(process.argv[at + 3]));
else void main();
