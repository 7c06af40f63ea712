import type { Construct } from 'constructs';
import { ChangePipeline } from '../pipeline/change-pipeline';
import type { ChangePipelineProps } from '../pipeline/change-pipeline-props';
import { watchChangeControl } from './machinery-alarms';
import { pipelineStackName } from './names';
import { PlatformStack } from './platform-stack';
import type { Tooling } from './tooling';

/** A tooling account: the one way to prod of one application, or of the platform itself. */
export class PipelineStack extends PlatformStack {
  public constructor(scope: Construct, id: string, { account, region }: Tooling, pipeline: ChangePipelineProps) {
    super(scope, id, {
      account,
      region,
      stackName: pipelineStackName(pipeline.application),
      description: pipeline.sharedChangeControl
        ? `The way of ${pipeline.application} to prod: its pipeline.`
        : `The way of ${pipeline.application} to prod: pipeline and change control.`,
    });
    const { changeControl } = new ChangePipeline(this, 'pipeline', pipeline);
    if (changeControl) watchChangeControl(this, changeControl);
  }
}
