/**
 * A small model of CodePipeline V2. It executes a pipeline as CloudFormation defines it (stages one execution at a
 * time, actions by run order, variables, approvals, Lambda and Step Functions actions, stage rollback and its
 * structure-version rule, retry) and plays the API that handlers see. Everything is plain data, so that a state can be
 * copied and explored in more than one direction. It knows nothing of the handlers' decisions.
 */
import type { ActionDefinition, PipelineDefinition, StageDefinition } from './definition';
import type { MachineRun } from './states-language';

export interface Execution {
  readonly id: string;
  readonly type: 'STANDARD' | 'ROLLBACK';
  readonly target?: string;
  /** What `#{codepipeline.PipelineExecutionId}` gives: in a rollback it may be the target's. */
  readonly variableId: string;
  readonly structure: number;
  readonly trigger: { triggerType: string; triggerDetail: string };
  revision: string;
  /** Digest of the assembly that lies in the artifact store. */
  artifact: string;
  variables: Record<string, string>;
  stage: number;
  inStage: boolean;
  status: 'InProgress' | 'Succeeded' | 'Failed' | 'Stopped';
  summary: string;
}

export interface ActionRun {
  readonly id: string;
  readonly execution: string;
  readonly stage: string;
  readonly action: string;
  readonly category: string;
  readonly provider: string;
  readonly runOrder: number;
  readonly startedAt: number;
  status: 'InProgress' | 'Succeeded' | 'Failed';
  updatedAt: number;
  updatedBy: string;
  summary: string;
  attempts: number;
}

export interface ModelState {
  executions: Execution[];
  actions: ActionRun[];
  machines: MachineRun[];
  /** Executions that succeeded in a stage, oldest first. */
  succeeded: Record<string, string[]>;
  /** What each stage last did. */
  latest: Record<string, { execution: string; status: string } | undefined>;
  /** Executions whose end was announced on the event bus and not yet heard. */
  ended: string[];
  structure: number;
  count: number;
}

/** A pipeline in which nothing ran. */
export function newModel(): ModelState {
  return {
    executions: [],
    actions: [],
    machines: [],
    succeeded: {},
    latest: {},
    ended: [],
    structure: 1,
    count: 0,
  };
}

/** What the model asks its surroundings to do for an action that CodeBuild or a source provider would run. */
export type RunWork = (execution: Execution, stage: string, action: ActionDefinition) => WorkResult;

/** How such an action ended. */
export interface WorkResult {
  readonly ok: boolean;
  readonly summary?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

export class PipelineModel {
  public constructor(
    public readonly definition: PipelineDefinition,
    public readonly state: ModelState,
    private readonly clock: () => number,
  ) {
    for (const { Name, BeforeEntry, OnSuccess, OnFailure } of definition.Stages)
      if (BeforeEntry ?? OnSuccess ?? OnFailure?.Conditions)
        throw new Error(`The model knows no conditions, and stage ${Name} has some: it would check another pipeline.`);
  }

  /** A push, or a start by hand. */
  public start(
    revision: string,
    artifact: string,
    trigger = { triggerType: 'WebhookV2', triggerDetail: 'push' },
  ): string {
    const id = this.id('exec');
    this.state.executions.push({
      id,
      type: 'STANDARD',
      variableId: id,
      structure: this.state.structure,
      trigger,
      revision,
      artifact,
      variables: {},
      stage: 0,
      inStage: false,
      status: 'InProgress',
      summary: '',
    });
    this.settle();
    return id;
  }

  public execution(id: string): Execution {
    const found = this.state.executions.find((one) => one.id === id);
    if (!found) throw Object.assign(new Error(`no execution ${id}`), { name: 'PipelineExecutionNotFoundException' });
    return found;
  }

  /** Actions that run now. */
  public running(): ActionRun[] {
    return this.state.actions.filter((run) => run.status === 'InProgress');
  }

  public actionOf(run: ActionRun): ActionDefinition {
    return this.stageNamed(run.stage).Actions.find((action) => action.Name === run.action)!;
  }

  /** A configuration value with its variables filled in. */
  public configured(run: ActionRun, key: string): string {
    const execution = this.execution(run.execution);
    const text = String(this.actionOf(run).Configuration?.[key] ?? '');
    return text.replace(/#\{([^}]+)\}/g, (_, name: string) =>
      name === 'codepipeline.PipelineExecutionId' ? execution.variableId : (execution.variables[name] ?? ''),
    );
  }

  /** Ends an action; what follows from that happens at once. */
  public finish(run: ActionRun, result: WorkResult, by = ''): void {
    if (run.status !== 'InProgress')
      throw Object.assign(new Error('The job has its result'), { name: 'InvalidJobStateException' });
    run.status = result.ok ? 'Succeeded' : 'Failed';
    run.updatedAt = this.clock();
    run.updatedBy = by;
    run.summary = result.summary ?? '';
    const execution = this.execution(run.execution);
    const namespace = this.actionOf(run).Namespace;
    for (const [key, value] of Object.entries(result.variables ?? {}))
      if (namespace) execution.variables[`${namespace}.${key}`] = value;
    this.settle();
  }

  /** Retries the failed actions of the stage in which an execution failed; it must still be the stage's latest. */
  public retry(execution: Execution): boolean {
    const stage = this.definition.Stages[execution.stage]!;
    if (execution.status !== 'Failed' || this.state.latest[stage.Name]?.execution !== execution.id) return false;
    if (this.occupant(stage.Name)) return false;
    execution.status = 'InProgress';
    execution.inStage = true;
    this.state.latest[stage.Name] = { execution: execution.id, status: 'InProgress' };
    const failed = this.runsIn(execution, stage.Name).filter((run) => run.status === 'Failed');
    for (const run of failed) this.begin(execution, stage, this.actionOf(run));
    return true;
  }

  /** RollbackStage: only to an execution of this structure version that succeeded there and is no rollback. */
  public rollback(stageName: string, targetId: string): string {
    const index = this.definition.Stages.findIndex((stage) => stage.Name === stageName);
    const target = this.execution(targetId);
    const possible =
      index > 0 &&
      !this.occupant(stageName) &&
      target.type === 'STANDARD' &&
      target.structure === this.state.structure &&
      (this.state.succeeded[stageName] ?? []).includes(targetId);
    if (!possible) throw Object.assign(new Error('cannot roll back'), { name: 'UnableToRollbackStageException' });
    const id = this.id('back');
    this.state.executions.push({
      ...structuredClone(target),
      id,
      type: 'ROLLBACK',
      target: targetId,
      stage: index,
      inStage: false,
      status: 'InProgress',
      summary: '',
      trigger: { triggerType: 'ManualRollback', triggerDetail: '' },
    });
    this.settle();
    return id;
  }

  /** Lets everything happen that needs no action to end: stages are entered, left and taken back. */
  public settle(): void {
    while (this.state.executions.some((execution) => execution.status === 'InProgress' && this.advance(execution)));
  }

  private advance(execution: Execution): boolean {
    const stage = this.definition.Stages[execution.stage]!;
    if (!execution.inStage) return this.enter(execution, stage);
    const runs = this.runsIn(execution, stage.Name);
    const current = stage.Actions.map((action) => runs.findLast((run) => run.action === action.Name));
    if (current.some((run) => run?.status === 'InProgress')) return false;
    if (current.some((run) => run?.status === 'Failed')) return this.fail(execution, stage);
    const next = stage.Actions.filter((_, index) => !current[index]);
    if (!next.length) return this.leave(execution, stage);
    const order = Math.min(...next.map((action) => action.RunOrder ?? 1));
    for (const action of next.filter((one) => (one.RunOrder ?? 1) === order)) this.begin(execution, stage, action);
    return true;
  }

  /** One execution at a time is in a stage; in QUEUED mode the others wait their turn, the oldest first. */
  private enter(execution: Execution, stage: StageDefinition): boolean {
    const waiting = this.state.executions.filter(
      (one) => one.status === 'InProgress' && !one.inStage && one.stage === execution.stage,
    );
    if (this.occupant(stage.Name) || waiting[0] !== execution) return false;
    execution.inStage = true;
    this.state.latest[stage.Name] = { execution: execution.id, status: 'InProgress' };
    return true;
  }

  private leave(execution: Execution, stage: StageDefinition): boolean {
    this.state.latest[stage.Name] = { execution: execution.id, status: 'Succeeded' };
    if (execution.type === 'STANDARD') (this.state.succeeded[stage.Name] ??= []).push(execution.id);
    execution.inStage = false;
    execution.stage++;
    if (execution.type === 'ROLLBACK' || execution.stage === this.definition.Stages.length)
      this.end(execution, 'Succeeded');
    return true;
  }

  private fail(execution: Execution, stage: StageDefinition): boolean {
    this.state.latest[stage.Name] = { execution: execution.id, status: 'Failed' };
    execution.inStage = false;
    execution.summary = this.runsIn(execution, stage.Name).find((run) => run.status === 'Failed')?.summary ?? '';
    this.end(execution, 'Failed');
    if (stage.OnFailure?.Result === 'ROLLBACK' && execution.type === 'STANDARD') this.rollBackItself(execution, stage);
    return true;
  }

  /** `onFailure: ROLLBACK` returns to the last execution that succeeded in the stage, whatever became of it later. */
  private rollBackItself(execution: Execution, stage: StageDefinition): void {
    const targets = (this.state.succeeded[stage.Name] ?? []).filter(
      (id) => id !== execution.id && this.execution(id).structure === this.state.structure,
    );
    const target = targets.at(-1);
    if (target) this.rollback(stage.Name, target);
  }

  private end(execution: Execution, status: 'Succeeded' | 'Failed'): void {
    execution.status = status;
    if (status === 'Failed') this.state.ended.push(execution.id);
  }

  private begin(execution: Execution, stage: StageDefinition, action: ActionDefinition): void {
    this.state.actions.push({
      id: this.id('run'),
      execution: execution.id,
      stage: stage.Name,
      action: action.Name,
      category: action.ActionTypeId.Category,
      provider: action.ActionTypeId.Provider,
      runOrder: action.RunOrder ?? 1,
      startedAt: this.clock(),
      status: 'InProgress',
      updatedAt: this.clock(),
      updatedBy: '',
      summary: '',
      attempts: 0,
    });
  }

  private occupant(stageName: string): Execution | undefined {
    return this.state.executions.find(
      (one) => one.inStage && one.status === 'InProgress' && this.definition.Stages[one.stage]!.Name === stageName,
    );
  }

  private runsIn(execution: Execution, stage: string): ActionRun[] {
    return this.state.actions.filter((run) => run.execution === execution.id && run.stage === stage);
  }

  private stageNamed(name: string): StageDefinition {
    return this.definition.Stages.find((stage) => stage.Name === name)!;
  }

  private id(kind: string): string {
    return `${kind}-${++this.state.count}`;
  }
}
