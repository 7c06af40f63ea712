/** One environment of an application. */
export interface EnvironmentSummary {
  readonly application: string;
  readonly name: string;
  readonly kind: string;
  readonly account: string;
  readonly regions: readonly string[];
  /** Stacks of the workload that are synthesized beside the platform. */
  readonly stacks: number;
}

/** What a persona may do in some of the accounts. */
export interface RightSummary {
  /** Accounts by name: `orders-prod`, `tooling`. */
  readonly accounts: readonly string[];
  /** The permission set and what it holds, in its own words. */
  readonly permissionSet: string;
  readonly what: string;
  readonly session: string;
}

/** One persona: who it is and what it may do where. */
export interface PersonaSummary {
  readonly persona: string;
  readonly groups: readonly string[];
  readonly rights: readonly RightSummary[];
}

/** One stage of a pipeline. */
export interface StageSummary {
  readonly name: string;
  readonly actions: readonly string[];
  /** Personas that must approve here. */
  readonly approvers: readonly string[];
  /** What follows a failure: `ROLLBACK`, `RETRY` or nothing. */
  readonly onFailure?: string;
}

/** An availability objective, and the ARNs of what the gate asks for its budget. */
export interface BudgetSummary {
  readonly objectivePercent: number;
  readonly serviceLevelObjectives: readonly string[];
}

/** One pipeline with its window. */
export interface PipelineSummary {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly stages: readonly StageSummary[];
  readonly window?: string;
  readonly bakeMinutes?: number;
  readonly availability?: BudgetSummary;
  /** Chat channels that are told: `Slack C0123ABCD`. */
  readonly chat: readonly string[];
}

/** One runbook: what it is, what it calls, who may start it and where. */
export interface RunbookSummary {
  readonly application: string;
  /** Name of the SSM Automation document. */
  readonly document: string;
  /** Functions that it calls, each with a role of its own. */
  readonly functions: readonly string[];
  readonly personas: readonly string[];
  /** Prod environments of the application. */
  readonly environments: readonly string[];
}

/** The rollback alarms of the stacks of one environment. */
export interface AlarmSummary {
  readonly environment: string;
  readonly alarms: readonly string[];
}

/** One rule and how often it was acknowledged. */
export interface AcknowledgementSummary {
  readonly id: string;
  readonly count: number;
  readonly reasons: readonly string[];
}

/** What the rule packs and validations said. */
export interface FindingSummary {
  readonly plugin: string;
  /** What stops a synthesis. */
  readonly findings: number;
  /** What is told and stops nothing; absent where there is none. */
  readonly reported?: number;
  readonly acknowledged: readonly AcknowledgementSummary[];
}

/** Everything that `guarded show` tells. */
export interface Summary {
  readonly version: 1;
  readonly organization: {
    readonly id: string;
    readonly region: string;
    readonly accounts: Readonly<Record<string, string>>;
  };
  readonly environments: readonly EnvironmentSummary[];
  readonly people: readonly PersonaSummary[];
  readonly runbooks: readonly RunbookSummary[];
  readonly pipelines: readonly PipelineSummary[];
  readonly alarms: readonly AlarmSummary[];
  readonly checks: readonly FindingSummary[];
}
