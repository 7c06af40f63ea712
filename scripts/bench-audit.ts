/**
 * Measures `guarded audit` beyond proving on the shipped example, and reading generated trails: events a second and peak
 * memory. `npm run bench:audit -- 1000000 10000000` names the numbers of events; an assembly is expected in cdk.out.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { generatedFiles } from './bench-audit-trail';

const root = dirname(__dirname);
const app = join(root, 'cdk.out');

async function example(): Promise<void> {
  const { proveChecked, readAssembly } = await import('../lib/prover/index.js');
  const { gather } = await import('../lib/audit/index.js');
  const { packTexts } = await import('../lib/audit/pack/files.js');
  const { readReports } = await import('../lib/summary/index.js');
  const world = readAssembly(app);
  const proof = measured('proving', () => proveChecked(world));
  const sources = { world, proof, reports: readReports(app), records: [], sample: { size: 25, seed: 1 } };
  const generator = { name: 'cdk-guarded-environments', version: 'bench' };
  measured('the whole pack beyond it', () =>
    packTexts(gather({ ...sources, time: new Date(0).toISOString(), generator })),
  );
}

/** Wall clock and CPU: on a machine that others use at the same time the second says more. */
function measured<T>(what: string, work: () => T): T {
  const clock = performance.now();
  const cpu = process.cpuUsage();
  const done = work();
  const { user, system } = process.cpuUsage(cpu);
  console.log(`example, ${what}: ${seconds(performance.now() - clock)}, ${seconds((user + system) / 1000)} CPU`);
  return done;
}

async function trail(count: number): Promise<void> {
  const { readTrail } = await import('../lib/audit/index.js');
  const { readAssembly } = await import('../lib/prover/index.js');
  const world = readAssembly(app);
  const clock = performance.now();
  const cpu = process.cpuUsage();
  const read = await readTrail(world, generatedFiles(world, count));
  const took = performance.now() - clock;
  const { user, system } = process.cpuUsage(cpu);
  const rate = Math.round((read.events / took) * 1000).toLocaleString('en');
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `${read.events.toLocaleString('en')} events in ${read.files} files: ${seconds(took)}, ${rate} a second, ` +
      `${seconds((user + system) / 1000)} CPU with making them, peak ${peak} MB; ` +
      `${read.deployments.length} deployments, ${read.others.length} kinds of other writes, ${read.problems.list.length} problems`,
  );
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

async function main(): Promise<void> {
  const [mode, ...rest] = process.argv.slice(2);
  if (mode === 'example') return example();
  if (mode === 'trail') return trail(Number(rest[0]));
  const counts = process.argv.slice(2).map(Number);
  const runs = [['example'], ...(counts.length > 0 ? counts : [1e6, 1e7]).map((count) => ['trail', String(count)])];
  // Each in a process of its own, so that its memory is its own.
  for (const run of runs) {
    const args = ['--conditions=source', '--import', 'tsx', __filename, ...run];
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root });
    if (status !== 0) process.exitCode = 1;
  }
}

void main();
