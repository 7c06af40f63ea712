/** Times `guarded prove` on generated organizations, each in a process of its own: `npm run bench:prove`. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { organization } from './bench-prove-organization';

const root = dirname(__dirname);

interface Measure {
  readonly label: string;
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly verdict: string;
}

/** Runs the prover in a fresh process and reads its own account of memory. */
function measure(label: string, flags: readonly string[]): Measure {
  const started = performance.now();
  const args = ['--conditions=source', '--import', 'tsx', join(__dirname, 'bench-prove-run.ts'), ...flags];
  const text = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  const { peak, verdict } = JSON.parse(text) as { peak: number; verdict: string };
  return { label, seconds: (performance.now() - started) / 1000, peakMegabytes: peak / 1024, verdict };
}

function line(one: Measure, before?: Measure): string {
  const growth = before ? `  x${(one.seconds / before.seconds).toFixed(1)} time` : '';
  return `${one.label.padEnd(16)} ${one.seconds.toFixed(2).padStart(7)} s  ${one.peakMegabytes.toFixed(0).padStart(5)} MB  ${one.verdict}${growth}`;
}

/** Sizes from the command line, else 10, 100 and 1,000 accounts. */
function sizes(): number[] {
  const given = process.argv
    .slice(2)
    .map(Number)
    .filter((size) => size > 0);
  return given.length > 0 ? given : [10, 100, 1000];
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-prove-'));
  let before: Measure | undefined;
  for (const size of sizes()) {
    const file = join(folder, `${size}.json`);
    writeFileSync(file, JSON.stringify(organization(size)));
    const now = measure(`${size} accounts`, ['--snapshot', file]);
    console.log(line(now, before));
    before = now;
  }
  const example = join(root, 'cdk.out');
  if (existsSync(join(example, 'manifest.json'))) console.log(line(measure('shipped example', ['--app', example])));
  rmSync(folder, { recursive: true });
}

main();
