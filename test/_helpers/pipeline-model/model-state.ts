/** What happens in a pipeline, as plain data, so that a state can be copied and explored in more than one direction. */
import type { MachineRun } from './states-language';

/** How an execution can stand; `Stopping` until the actions that run have ended. */
export type ExecutionStatus = 'InProgress' | 'Stopping' | 'Stopped' | 'Succeeded' | 'Failed';

/** When a condition of a stage is looked at. */
export type ConditionType = 'BEFORE_ENTRY' | 'ON_SUCCESS' | 'ON_FAILURE';

/** A condition that an execution stands at. */
export interface ConditionRun {
  readonly type: ConditionType;
  readonly status: 'InProgress' | 'Failed';
  readonly since: number;
}

/** One run of the pipeline, or one way back of a stage. */
export interface Execution {
  readonly id: string;
  readonly type: 'STANDARD' | 'ROLLBACK';
  readonly target?: string;
  /** What `#{codepipeline.PipelineExecutionId}` gives: in a rollback it may be the target's. */
  readonly variableId: string;
  /** Version of the pipeline's structure that it was started in. */
  readonly structure: number;
  readonly trigger: { triggerType: string; triggerDetail: string };
  readonly revision: string;
  /** Digest of the assembly that lies in the artifact store. */
  artifact: string;
  variables: Readonly<Record<string, string>>;
  /** Index of the stage that it is in, or waits for. */
  stage: number;
  inStage: boolean;
  status: ExecutionStatus;
  summary: string;
  /** The pipeline was updated while it was in a stage: what runs ends, then it fails. */
  outdated?: boolean;
  condition?: ConditionRun | undefined;
  /** Conditions that hold, or that somebody overrode, as `<stage> <type>`. */
  settled?: readonly string[];
  /** Stages that were retried automatically. */
  retried?: readonly string[];
  /** Number of the first action run of the latest attempt at its stage; earlier ones are history. */
  attemptFrom?: number;
  /** Version of the structure when it ended badly. */
  endedIn?: number;
}

/** One run of an action. */
export interface ActionRun {
  readonly id: string;
  readonly number: number;
  readonly execution: string;
  readonly stage: string;
  readonly action: string;
  readonly category: string;
  readonly provider: string;
  readonly runOrder: number;
  readonly startedAt: number;
  status: 'InProgress' | 'Succeeded' | 'Failed' | 'Abandoned';
  updatedAt: number;
  updatedBy: string;
  summary: string;
  attempts: number;
}

/** Everything of a pipeline that changes. */
export interface ModelState {
  executions: Execution[];
  actions: ActionRun[];
  machines: MachineRun[];
  /** Executions that succeeded in a stage, oldest first. */
  succeeded: Readonly<Record<string, readonly string[]>>;
  /** What each stage last did. */
  latest: Readonly<Record<string, { readonly execution: string; readonly status: string } | undefined>>;
  /** Executions whose end was announced on the event bus and not yet heard. */
  ended: string[];
  /** Builds that nobody waits for any more and that run on, by action run. */
  orphans: string[];
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
    orphans: [],
    structure: 1,
    count: 0,
  };
}

/** Whether nothing happens to a run, an execution or a machine any more unless it is put back into its list anew. */
export function isOver({ status }: { readonly status: string }): boolean {
  return !/^(InProgress|Stopping|RUNNING)$/.test(status);
}

/** A copy that shares what is over; whoever changes that in place, against the rule, is told by the engine. */
export function copyModel(state: ModelState): ModelState {
  return {
    ...state,
    executions: state.executions.map(copyLive),
    actions: state.actions.map(copyLive),
    machines: state.machines.map(copyLive),
    ended: [...state.ended],
    orphans: [...state.orphans],
  };
}

function copyLive<T extends { readonly status: string }>(one: T): T {
  return isOver(one) ? Object.freeze(one) : { ...one };
}
