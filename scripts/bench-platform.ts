/**
 * `npm run bench:platform [sizes]`: synthesizes generated platforms of 1, 10, 50 and 200 applications (20 teams at most, four
 * accounts each, two regions in prod), proof included, each in a process of its own and with nothing kept. Tells CPU time,
 * memory, what the cloud assembly holds, and how each grows, size against size, beside the aim.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Aim, aimLine } from './bench-aims';
import { platformFile } from './platform-file';

const root = dirname(__dirname);
const folder = mkdtempSync(join(tmpdir(), 'bench-platform-'));

/** At most so many times linear, from size to size. */
const AIM = 1.2;
const TEAMS = 20;

/** What one size comes to. */
interface Measure {
  readonly size: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly assemblyMegabytes: number;
  readonly largestTemplateKilobytes: number;
  /** Number and greatest size of the control policies. */
  readonly policies: { readonly count: number; readonly largest: number };
  readonly proved: string;
}

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: { Content?: object } }>>;
}

/** Usage is what the process says of itself at its end. */
function preload(): string {
  const file = join(folder, 'usage.cjs');
  writeFileSync(
    file,
    `process.on('exit', () => require('node:fs').writeFileSync(process.env.BENCH_USAGE, JSON.stringify(process.resourceUsage())));`,
  );
  return file;
}

function synthesize(size: number, usageHook: string): Measure {
  const platform = join(folder, `${size}.yaml`);
  const [out, usage] = [join(folder, `${size}.out`), join(folder, `${size}.json`)];
  writeFileSync(
    platform,
    platformFile({ applications: size, teams: Math.min(size, TEAMS), sharedChangeControl: true }),
  );
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: unknown };
  const env = {
    ...process.env,
    BENCH_USAGE: usage,
    CDK_OUTDIR: out,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    GUARDED_PLATFORM: platform,
    GUARDED_CACHE: 'off',
    GUARDED_QUIET: '1',
  };
  const args = ['--max-old-space-size=12288', '--conditions=source', '--import', 'tsx', '--require', usageHook];
  const run = spawnSync(process.execPath, [...args, join(root, 'bin/app.ts')], {
    cwd: root,
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(`${size} applications: exit ${run.status}: ${run.stderr.slice(-4000)}`);
  const measure = {
    size,
    ...usageOf(usage),
    ...assemblyOf(out),
    proved: /^Proof: (.*?) for/m.exec(run.stderr)?.[1] ?? '?',
  };
  rmSync(out, { recursive: true });
  return measure;
}

function usageOf(file: string): Pick<Measure, 'cpuSeconds' | 'peakMegabytes'> {
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.ResourceUsage;
  return { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 };
}

function assemblyOf(out: string): Pick<Measure, 'assemblyMegabytes' | 'largestTemplateKilobytes' | 'policies'> {
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).map((name) => join(out, name));
  const sizes = new Map(files.map((file) => [file, statSync(file).size]));
  const templates = files.filter((file) => file.endsWith('.template.json'));
  const policies = templates.flatMap(policySizes);
  return {
    assemblyMegabytes: [...sizes.values()].reduce((sum, one) => sum + one, 0) / 1e6,
    largestTemplateKilobytes: Math.max(...templates.map((file) => sizes.get(file) ?? 0)) / 1e3,
    policies: { count: policies.length, largest: Math.max(...policies) },
  };
}

function policySizes(file: string): number[] {
  const { Resources = {} } = JSON.parse(readFileSync(file, 'utf8')) as Template;
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::Organizations::Policy')
    .map(({ Properties }) => JSON.stringify(Properties?.Content).length);
}

function line(now: Measure): string {
  return [
    `${String(now.size).padStart(4)} applications`,
    `${now.cpuSeconds.toFixed(1).padStart(7)} s cpu`,
    `${now.peakMegabytes.toFixed(0).padStart(5)} MB`,
    `cdk.out ${now.assemblyMegabytes.toFixed(1)} MB`,
    `largest template ${now.largestTemplateKilobytes.toFixed(0)} kB`,
    `${now.policies.count} control policies of ${now.policies.largest} characters at most`,
    now.proved,
  ].join('  ');
}

/** How many times linear CPU time grew between two sizes before the work on it began. */
const BEFORE: Readonly<Record<string, number>> = { '1 10': 0.29, '10 20': 0.82, '20 50': 3.1, '10 50': 2.6 };

/** How many times linear each figure grew from one size to the next, beside the aim. */
function growthOf(now: Measure, before: Measure): Aim[] {
  const from = `${before.size} ${now.size}`;
  const grown = (what: string, figure: (one: Measure) => number, began?: number): Aim => ({
    label: `${what} from ${before.size} to ${now.size}`,
    unit: 'times linear',
    measured: (figure(now) * before.size) / (figure(before) * now.size),
    aim: AIM,
    ...(began === undefined ? {} : { before: began }),
  });
  return [
    grown('time', (one) => one.cpuSeconds, BEFORE[from]),
    grown('memory', (one) => one.peakMegabytes),
    grown('cdk.out', (one) => one.assemblyMegabytes),
  ];
}

/** Sizes from the command line, else 1, 10, 50 and 200 applications. */
function sizes(): number[] {
  const given = process.argv.slice(2).map(Number);
  const good = given.filter((size) => Number.isInteger(size) && size > 0);
  return good.length > 0 ? good : [1, 10, 50, 200];
}

function main(): void {
  const hook = preload();
  let before: Measure | undefined;
  for (const size of sizes()) {
    const now = synthesize(size, hook);
    console.log(line(now));
    for (const aim of before ? growthOf(now, before) : []) console.log(aimLine(aim));
    before = now;
  }
}

try {
  main();
} finally {
  rmSync(folder, { recursive: true });
}
