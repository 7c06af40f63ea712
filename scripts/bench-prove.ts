/**
 * Times `guarded prove` on generated organizations and on the shipped example, bundled, each in a process of its own:
 * `npm run bench:prove [sizes]`. Time is that of the whole process; growth is time against time, size against size.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
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
  return { label, size, seconds, verdicts, ...(JSON.parse(readFileSync(usage, 'utf8')) as Usage) };
}

function line(now: Measure, before?: Measure): string {
  const growth = before
    ? `  x${(now.seconds / before.seconds).toFixed(1)} time for x${(now.size / before.size).toFixed(1)} accounts`
    : '';
  const figures = [
    `${now.label.padEnd(16)} ${now.seconds.toFixed(2).padStart(7)} s`,
    `${now.cpuSeconds.toFixed(2).padStart(7)} s cpu`,
    `${now.peakMegabytes.toFixed(0).padStart(5)} MB`,
    now.verdicts,
  ];
  return figures.join('  ') + growth;
}

/** Sizes from the command line, else 10, 100 and 1,000 accounts. */
function sizes(): number[] {
  const given = process.argv.slice(2).map(Number);
  const good = given.filter((size) => Number.isInteger(size) && size >= 4);
  return good.length > 0 ? good : [10, 100, 1000];
}

function main(): void {
  bundled();
  let before: Measure | undefined;
  for (const size of sizes()) {
    const file = join(folder, `${size}.json`);
    writeFileSync(file, JSON.stringify(organization(size)));
    const now = measure(`${size} accounts`, size, ['--snapshot', file]);
    console.log(line(now, before));
    before = now;
  }
  const example = join(root, 'cdk.out');
  if (existsSync(join(example, 'manifest.json'))) console.log(line(measure('shipped example', 1, ['--app', example])));
  else console.log('shipped example: not synthesized; run npm run synth');
}

try {
  main();
} finally {
  rmSync(folder, { recursive: true });
}
