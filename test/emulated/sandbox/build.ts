import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CDK_VERSION } from '../../../constructs/pipeline/engine/build-specs';
import { ROOT } from './place';

/** A phase of a build as CodeBuild reports it. */
export interface Phase {
  readonly phaseType: string;
  readonly phaseStatus: 'SUCCEEDED' | 'FAILED';
  readonly contexts?: readonly { readonly message: string }[];
}

/** Commands of a buildspec, as far as those of self-service have any. */
export interface BuildSpec {
  readonly env?: { readonly shell?: string; readonly 'exported-variables'?: readonly string[] };
  readonly phases: Readonly<Record<string, { readonly commands?: readonly string[] }>>;
  readonly artifacts?: { readonly 'base-directory': string };
}

/** Where a build works: its source, and what it leaves. */
export interface Workspace {
  readonly folder: string;
  readonly source: string;
  readonly log: (lines: string) => void;
}

/** What came of the commands. */
export interface Ran {
  readonly phases: Phase[];
  readonly exported: Readonly<Record<string, string>>;
}

/** Where the commands of the platform keep what they install; nobody but root may write there on a person's machine. */
const TOOLS = '/opt/guarded';

/**
 * Runs the phases build and post_build, each in one shell as CodeBuild does, the latter also after a failure of the former.
 * The phase install is left out: it fetches the very version of the CDK command line that this checkout has.
 */
export async function runCommands(
  spec: BuildSpec,
  { folder, source, log }: Workspace,
  variables: Readonly<Record<string, string>>,
): Promise<Ran> {
  const tools = prepareTools(folder);
  const exported = spec.env?.['exported-variables'] ?? [];
  const phases: Phase[] = [];
  let environment = { ...variables, CODEBUILD_SRC_DIR: source, CODEBUILD_BUILD_SUCCEEDING: '1' };
  let values: Record<string, string> = {};
  for (const name of ['build', 'post_build']) {
    const commands = (spec.phases[name]?.commands ?? []).map((command) => command.replaceAll(TOOLS, tools));
    const file = join(folder, `${name}.exports`);
    const code = await shell(script(commands, exported, file), source, { ...environment, ...values }, log, tools);
    phases.push(phaseOf(name.toUpperCase(), code));
    values = { ...values, ...readExports(file) };
    if (code !== 0) environment = { ...environment, CODEBUILD_BUILD_SUCCEEDING: '0' };
  }
  return { phases, exported: values };
}

function prepareTools(folder: string): string {
  const installed = JSON.parse(readFileSync(join(ROOT, 'node_modules/aws-cdk/package.json'), 'utf8')) as {
    version: string;
  };
  if (installed.version !== CDK_VERSION)
    throw new Error(`This checkout has aws-cdk ${installed.version}, the deployment takes ${CDK_VERSION}.`);
  const tools = join(folder, 'tools');
  mkdirSync(tools, { recursive: true });
  cpSync(join(__dirname, 'bin'), join(tools, 'bin'), { recursive: true });
  return tools;
}

function script(commands: readonly string[], exported: readonly string[], file: string): string {
  const steps = commands.map((command) => `{\n${command}\n} || exit $?`);
  const keep = exported.map((name) => `printf '%s=%s\\n' '${name}' "\${${name}:-}" >> '${file}'`);
  return [...steps, ...keep].join('\n');
}

function shell(
  text: string,
  cwd: string,
  variables: Readonly<Record<string, string>>,
  log: (lines: string) => void,
  tools: string,
): Promise<number> {
  const PATH = [join(tools, 'bin'), join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(':');
  const env = { HOME: tools, TMPDIR: tools, GUARDED_CHECKOUT: ROOT, ...variables, PATH };
  const child = spawn('bash', ['-c', text], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (chunk: Buffer) => log(chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => log(chunk.toString('utf8')));
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

function phaseOf(phaseType: string, code: number): Phase {
  if (code === 0) return { phaseType, phaseStatus: 'SUCCEEDED' };
  const message = `Error while executing command. Reason: exit status ${code}`;
  return { phaseType, phaseStatus: 'FAILED', contexts: [{ message }] };
}

function readExports(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** Writes a file into a workspace. */
export function put(folder: string, name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}
