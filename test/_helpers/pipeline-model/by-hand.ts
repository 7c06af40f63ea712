/** What people with the right to it do to a pipeline by hand; each answers whether CodePipeline would let them. */
import { failure, type PipelineModel } from './model';
import type { ConditionType, Execution } from './model-state';

/** Whether a stage's latest execution is this one, which failed or was stopped there, and nobody is in the stage now. */
function standsAt(model: PipelineModel, execution: Execution): boolean {
  const stage = model.stageOf(execution);
  return (
    /^(Failed|Stopped)$/.test(execution.status) &&
    model.state.latest[stage?.Name ?? '']?.execution === execution.id &&
    !model.occupant(stage.Name)
  );
}

/**
 * RetryStageExecution, in mode FAILED_ACTIONS or ALL_ACTIONS: of a stage that failed or was stopped, while it is the
 * latest there, and not after the structure of the pipeline changed.
 */
export function retryStage(model: PipelineModel, id: string, mode: 'FAILED_ACTIONS' | 'ALL_ACTIONS'): boolean {
  const failed = model.execution(id);
  if (!standsAt(model, failed) || failed.endedIn !== model.state.structure || failed.condition) return false;
  model.retryActions(reopen(model, id), mode);
  model.settle();
  return true;
}

function reopen(model: PipelineModel, id: string): Execution {
  const execution = model.revived(id);
  execution.status = 'InProgress';
  execution.inStage = true;
  execution.outdated = false;
  model.note(model.stageOf(execution), execution, 'InProgress');
  return execution;
}

/** OverrideStageCondition: an entry or exit condition that waits or failed counts as met. */
export function overrideCondition(model: PipelineModel, id: string, type: ConditionType): boolean {
  const found = model.execution(id);
  if (found.condition?.type !== type || type === 'ON_FAILURE') return false;
  const failed = found.condition.status === 'Failed';
  if (failed && (!standsAt(model, found) || found.endedIn !== model.state.structure)) return false;
  const execution = failed ? reopen(model, id) : found;
  execution.settled = [...(execution.settled ?? []), `${model.stageOf(execution).Name} ${type}`];
  execution.condition = undefined;
  model.settle();
  return true;
}

/**
 * StopPipelineExecution: what runs ends, and nothing more begins; with `abandon` nobody waits for what runs, which for
 * a build means that it runs on unseen.
 */
export function stopExecution(model: PipelineModel, id: string, abandon: boolean): void {
  const execution = model.execution(id);
  if (!/^(InProgress|Stopping)$/.test(execution.status))
    throw failure('PipelineExecutionNotStoppableException', 'it has ended');
  if (execution.status === 'Stopping' && !abandon) throw failure('DuplicatedStopRequestException', 'it is stopping');
  execution.status = 'Stopping';
  if (abandon) abandonActions(model, id);
  model.settle();
}

function abandonActions(model: PipelineModel, id: string): void {
  for (const run of model.running().filter((one) => one.execution === id)) {
    run.status = 'Abandoned';
    if (run.provider === 'CodeBuild') model.state.orphans.push(run.id);
  }
}

/**
 * UpdatePipeline, the platform's own included: actions that run end, then their stages and executions fail; executions
 * that wait between stages go on. From here on nothing returns to what was started before.
 */
export function updatePipeline(model: PipelineModel): void {
  model.state.structure++;
  for (const one of model.state.executions) if (one.inStage && one.status === 'InProgress') one.outdated = true;
  model.settle();
}
