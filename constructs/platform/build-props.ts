import type { ChangePipelineProps } from '../pipeline/change-pipeline-props';
import type { ApplicationBuild } from './platform-props';

/** What makes an assembly where nobody says otherwise; as in the pipeline itself, which a folder comes before. */
const COMMANDS = ['npm ci', 'npx cdk synth --quiet'];
const OUTPUT = 'cdk.out';

/** Commands in a folder of the repository: CodeBuild runs them all in one shell. */
export function inFolder(folder: string | undefined, commands: readonly string[]): string[] {
  return folder === undefined ? [...commands] : [`cd ${folder}`, ...commands];
}

type BuildProps = Pick<
  ChangePipelineProps,
  'buildCommands' | 'assemblyDirectory' | 'buildEnvironment' | 'buildImage' | 'sourcePaths'
>;

/** The build of an application as its pipeline takes it. */
export function buildProps({ folder, commands, output, image, environment, paths }: ApplicationBuild = {}): BuildProps {
  const moved = folder !== undefined;
  return {
    buildCommands: moved || commands ? inFolder(folder, commands ?? COMMANDS) : undefined,
    assemblyDirectory: moved ? `${folder}/${output ?? OUTPUT}` : output,
    buildEnvironment: environment,
    ...(image === undefined ? {} : { buildImage: image }),
    sourcePaths: paths ?? (moved ? [`${folder}/**`] : undefined),
  };
}
