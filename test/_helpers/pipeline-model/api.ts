/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import { stopExecution } from './by-hand';
import type { ActionRun, Execution, PipelineModel } from './model';

/** CodePipeline's API over a model, as the SDK's commands ask for it. */
export function answerPipeline(model: PipelineModel, name: string, input: Record<string, any>): unknown {
  switch (name) {
    case 'GetPipelineExecutionCommand':
      return { pipelineExecution: described(model.execution(input.pipelineExecutionId)) };
    case 'ListActionExecutionsCommand':
      return { actionExecutionDetails: actionsOf(model, input.filter.pipelineExecutionId) };
    case 'GetPipelineStateCommand':
      return { pipelineVersion: model.state.structure, stageStates: stageStates(model) };
    case 'ListPipelineExecutionsCommand':
      return { pipelineExecutionSummaries: succeededIn(model, input.filter.succeededInStage.stageName) };
    case 'RollbackStageCommand':
      return { pipelineExecutionId: model.rollback(input.stageName, input.targetPipelineExecutionId) };
    case 'StopPipelineExecutionCommand':
      stopExecution(model, input.pipelineExecutionId, input.abandon);
      return { pipelineExecutionId: input.pipelineExecutionId };
    case 'PutJobSuccessResultCommand':
      model.finish(jobRun(model, input.jobId), { ok: true, variables: input.outputVariables });
      return {};
    case 'PutJobFailureResultCommand':
      model.finish(jobRun(model, input.jobId), { ok: false, summary: input.failureDetails.message });
      return {};
    default:
      throw new Error(`The pipeline model does not know ${name}.`);
  }
}

function described(execution: Execution): unknown {
  return {
    pipelineExecutionId: execution.id,
    status: execution.status,
    statusSummary: execution.summary,
    executionType: execution.type,
    trigger: execution.trigger,
    rollbackMetadata: execution.target ? { rollbackTargetPipelineExecutionId: execution.target } : undefined,
  };
}

function actionsOf(model: PipelineModel, execution: string): unknown[] {
  return model.state.actions
    .filter((run) => run.execution === execution)
    .map(describedAction)
    .reverse();
}

function describedAction(run: ActionRun): unknown {
  return {
    actionExecutionId: run.id,
    stageName: run.stage,
    actionName: run.action,
    status: run.status,
    startTime: new Date(run.startedAt),
    lastUpdateTime: new Date(run.updatedAt),
    updatedBy: run.updatedBy || undefined,
    input: { actionTypeId: { category: run.category, provider: run.provider } },
    output: { executionResult: { externalExecutionSummary: run.summary } },
  };
}

function stageStates(model: PipelineModel): unknown[] {
  return model.definition.Stages.map(({ Name }) => {
    const latest = model.state.latest[Name];
    return {
      stageName: Name,
      latestExecution: latest && {
        pipelineExecutionId: latest.execution,
        status: latest.status,
        type: model.execution(latest.execution).type,
      },
    };
  });
}

function succeededIn(model: PipelineModel, stage: string): unknown[] {
  return [...(model.state.succeeded[stage] ?? [])].reverse().map((id) => ({
    pipelineExecutionId: id,
    executionType: model.execution(id).type,
  }));
}

function jobRun(model: PipelineModel, id: string): ActionRun {
  const run = model.state.actions.find((one) => `job-${one.id}` === id);
  if (!run) throw Object.assign(new Error('no such job'), { name: 'JobNotFoundException' });
  return run;
}
