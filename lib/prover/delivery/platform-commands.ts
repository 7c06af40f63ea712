import { readFileSync } from 'node:fs';
import { dataFile } from '../../package-root';
import { INSTALLS, LOADING, type PlatformScript } from '../../contract/proof/platform-commands';
import type { World } from '../../world/model';
import type { PlacedAction } from './plan';
import { templateOf } from './running';

/**
 * Are the commands of a project the platform's own, word for word? A search for words can be misled by a comment; only
 * the very script that compares the digest and hands the alarms over will do, with nothing before, between or after it.
 */

const EXPORTED: Readonly<Record<PlatformScript, readonly string[]>> = {
  verify: ['DIGEST'],
  deploy: ['ALARMS', 'FIRST_DEPLOYMENT'],
};

type Json = Readonly<Record<string, unknown>>;

/** Why a CodeBuild action does not run the platform's own script and nothing else; nothing where it does. */
export function foreignCommands(world: World, action: PlacedAction, script: PlatformScript): string[] {
  const project = action.running.runs && templateOf(world, action.running.runs);
  if (!project) return ['are described by no template'];
  const { BuildSpec } = object(project.properties.Source);
  if (typeof BuildSpec !== 'string' || !/[\n{]/.test(BuildSpec))
    return ['come from the artifact; the project needs an inline buildspec'];
  return [
    ...specProblems(BuildSpec, script),
    ...surroundings(object(project.properties.Environment), action.action.configuration.EnvironmentVariables),
  ];
}

function specProblems(text: string, script: PlatformScript): string[] {
  const spec = parsed(text);
  const foreign = `are not the ${script} commands of this version of the platform`;
  if (!spec) return [`${foreign}: no JSON`];
  const [phases, env] = [object(spec.phases), object(spec.env)];
  const [install, build] = [object(phases.install), object(phases.build)];
  const extra = [
    ...unlike(spec, ['version', 'env', 'phases']),
    ...unlike(env, ['shell', 'exported-variables']),
    ...unlike(phases, ['install', 'build']),
    ...unlike(install, ['runtime-versions', 'commands']),
    ...unlike(build, ['commands']),
  ];
  if (extra.length > 0) return [`${foreign}: ${extra.join(', ')} besides`];
  if (!INSTALLS[script].test(lines(install.commands).join('\n'))) return [`${foreign}: what is installed differs`];
  const same = JSON.stringify(lines(build.commands)) === JSON.stringify(commandsOf(script)) && env.shell === 'bash';
  return same ? [] : [`${foreign}: what runs differs`];
}

/** The commands that run a script: it is put down, it runs, its variables are exported. */
export function commandsOf(script: PlatformScript): string[] {
  const packed = readFileSync(dataFile(`pipeline/${script}.cjs.gz`)).toString('base64');
  const unpack = `base64 -d <<'GUARDED_SCRIPT_ENDS' | gzip -dc > /opt/guarded/${script}.cjs`;
  const exported = EXPORTED[script].map((name) => `export ${name}="$(sed -n 's/^${name}=//p' /opt/guarded/exports)"`);
  const node = `PATH=/opt/guarded/node_modules/.bin:$PATH EXPORTS=/opt/guarded/exports node /opt/guarded/${script}.cjs`;
  return [
    ['set -euo pipefail', unpack, packed, 'GUARDED_SCRIPT_ENDS'].join('\n'),
    ['set -euo pipefail', 'cd /opt/guarded', node, ...exported].join('\n'),
  ];
}

function surroundings(environment: Json, handed: string | undefined): string[] {
  const image = environment.Image;
  const own = typeof image === 'string' && image.startsWith('aws/codebuild/');
  const listed = [...objects(environment.EnvironmentVariables), ...objects(parsed(handed ?? '[]'))];
  const loading = listed.map((one) => String(one.Name ?? one.name)).filter((name) => LOADING.test(name));
  return [
    ...(own ? [] : [`run in the image ${JSON.stringify(image)}, none of CodeBuild's own`]),
    ...(loading.length > 0 ? [`run with ${loading.join(', ')}, by which something else can be loaded`] : []),
  ];
}

function unlike(value: Json, known: readonly string[]): string[] {
  return Object.keys(value).filter((key) => !known.includes(key));
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function lines(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
