import { GetPipelineStateCommand, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import type { StageFact } from '../change/unwind';
import { readExecution } from './executions';
import { attempt, demand } from './failure';
import type { Runtime } from './runtime';

/** What each wave's stage last did. */
export async function stageFacts(runtime: Runtime): Promise<StageFact[]> {
  const what = `read the state of pipeline ${runtime.settings.pipeline}`;
  const command = new GetPipelineStateCommand({ name: runtime.settings.pipeline });
  const answer = await attempt(what, () => runtime.clients.pipeline.send(command));
  const waves = runtime.settings.policy.waves.map((wave) => wave.stage);
  const states = demand(what, answer.stageStates, 'stages').filter((state) => waves.includes(state.stageName ?? ''));
  return Promise.all(
    states.flatMap(({ stageName, latestExecution }) =>
      latestExecution ? [fact(runtime, stageName!, latestExecution.pipelineExecutionId!, latestExecution.status!)] : [],
    ),
  );
}

async function fact(runtime: Runtime, stage: string, execution: string, status: string): Promise<StageFact> {
  const { rollback, target } = await readExecution(runtime, execution);
  return { stage, execution, status, type: rollback ? 'ROLLBACK' : 'STANDARD', ...(target ? { target } : {}) };
}

/** For each stage, the execution released last, if it succeeded there: what the stage is to return to. */
export async function rollbackTargets(
  runtime: Runtime,
  stages: readonly string[],
  released: string | undefined,
): Promise<Record<string, string | undefined>> {
  if (!released) return {};
  const targets = stages.map(async (stage) => [stage, await ifSucceeded(runtime, stage, released)] as const);
  return Object.fromEntries(await Promise.all(targets));
}

async function ifSucceeded(runtime: Runtime, stageName: string, execution: string): Promise<string | undefined> {
  const what = `list the executions that succeeded in ${stageName}`;
  let nextToken: string | undefined;
  do {
    const command = new ListPipelineExecutionsCommand({
      pipelineName: runtime.settings.pipeline,
      filter: { succeededInStage: { stageName } },
      nextToken,
    });
    const answer = await attempt(what, () => runtime.clients.pipeline.send(command));
    const list = demand(what, answer.pipelineExecutionSummaries, 'list');
    if (list.some((one) => one.pipelineExecutionId === execution)) return execution;
    nextToken = answer.nextToken;
  } while (nextToken);
  return undefined;
}
