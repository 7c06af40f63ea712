/**
 * A pipeline as plain data, apart from the engine that renders it: stages, actions, run orders, conditions, and the
 * names of the roles that act. What the service refuses, and what the fence forbids, is decided on this data alone.
 */

/** What an action is for; the fence is stated in these words. */
export type ActionKind =
  'source' | 'build' | 'verify' | 'draft' | 'deploy' | 'test' | 'page' | 'approve' | 'wait' | 'gate' | 'bake' | 'close';

/** What a stage is for. */
export type StageKind = 'source' | 'build' | 'verify' | 'environment' | 'approve' | 'gate' | 'wave' | 'close';

/** What the roles that the pipeline assumes are for: one brings the source, one starts everything else. */
export type ActionPurpose = 'source' | 'actions';

/** Action types that this package uses. */
export interface ActionType {
  readonly category: 'Source' | 'Build' | 'Invoke' | 'Approval';
  readonly provider:
    'CodeStarSourceConnection' | 'CodeCommit' | 'S3' | 'CodeBuild' | 'Lambda' | 'StepFunctions' | 'Manual';
}

/** One action. Configuration values are strings, as the service takes them. */
export interface ActionBlueprint {
  readonly name: string;
  readonly kind: ActionKind;
  readonly type: ActionType;
  /** Purpose of the role that the pipeline assumes to start the action. */
  readonly role: ActionPurpose;
  readonly runOrder: number;
  readonly configuration: Readonly<Record<string, string>>;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  /** Namespace of the variables that the action exports, and their names. */
  readonly namespace?: string;
  readonly variables?: readonly string[];
  /** Approvals only. */
  readonly timeoutMinutes?: number;
}

/** What can follow from a condition. */
export type Result = 'FAIL' | 'ROLLBACK' | 'RETRY' | 'SKIP';

/** One rule of a condition. */
export interface RuleBlueprint {
  readonly name: string;
  readonly provider: string;
  readonly configuration: Readonly<Record<string, string>>;
  readonly commands?: readonly string[];
  /** Purpose of the role that the pipeline assumes for the rule; DeploymentWindow and VariableCheck need none. */
  readonly role?: ActionPurpose;
}

/** All rules must hold, or the result follows. */
export interface ConditionBlueprint {
  readonly result: Result;
  readonly rules: readonly RuleBlueprint[];
}

/** One stage. */
export interface StageBlueprint {
  readonly name: string;
  readonly kind: StageKind;
  readonly actions: readonly ActionBlueprint[];
  readonly beforeEntry?: readonly ConditionBlueprint[];
  readonly onSuccess?: readonly ConditionBlueprint[];
  readonly onFailure?: { readonly result?: Result; readonly conditions?: readonly ConditionBlueprint[] };
}

/** The pipeline. */
export interface Blueprint {
  readonly name: string;
  readonly type: 'V1' | 'V2';
  readonly executionMode: 'QUEUED' | 'SUPERSEDED' | 'PARALLEL';
  readonly stages: readonly StageBlueprint[];
}
