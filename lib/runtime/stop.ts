import { StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { attempt, errorName } from './failure';
import type { Runtime } from './runtime';

/** It ended, or somebody else stops it: there is nothing left to stop. */
const STOPPED = ['PipelineExecutionNotStoppableException', 'DuplicatedStopRequestException'];

/** Stops an execution at once; one that is over stays as it is. */
export async function stopExecution(runtime: Runtime, execution: string, reason: string): Promise<void> {
  const command = new StopPipelineExecutionCommand({
    pipelineName: runtime.settings.pipeline,
    pipelineExecutionId: execution,
    abandon: true,
    reason: reason.slice(0, 200),
  });
  try {
    await attempt(`stop execution ${execution}`, () => runtime.clients.pipeline.send(command), ...STOPPED);
  } catch (error) {
    if (!STOPPED.includes(errorName(error))) throw error;
  }
}
