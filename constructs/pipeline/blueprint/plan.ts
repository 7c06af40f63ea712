import type { ChangeWindow, PipelineApprover, PipelineWave } from '../../change/change-control-props';
import type { PipelineEnvironment } from '../change-pipeline-props';
import type { SourcePlan } from './source';
import { sourceStage } from './source';
import { approveStage, buildStage, closeStage, environmentStage, verifyStage, waveStages, withPage } from './stages';
import type { Blueprint } from './types';

/** What a pipeline is planned from: the properties with their defaults, and the names of what its actions call. */
export interface PlanInput {
  readonly application: string;
  readonly pipeline: string;
  readonly source: SourcePlan;
  readonly environments: readonly PipelineEnvironment[];
  readonly waves: readonly PipelineWave[];
  readonly approvers: readonly PipelineApprover[];
  readonly window: ChangeWindow;
  readonly nativeWindow: boolean;
  readonly monitoringMinutes: number;
  /** What change control is named after: the application, or what it shares with others. */
  readonly controlName: string;
  readonly topicArn: string;
  /** Account of the pipeline. */
  readonly account: string;
  /** Region of the pipeline. */
  readonly region: string;
  readonly gateFunction: string;
  readonly recordFunction: string;
  readonly admitFunction: string;
  readonly waitMachineArn: string;
  readonly bakeMachineArn: string;
}

/** Source, Build, Verify, the environments, Approve, and for each wave its gate and its stage, then Close. */
export function planPipeline(input: PlanInput): Blueprint {
  return {
    name: input.pipeline,
    type: 'V2',
    executionMode: 'QUEUED',
    stages: [
      sourceStage(input.source),
      buildStage(input),
      ...withPage(input, [
        verifyStage(input),
        ...input.environments.map((environment) => environmentStage(input, environment)),
      ]),
      approveStage(input),
      ...input.waves.flatMap((wave, index) => waveStages(input, wave, index)),
      closeStage(input),
    ],
  };
}
