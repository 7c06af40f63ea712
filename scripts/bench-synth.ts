/**
 * `npm run bench:synth`: where the time of a synthesis of the shipped example goes, of a first one and of one after which
 * nothing has changed. CPU seconds of the process, and of each part as the profiler counts them; parts overlap.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = dirname(__dirname);
const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Parts by a function that all of their work happens below. */
const PARTS: readonly (readonly [part: string, name: RegExp, file: RegExp])[] = [
  ['loading of modules', /^(Module\._load|cjsLoader|cachedLoadESM)$/, /modules\/(cjs|esm)/],
  ['constructs of the platform', /^GuardedPlatform$/, /guarded-platform/],
  ['constructs of the workload', /^addWorkloads$/, /workloads/],
  ['staging of assets', /^(AssetStaging|staged|toolArchive)$/, /asset-staging|handler-code|tool/],
  ['rule packs', /^validate$/, /tuned-pack/],
  ['CloudFormation validation', /^validate$/, /cloudformation-validate-plugin|kept-validation/],
  ['proof: reading', /^readAssembly$/, /read/],
  ['proof: machinery again', /^reconstruct$/, /reconstruct/],
  ['proof: search, certificate, check', /^prove$/, /prover\/prove/],
];

/** Seconds below each part. */
function secondsOf(profile: Profile): Map<string, number> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const partsAt = new Map<number, Set<string>>();
  const at = (id: number): Set<string> => {
    const known = partsAt.get(id);
    if (known) return known;
    const parent = parents.get(id);
    const { functionName, url } = nodes.get(id)!.callFrame;
    const own = PARTS.filter(([, name, file]) => name.test(functionName) && file.test(url)).map(([part]) => part);
    const found = new Set([...(parent === undefined ? [] : at(parent)), ...own]);
    partsAt.set(id, found);
    return found;
  };
  const seconds = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    for (const part of at(id)) seconds.set(part, (seconds.get(part) ?? 0) + profile.timeDeltas[index]! / 1e6);
  });
  return seconds;
}

interface Measure {
  readonly cpu: number;
  readonly parts: Map<string, number>;
}

/** One synthesis in a process of its own, from a folder whose cache is nobody else's. */
function synthesize(label: string): Measure {
  const profiles = join(folder, label);
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: unknown };
  const env = {
    ...process.env,
    CDK_OUTDIR: join(folder, `${label}.out`),
    CDK_CONTEXT_JSON: JSON.stringify(context),
    GUARDED_PLATFORM: join(root, 'platform.yaml'),
  };
  const args = [
    '--conditions=source',
    '--import',
    'tsx',
    '--cpu-prof',
    '--cpu-prof-dir',
    profiles,
    join(root, 'bin/app.ts'),
  ];
  const usage = spawnSync('bash', ['-c', 'time -p "$0" "$@" >/dev/null 2>"$OUT"', process.execPath, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, OUT: join(folder, `${label}.log`) },
  });
  if (usage.status !== 0) throw new Error(`${label}: exit ${usage.status}: ${usage.stderr}`);
  const cpu = [...usage.stderr.matchAll(/^(?:user|sys) ([\d.]+)$/gm)].reduce((sum, [, each]) => sum + Number(each), 0);
  const largest = readdirSync(profiles)
    .map((name) => readFileSync(join(profiles, name), 'utf8'))
    .sort((a, b) => b.length - a.length)[0]!;
  return { cpu, parts: secondsOf(JSON.parse(largest) as Profile) };
}

function main(): void {
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')).filter((each) => !each.startsWith('.')))
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  const [first, second] = [synthesize('first'), synthesize('again')];
  const line = (part: string, one: number, two: number): string =>
    `${part.padEnd(36)} ${one.toFixed(1).padStart(6)} s ${two.toFixed(1).padStart(6)} s`;
  console.log(`${''.padEnd(36)}  first     again`);
  for (const [part] of PARTS) console.log(line(part, first.parts.get(part) ?? 0, second.parts.get(part) ?? 0));
  console.log(line('whole process, CPU', first.cpu, second.cpu));
  console.log(`again / first: ${(second.cpu / first.cpu).toFixed(2)}`);
}

try {
  main();
} finally {
  rmSync(folder, { recursive: true });
}
