/**
 * Times `guarded prove` on generated organizations and on the shipped example, bundled, each in a process of its own:
 * `npm run bench:prove [sizes]`. Time is that of the whole process; growth is CPU time against CPU time, size against size.
 * The floor is a process that reads the same snapshot as JSON and does nothing with it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Aim, aimLine } from './bench-aims';
import { organization } from './bench-prove-organization';

const root = dirname(__dirname);
const bundle = join(root, 'dist', 'bench', 'guarded.js');
const folder = mkdtempSync(join(tmpdir(), 'bench-prove-'));

interface Usage {
  readonly peakMegabytes: number;
  readonly cpuSeconds: number;
}

interface Measure extends Usage {
  readonly label: string;
  readonly size: number;
  readonly seconds: number;
  /** CPU seconds of reading the input alone. */
  readonly floor: number;
  /** First letters of the theorems' verdicts. */
  readonly verdicts: string;
}

/** The bundle lies in dist, where it finds the data. */
function bundled(): void {
  buildSync({
    entryPoints: [join(__dirname, 'bench-prove-run.ts')],
    bundle: true,
    platform: 'node',
    // What `prove` does not load stays outside, as in the package.
    external: ['@aws-sdk/*', 'aws-cdk-lib', 'cdk-nag', 'constructs'],
    outfile: bundle,
    logLevel: 'error',
  });
}

/** CPU seconds of a process that reads a file as JSON. */
function floorOf(file: string): number {
  const program = `JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'));
    const { user, system } = process.cpuUsage(); console.log((user + system) / 1e6);`;
  return Number(spawnSync(process.execPath, ['-e', program, file], { encoding: 'utf8' }).stdout);
}

function measure(label: string, size: number, flags: readonly string[]): Measure {
  const usage = join(folder, 'usage.json');
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, [bundle, 'prove', ...flags, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, BENCH_USAGE: usage },
  });
  const seconds = (performance.now() - started) / 1000;
  if (status === null || status > 1) throw new Error(`${label}: exit ${status}: ${stderr}`);
  const { theorems } = JSON.parse(stdout) as { theorems: { verdict: string }[] };
  const verdicts = theorems.map((theorem) => theorem.verdict[0]).join('');
  const floor = floorOf(flags[0] === '--app' ? join(flags[1]!, 'manifest.json') : flags[1]!);
  return { label, size, seconds, verdicts, floor, ...(JSON.parse(readFileSync(usage, 'utf8')) as Usage) };
}

function line(now: Measure, before?: Measure): string {
  const growth = before
    ? `  x${(now.cpuSeconds / before.cpuSeconds).toFixed(1)} time for x${(now.size / before.size).toFixed(1)} accounts`
    : '';
  const figures = [
    `${now.label.padEnd(16)} ${now.seconds.toFixed(2).padStart(7)} s`,
    `${now.cpuSeconds.toFixed(2).padStart(7)} s cpu`,
    `${now.peakMegabytes.toFixed(0).padStart(5)} MB`,
    now.verdicts,
  ];
  return figures.join('  ') + growth;
}

interface Bound {
  readonly seconds: readonly [aim: number, before: number];
  readonly megabytes?: readonly [aim: number, before: number];
}

/** What each input may take, and what it took when the work on it began. */
const AIMS: Readonly<Record<string, Bound>> = {
  'shipped example': { seconds: [1.5, 5] },
  '100 accounts': { seconds: [4, 9], megabytes: [300, 240] },
  '1000 accounts': { seconds: [30, 69], megabytes: [700, 910] },
};

/** From 100 accounts to 1,000: time against time by size against size. */
const GROWTH = { aim: 1.1, before: 0.77, from: 100, to: 1000 };

function aimsOf({ label, cpuSeconds, peakMegabytes, floor }: Measure): Aim[] {
  const bound = AIMS[label];
  if (!bound) return [];
  const time = { label, unit: 's', measured: cpuSeconds, aim: bound.seconds[0], before: bound.seconds[1], floor };
  if (!bound.megabytes) return [time];
  const [aim, before] = bound.megabytes;
  return [time, { label, unit: 'MB', measured: peakMegabytes, aim, before }];
}

function growthOf(all: readonly Measure[]): Aim[] {
  const [small, large] = [GROWTH.from, GROWTH.to].map((size) => all.find((one) => one.size === size));
  if (!small || !large) return [];
  const measured = large.cpuSeconds / small.cpuSeconds / (large.size / small.size);
  return [{ label: 'growth against linear', unit: '', measured, aim: GROWTH.aim, before: GROWTH.before }];
}

/** Sizes from the command line, else 10, 100 and 1,000 accounts. */
function sizes(): number[] {
  const given = process.argv.slice(2).map(Number);
  const good = given.filter((size) => Number.isInteger(size) && size >= 4);
  return good.length > 0 ? good : [10, 100, 1000];
}

function main(): void {
  bundled();
  const all: Measure[] = [];
  const tell = (now: Measure): void => {
    console.log(line(now, now.size > 1 ? all.at(-1) : undefined));
    all.push(now);
  };
  for (const size of sizes()) {
    const file = join(folder, `${size}.json`);
    writeFileSync(file, JSON.stringify(organization(size)));
    tell(measure(`${size} accounts`, size, ['--snapshot', file]));
  }
  const example = join(root, 'cdk.out');
  if (existsSync(join(example, 'manifest.json'))) tell(measure('shipped example', 1, ['--app', example]));
  else console.log('shipped example: not synthesized; run npm run synth');
  console.log('');
  for (const aim of [...all.flatMap(aimsOf), ...growthOf(all)]) console.log(aimLine(aim));
}

try {
  main();
} finally {
  rmSync(folder, { recursive: true });
}
