/**
 * `npm run test:properties [-- --app DIRECTORY] [--carrying] [--sample N] [--seed S] [--shard I/N] [--verbose]`: removes and changes each property of
 * the guarded accounts of the shipped example, points at dev what carries something, and prints what the theorems say. What stays proved must be
 * a property on which, by the reviewed table, nothing rests, or be taken away, or name nobody. --carrying points at dev
 * alone; without that and --sample it is every property, half an hour of CPU, which --shard 1/4 to 4/4 take in four parts.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { prove, readAssembly } from '../lib/prover';
import { mutated, resourcesIn } from './properties/assembly';
import { isInert, type Mutation, planned } from './properties/plan';

const root = dirname(__dirname);
const DEV = '333333333333';

/** Accounts of the example that nothing guards: what they run is theirs. */
const OPEN = [DEV, '444444444444'];

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

function assembly(folder: string): string {
  const named = option('app');
  if (named !== undefined) return named;
  process.stderr.write('Synthesizing the example …\n');
  const out = join(folder, 'cdk.out');
  execFileSync('npx', ['cdk', 'synth', '--quiet', '--output', out], { cwd: root, stdio: 'ignore' });
  return out;
}

/** The same sample for the same seed: mulberry32. */
function sampled(all: readonly Mutation[]): readonly Mutation[] {
  const size = Number(option('sample') ?? all.length);
  let state = Number(option('seed') ?? 1) >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const shuffled = all.map((one) => ({ one, by: random() })).sort((a, b) => a.by - b.by);
  return shuffled.slice(0, size).map(({ one }) => one);
}

/** One part of several that are alike in size: `2/4` is the second of four. */
function sharded(all: readonly Mutation[]): readonly Mutation[] {
  const asked = option('shard');
  if (asked === undefined) return all;
  const [part, parts] = asked.split('/').map(Number);
  if (!(Number.isInteger(part) && Number.isInteger(parts) && part >= 1 && part <= parts))
    throw new Error(`--shard is ${asked}; a part and the number of parts are right, such as 2/4`);
  return all.filter((_, index) => index % parts === part - 1);
}

/** What the theorems say together; an input that cannot be read at all is told like an unknown one. */
function verdictOf(folder: string): 'proved' | 'refuted' | 'unknown' {
  try {
    return prove(readAssembly(folder)).verdict;
  } catch {
    return 'unknown';
  }
}

/** What stays proved though it carries something and points at dev: by type and path, why. */
const HELD: Readonly<Record<string, string>> = {
  'AWS::Lambda::Permission Principal': 'its SourceArn names an API of its own account, and services alone carry one',
};

type Answer =
  | 'refuted'
  | 'unknown'
  | `proved: ${'nothing rests on it' | 'taken away' | 'names nobody' | 'held by something else'}`
  | 'PROVED';

function answerOf(mutation: Mutation, folder: string): Answer {
  const verdict = verdictOf(folder);
  if (verdict !== 'proved') return verdict;
  if (isInert(mutation)) return 'proved: nothing rests on it';
  // Another value of our own template was approved with it, and it names nothing of anybody else.
  if (mutation.how === 'changed') return 'proved: names nobody';
  if (mutation.how === 'removed') return 'proved: taken away';
  return Object.hasOwn(HELD, `${mutation.type} ${mutation.path}`) ? 'proved: held by something else' : 'PROVED';
}

function main(folder: string): void {
  const app = assembly(folder);
  if (verdictOf(app) !== 'proved') throw new Error(`${app} is not proved as it is; synthesize it with this build`);
  const guarded = resourcesIn(app).filter(({ account }) => !OPEN.includes(account));
  const all = planned(guarded, DEV);
  const carrying = process.argv.includes('--carrying');
  const mutations = sharded(sampled(carrying ? all.filter(({ how }) => how === 'pointed at dev') : all));
  const counts = new Map<string, number>();
  for (const mutation of mutations) {
    mutated(app, join(folder, 'mutant'), mutation);
    const answer = answerOf(mutation, join(folder, 'mutant'));
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
    const { type, id, path, how, kind = 'nothing' } = mutation;
    if (answer === 'PROVED' || process.argv.includes('--verbose'))
      console.log(`${answer}: ${type} ${id}.${path} ${how} (carries ${kind})`);
  }
  for (const [answer, count] of [...counts].sort()) console.log(`${String(count).padStart(6)} ${answer}`);
  const failed = counts.get('PROVED') ?? 0;
  console.log(`${mutations.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

const folder = mkdtempSync(join(tmpdir(), 'properties-'));
try {
  main(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
