import { INSTALLS, LOADING, type PlatformScript } from '../../../contract/proof/platform-commands';
import type { Context } from '../context';
import { object, objects, parsed, type PlacedAction, templateOf } from './pipelines';

/**
 * Whether an action runs a script of the platform and nothing besides, word for word, in one of CodeBuild's own images
 * and with nothing in its environment by which something else would be loaded.
 */
export function runsScript({ place, actions }: Context, action: PlacedAction, script: PlatformScript): boolean {
  const project = action.provider === 'CodeBuild' && action.runs ? templateOf(place, action.runs) : undefined;
  if (!project) return false;
  const spec = object(parsed(object(project.properties.Source).BuildSpec));
  const surroundings = object(project.properties.Environment);
  return isScript(spec, script, actions.scripts?.[script] ?? []) && isPlain(surroundings, action);
}

type Json = Readonly<Record<string, unknown>>;

function isScript(spec: Json, script: PlatformScript, commands: readonly string[]): boolean {
  const env = object(spec.env);
  const phases = object(spec.phases);
  const [install, build] = [object(phases.install), object(phases.build)];
  const hasOnly = (value: Json, keys: readonly string[]): boolean =>
    Object.keys(value).every((one) => keys.includes(one));
  const bare =
    hasOnly(spec, ['version', 'env', 'phases']) &&
    hasOnly(env, ['shell', 'exported-variables']) &&
    hasOnly(phases, ['install', 'build']) &&
    hasOnly(install, ['runtime-versions', 'commands']) &&
    hasOnly(build, ['commands']);
  const told = lines(build.commands);
  const same = commands.length > 0 && told.length === commands.length && told.every((one, at) => one === commands[at]);
  return bare && env.shell === 'bash' && INSTALLS[script].test(lines(install.commands).join('\n')) && same;
}

function isPlain({ Image, EnvironmentVariables }: Json, { configuration }: PlacedAction): boolean {
  const handed = objects(parsed(configuration.EnvironmentVariables ?? '[]'));
  const named = [...objects(EnvironmentVariables), ...handed].map((one) => String(one.Name ?? one.name));
  return typeof Image === 'string' && Image.startsWith('aws/codebuild/') && !named.some((one) => LOADING.test(one));
}

function lines(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
