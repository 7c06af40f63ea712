import type { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { ChangePipelineProps } from '../change-pipeline-props';

/** The source action that hears of pushes; its second one, for the history, hears of none. */
const SOURCE_ACTION = 'Source';

/**
 * Starts the pipeline for changes of some files of its branch alone: with a trigger, CodePipeline listens to nothing else.
 * Nothing where every change starts it.
 */
export function triggersOf({
  source,
  sourcePaths,
}: ChangePipelineProps): CfnPipeline.PipelineTriggerDeclarationProperty[] | undefined {
  if (!sourcePaths || !source.connection) return undefined;
  const branches = { includes: [source.connection.branch ?? 'main'] };
  const push = [{ branches, filePaths: { includes: [...sourcePaths] } }];
  return [{ providerType: 'CodeStarSourceConnection', gitConfiguration: { sourceActionName: SOURCE_ACTION, push } }];
}
