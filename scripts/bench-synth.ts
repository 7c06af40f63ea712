/**
 * `npm run bench:synth`: where the time of a synthesis of the shipped example goes, of a first one, of one after which
 * nothing has changed, and of one after a change in a handler of the workload. CPU seconds of the process, and of each part as
 * the profiler counts them; parts overlap. The floor is a process that loads CDK and cdk-nag and synthesizes an empty app.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { aimLine } from './bench-aims';

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

/** CPU seconds of a process of Node.js, user and system. */
function cpuOf(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const usage = spawnSync('bash', ['-c', 'time -p "$0" "$@" >/dev/null 2>"$OUT"', process.execPath, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  if (usage.status !== 0) throw new Error(`exit ${usage.status}: ${readFileSync(env.OUT!, 'utf8').slice(-2000)}`);
  return [...usage.stderr.matchAll(/^(?:user|sys) ([\d.]+)$/gm)].reduce((sum, [, each]) => sum + Number(each), 0);
}

const EMPTY = "require('cdk-nag'); new (require('aws-cdk-lib').App)({ outdir: process.env.EMPTY }).synth()";

function floor(): number {
  const env = {
    ...process.env,
    CDK_VALIDATION: 'false',
    EMPTY: join(folder, 'empty.out'),
    OUT: join(folder, 'floor.log'),
  };
  return cpuOf(['-e', EMPTY], env);
}

/** One synthesis in a process of its own, from a folder whose cache is nobody else's. */
function synthesize(label: string): Measure {
  const profiles = join(folder, label);
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: unknown };
  const env = {
    ...process.env,
    CDK_OUTDIR: join(folder, `${label}.out`),
    CDK_CONTEXT_JSON: JSON.stringify(context),
    GUARDED_PLATFORM: join(folder, 'platform.yaml'),
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
  const cpu = cpuOf(args, { ...env, OUT: join(folder, `${label}.log`) });
  const largest = readdirSync(profiles)
    .map((name) => readFileSync(join(profiles, name), 'utf8'))
    .sort((a, b) => b.length - a.length)[0]!;
  return { cpu, parts: secondsOf(JSON.parse(largest) as Profile) };
}

/** A folder of its own with the platform and the workload of the example, where the workload can be changed. */
function prepare(): void {
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')).filter((each) => !each.startsWith('.')))
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  symlinkSync(root, join(folder, 'node_modules', 'cdk-guarded-environments'));
  cpSync(join(root, 'examples', 'orders'), join(folder, 'examples', 'orders'), { recursive: true });
  writeFileSync(join(folder, 'platform.yaml'), readFileSync(join(root, 'platform.yaml')));
}

function main(): void {
  prepare();
  const [first, again] = [synthesize('first'), synthesize('again')];
  appendFileSync(join(folder, 'examples', 'orders', 'handlers', 'place-order.js'), '// A change.\n');
  const changed = synthesize('changed');
  const line = (part: string, ...seconds: number[]): string =>
    `${part.padEnd(36)} ${seconds.map((each) => `${each.toFixed(1).padStart(6)} s`).join(' ')}`;
  const all = [first, again, changed];
  console.log(`${''.padEnd(36)}  first    again  changed`);
  for (const [part] of PARTS) console.log(line(part, ...all.map(({ parts }) => parts.get(part) ?? 0)));
  console.log(line('whole process, CPU', ...all.map(({ cpu }) => cpu)));
  const least = floor();
  const aim = { unit: 's', before: 29, floor: least };
  console.log('');
  console.log(aimLine({ ...aim, label: 'first synthesis', measured: first.cpu, aim: 8 }));
  console.log(aimLine({ ...aim, label: 'after a change in the workload', measured: changed.cpu, aim: 3 }));
}

try {
  main();
} finally {
  rmSync(folder, { recursive: true });
}
