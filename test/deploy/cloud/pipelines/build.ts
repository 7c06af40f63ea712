/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../cloud';
import type { Keys } from '../principals';
import { askRegistry } from './public-registry';

/** This checkout. */
const ROOT = join(__dirname, '..', '..', '..', '..');

/** Where the commands keep what they install; nobody but root may write there on a person's machine. */
const TOOLS = '/opt/guarded';

interface Phase {
  readonly commands?: readonly string[];
}

/** A buildspec, as far as those of the pipelines have any. */
export interface BuildSpec {
  readonly env?: { readonly 'exported-variables'?: readonly string[] };
  readonly phases: Readonly<Record<string, Phase>>;
  readonly artifacts?: { readonly 'base-directory': string };
}

/** What came of a build. */
export interface Built {
  readonly ok: boolean;
  readonly log: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** A build to run: its project, where it works, and what the action says beside. */
export interface BuildRun {
  readonly project: Record<string, any>;
  readonly folder: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly primary: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly keys: Keys;
  readonly url: string;
}

/**
 * Runs what a project says, with its role's credentials and no others. The platform's own package is fetched and checked as
 * the buildspec says; what a registry would have to answer is linked from this checkout.
 */
export async function runBuild(cloud: Cloud, run: BuildRun): Promise<Built> {
  const { project, folder, sources, primary } = run;
  const spec = JSON.parse(String(project.Source.BuildSpec)) as BuildSpec;
  const tools = join(folder, 'tools');
  mkdirSync(tools, { recursive: true });
  const exported = spec.env?.['exported-variables'] ?? [];
  const file = join(folder, 'exported');
  const { left, refused } = askRegistry(spec.phases.install?.commands ?? [], ROOT);
  if (refused !== undefined) return { ok: false, log: refused, variables: {} };
  const commands = [...left, ...(spec.phases.build?.commands ?? [])];
  const steps = commands.map((command) => command.replaceAll(TOOLS, tools));
  const keep = exported.map((name) => `printf '%s=%s\\n' '${name}' "\${${name}:-}" >> '${file}'`);
  const script = join(folder, 'build.sh');
  writeFileSync(script, ['set -e', ...steps, ...keep].join('\n'));
  const { code, log } = await shell(script, sources[primary]!, environment(cloud, run, tools));
  return { ok: code === 0, log, variables: readVariables(file) };
}

function environment(
  cloud: Cloud,
  { project, folder, sources, primary, variables, keys, url }: BuildRun,
  tools: string,
): NodeJS.ProcessEnv {
  const others = Object.entries(sources).filter(([name]) => name !== primary);
  const own = ((project.Environment?.EnvironmentVariables ?? []) as any[]).map(({ Name, Value }) => [Name, Value]);
  return {
    ...{
      HOME: folder,
      TMPDIR: tools,
      GUARDED_CHECKOUT: ROOT,
      GUARDED_WORK: join(folder, 'work'),
      NODE_NO_WARNINGS: '1',
      CI: 'true',
    },
    PATH: [join(ROOT, 'test/deploy/bin'), join(ROOT, 'node_modules/.bin'), process.env.PATH].join(':'),
    NODE_PATH: join(ROOT, 'node_modules'),
    ...{
      AWS_ENDPOINT_URL: url,
      AWS_REGION: cloud.home,
      AWS_DEFAULT_REGION: cloud.home,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    ...{
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken,
    },
    ...{ CDK_DISABLE_CLI_TELEMETRY: 'true', npm_config_offline: 'true' },
    CODEBUILD_SRC_DIR: sources[primary],
    ...Object.fromEntries(others.map(([name, path]) => [`CODEBUILD_SRC_DIR_${name}`, path])),
    ...(Object.fromEntries(own) as Record<string, string>),
    ...variables,
  };
}

function shell(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<{ code: number; log: string }> {
  const child = spawn('bash', [script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? 1, log })));
}

function readVariables(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
