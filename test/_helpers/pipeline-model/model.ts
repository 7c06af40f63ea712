/**
 * A small model of CodePipeline V2 in mode QUEUED. It executes a pipeline as CloudFormation defines it (stages one
 * execution at a time, actions by run order, variables, approvals, Lambda and Step Functions actions, conditions of
 * stages, automatic retry and rollback, the structure-version rule) and knows nothing of the handlers' decisions.
 * What people do to it by hand is in by-hand.ts. Each rule that it claims is a test with its source in
 * model.test.ts.
 */
import type { ActionDefinition, PipelineDefinition, StageDefinition } from './definition';
import { type ActionRun, type ConditionType, type Execution, isOver, type ModelState, newModel } from './model-state';
import { conditionOf, judge, unknownParts } from './rules';

export { type ActionRun, type Execution, type ModelState, newModel };

/** How an action ended. */
export interface WorkResult {
  readonly ok: boolean;
  readonly summary?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Why an execution failed that was in a stage while the pipeline was updated. */
export const UPDATED = 'The pipeline was updated.';

const PUSH = { triggerType: 'WebhookV2', triggerDetail: 'push' };

export class PipelineModel {
  public constructor(
    public readonly definition: PipelineDefinition,
    public readonly state: ModelState,
    private readonly clock: () => number,
    /** State of an alarm, for rules that look at it. */
    private readonly alarm: (name: string) => string = () => 'INSUFFICIENT_DATA',
  ) {
    const unknown = unknownParts(definition);
    if (unknown.length) throw new Error(`The model would check another pipeline, it does not know: ${unknown.join()}.`);
  }

  /** A push, or a start by hand. */
  public start(revision: string, artifact: string, trigger = PUSH): string {
    const id = this.id('exec');
    const { structure } = this.state;
    this.state.executions.push({ ...fresh(id, 'STANDARD', structure), variableId: id, trigger, revision, artifact });
    this.settle();
    return id;
  }

  public execution(id: string): Execution {
    const found = this.state.executions.find((one) => one.id === id);
    if (!found) throw failure('PipelineExecutionNotFoundException', `no execution ${id}`);
    return found;
  }

  /** An execution that is over is put into the list anew before it changes; see `copyModel`. */
  public revived(id: string): Execution {
    const index = this.state.executions.findIndex((one) => one.id === id);
    return (this.state.executions[index] = { ...this.execution(id) });
  }

  /** Actions that run now. */
  public running(): ActionRun[] {
    return this.state.actions.filter((run) => run.status === 'InProgress');
  }

  public actionOf(run: ActionRun): ActionDefinition {
    return this.stageNamed(run.stage).Actions.find((action) => action.Name === run.action)!;
  }

  public stageOf(execution: Execution): StageDefinition {
    return this.definition.Stages[execution.stage]!;
  }

  /** A configuration value with its variables filled in. */
  public configured(run: ActionRun, key: string): string {
    return this.fill(this.execution(run.execution), String(this.actionOf(run).Configuration?.[key] ?? ''));
  }

  /** Ends an action; what follows from that happens at once. */
  public finish(run: ActionRun, result: WorkResult, by = ''): void {
    if (run.status !== 'InProgress') throw failure('InvalidJobStateException', 'The job has its result');
    run.status = result.ok ? 'Succeeded' : 'Failed';
    run.updatedAt = this.clock();
    run.updatedBy = by;
    run.summary = result.summary ?? '';
    this.keepVariables(this.execution(run.execution), this.actionOf(run).Namespace, result.variables ?? {});
    this.settle();
  }

  private keepVariables(execution: Execution, namespace: string | undefined, variables: Record<string, string>): void {
    if (!namespace) return;
    const named = Object.entries(variables).map(([key, value]) => [`${namespace}.${key}`, value]);
    execution.variables = { ...execution.variables, ...(Object.fromEntries(named) as Record<string, string>) };
  }

  /**
   * RollbackStage: never of the source, and only to an execution that was started in this version of the structure,
   * succeeded in the stage and is no rollback itself.
   */
  public rollback(stageName: string, targetId: string): string {
    const index = this.definition.Stages.findIndex((stage) => stage.Name === stageName);
    const target = this.execution(targetId);
    const possible =
      index > 0 &&
      !this.occupant(stageName) &&
      target.type === 'STANDARD' &&
      target.structure === this.state.structure &&
      (this.state.succeeded[stageName] ?? []).includes(targetId);
    if (!possible) throw failure('UnableToRollbackStageException', 'cannot roll back');
    const id = this.id('back');
    const { variableId, revision, artifact, variables } = target;
    const trigger = { triggerType: 'ManualRollback', triggerDetail: '' };
    this.state.executions.push({
      ...{ ...fresh(id, 'ROLLBACK', target.structure), variableId, trigger, revision, artifact },
      ...{ target: targetId, variables, stage: index },
    });
    this.settle();
    return id;
  }

  /** Lets everything happen that needs no action to end: stages are entered, left, failed and taken back. */
  public settle(): void {
    while (this.state.executions.some((execution) => !isOver(execution) && this.advance(execution)));
  }

  /** When conditions that wait are to be looked at again. */
  public waits(): number[] {
    return this.state.executions.flatMap((one) => {
      if (isOver(one) || !one.condition) return [];
      const answer = this.look(one, one.condition.type, one.condition.since);
      return 'until' in answer ? [answer.until] : [];
    });
  }

  private advance(execution: Execution): boolean {
    const stage = this.stageOf(execution);
    if (!execution.inStage) return this.enter(execution, stage);
    const current = this.current(execution, stage);
    if (current.some((run) => run?.status === 'InProgress')) return false;
    if (execution.status === 'Stopping') return this.stopped(execution, stage);
    if (execution.outdated) return this.failed(execution, stage, UPDATED);
    if (current.some((run) => run && run.status !== 'Succeeded')) return this.fail(execution, stage);
    return this.goOn(execution, stage, current);
  }

  /** One execution at a time is in a stage; in QUEUED mode the others wait their turn, the oldest first. */
  private enter(execution: Execution, stage: StageDefinition): boolean {
    if (execution.status === 'Stopping') return this.ended(execution, 'Stopped');
    const waiting = this.state.executions.filter(
      (one) => !isOver(one) && !one.inStage && one.stage === execution.stage,
    );
    if (this.occupant(stage.Name) || waiting[0] !== execution) return false;
    execution.inStage = true;
    execution.attemptFrom = this.state.count;
    this.note(stage, execution, 'InProgress');
    return true;
  }

  private goOn(execution: Execution, stage: StageDefinition, current: readonly (ActionRun | undefined)[]): boolean {
    if (!current.some(Boolean)) {
      const entry = this.pass(execution, stage, 'BEFORE_ENTRY');
      if (entry !== 'holds') return entry === 'failed';
    }
    const next = stage.Actions.filter((_, index) => !current[index]);
    if (!next.length) return this.complete(execution, stage);
    const order = Math.min(...next.map((action) => action.RunOrder ?? 1));
    for (const action of next.filter((one) => (one.RunOrder ?? 1) === order)) this.begin(execution, stage, action);
    return true;
  }

  /** Goes through a condition; one that fails has its result at once. */
  private pass(execution: Execution, stage: StageDefinition, type: ConditionType): 'holds' | 'waits' | 'failed' {
    const place = `${stage.Name} ${type}`;
    if (!conditionOf(stage, type) || execution.settled?.includes(place)) return 'holds';
    const since = execution.condition?.type === type ? execution.condition.since : this.clock();
    const answer = this.look(execution, type, since);
    execution.condition = { type, status: 'holds' in answer && !answer.holds ? 'Failed' : 'InProgress', since };
    if ('until' in answer) return 'waits';
    if (!answer.holds) return this.engage(execution, stage, type);
    execution.condition = undefined;
    execution.settled = [...(execution.settled ?? []), place];
    return 'holds';
  }

  private look(execution: Execution, type: ConditionType, since: number) {
    const fill = (text: string) => this.fill(execution, text);
    const rules = conditionOf(this.stageOf(execution), type)!.Rules;
    return judge(rules, since, { now: this.clock(), alarm: this.alarm, fill });
  }

  /** The result of a condition that failed: FAIL, SKIP (on entry) or ROLLBACK. */
  private engage(execution: Execution, stage: StageDefinition, type: ConditionType): 'failed' {
    const { Result } = conditionOf(stage, type)!;
    if (Result === 'SKIP') return this.skip(execution, stage);
    this.failed(execution, stage, `The condition ${type} of ${stage.Name} does not hold.`, Result === 'ROLLBACK');
    return 'failed';
  }

  /** A skipped stage did nothing, so it is no target to return to. */
  private skip(execution: Execution, stage: StageDefinition): 'failed' {
    execution.condition = undefined;
    this.note(stage, execution, 'Skipped');
    this.moveOn(execution);
    return 'failed';
  }

  private complete(execution: Execution, stage: StageDefinition): boolean {
    const exit = this.pass(execution, stage, 'ON_SUCCESS');
    if (exit !== 'holds') return exit === 'failed';
    this.note(stage, execution, 'Succeeded');
    if (execution.type === 'STANDARD')
      this.state.succeeded = {
        ...this.state.succeeded,
        [stage.Name]: [...(this.state.succeeded[stage.Name] ?? []), execution.id],
      };
    this.moveOn(execution);
    return true;
  }

  private moveOn(execution: Execution): void {
    execution.inStage = false;
    execution.stage++;
    if (execution.type === 'ROLLBACK' || execution.stage === this.definition.Stages.length)
      execution.status = 'Succeeded';
  }

  /** An action failed: one automatic retry where there is one, then the stage fails. */
  private fail(execution: Execution, stage: StageDefinition): boolean {
    const { Result, RetryConfiguration } = stage.OnFailure ?? {};
    if (Result === 'RETRY' && !execution.retried?.includes(stage.Name)) {
      execution.retried = [...(execution.retried ?? []), stage.Name];
      this.retryActions(execution, RetryConfiguration?.RetryMode ?? 'ALL_ACTIONS');
      return true;
    }
    const condition = this.pass(execution, stage, 'ON_FAILURE');
    if (condition === 'waits') return false;
    if (condition === 'failed') return true;
    const reason = this.current(execution, stage).find((run) => run?.status === 'Failed')?.summary ?? '';
    return this.failed(execution, stage, reason, Result === 'ROLLBACK');
  }

  /** Begins failed actions again, or the stage from its first action; RetryStageExecution and RETRY share it. */
  public retryActions(execution: Execution, mode: string): void {
    const stage = this.stageOf(execution);
    if (mode === 'ALL_ACTIONS') execution.attemptFrom = this.state.count;
    const again = this.current(execution, stage).filter((run) => run && run.status !== 'Succeeded');
    for (const run of again) this.begin(execution, stage, this.actionOf(run!));
  }

  private failed(execution: Execution, stage: StageDefinition, reason: string, back = false): boolean {
    this.note(stage, execution, 'Failed');
    execution.summary = reason;
    this.ended(execution, 'Failed');
    if (back && execution.type === 'STANDARD') this.rollBackItself(execution, stage);
    return true;
  }

  private stopped(execution: Execution, stage: StageDefinition): boolean {
    this.note(stage, execution, 'Stopped');
    return this.ended(execution, 'Stopped');
  }

  /** Ends it badly, and announces that. */
  public ended(execution: Execution, status: 'Failed' | 'Stopped'): boolean {
    execution.inStage = false;
    execution.status = status;
    execution.endedIn = this.state.structure;
    this.state.ended.push(execution.id);
    return true;
  }

  /** ROLLBACK returns to the last execution that succeeded in the stage, whatever became of it later. */
  private rollBackItself(execution: Execution, stage: StageDefinition): void {
    const target = (this.state.succeeded[stage.Name] ?? []).findLast(
      (id) => id !== execution.id && this.execution(id).structure === this.state.structure,
    );
    if (target) this.rollback(stage.Name, target);
  }

  private begin(execution: Execution, stage: StageDefinition, action: ActionDefinition): void {
    const id = this.id('run');
    const now = this.clock();
    this.state.actions.push({
      ...{ id, number: this.state.count, execution: execution.id, stage: stage.Name, action: action.Name },
      category: action.ActionTypeId.Category,
      provider: action.ActionTypeId.Provider,
      runOrder: action.RunOrder ?? 1,
      ...{ startedAt: now, updatedAt: now },
      ...{ status: 'InProgress', updatedBy: '', summary: '', attempts: 0 },
    });
  }

  /** Notes what a stage last did. */
  public note(stage: StageDefinition, execution: Execution, status: string): void {
    this.state.latest = { ...this.state.latest, [stage.Name]: { execution: execution.id, status } };
  }

  /** Who is in a stage. */
  public occupant(stageName: string): Execution | undefined {
    return this.state.executions.find((one) => one.inStage && !isOver(one) && this.stageOf(one).Name === stageName);
  }

  /** The last run of each action of a stage in the latest attempt; undefined where it did not run yet. */
  public current(execution: Execution, stage: StageDefinition): (ActionRun | undefined)[] {
    const runs = this.state.actions.filter(
      (run) => run.execution === execution.id && run.stage === stage.Name && run.number > (execution.attemptFrom ?? 0),
    );
    return stage.Actions.map((action) => runs.findLast((run) => run.action === action.Name));
  }

  private fill(execution: Execution, text: string): string {
    return text.replace(/#\{([^}]+)\}/g, (_, name: string) =>
      name === 'codepipeline.PipelineExecutionId' ? execution.variableId : (execution.variables[name] ?? ''),
    );
  }

  private stageNamed(name: string): StageDefinition {
    return this.definition.Stages.find((stage) => stage.Name === name)!;
  }

  private id(kind: string): string {
    return `${kind}-${++this.state.count}`;
  }
}

function fresh(id: string, type: Execution['type'], structure: number) {
  return {
    ...{ id, type, structure, variables: {}, stage: 0, inStage: false },
    ...{ status: 'InProgress' as const, summary: '' },
  };
}

/** An error of the service, by its name. */
export function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
