import { SERVED_ALONE } from '../contract/change-policies';

/**
 * Names that the constructs of change control and its Lambda handlers share: handlers, environment variables, tables,
 * stages and variables of the pipeline. Constants only; both sides import them, so neither can drift alone.
 */

/** Handlers: the build bundles them all to `dist/runtime/change/index.js`, which exports each under its `entryPoint`. */
export const HANDLERS = [
  'gate',
  'wait-for-window',
  'admit',
  'bake',
  'unwind',
  'record',
  'notify',
  'metrics',
  'freeze',
] as const;

/** Name of a handler. */
export type HandlerName = (typeof HANDLERS)[number];

/** Name that a bundle exports a handler under: `wait-for-window` is `waitForWindow`. */
export function entryPoint(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Environment variables. `application`, `pipeline`, `table`, `bucket` and the policy go to every handler. */
export const ENV = {
  /** Application whose changes these are: `orders`. */
  application: SERVED_ALONE,
  /** Name of its pipeline, in the handler's own account and region. */
  pipeline: 'PIPELINE',
  /** DynamoDB table: string keys `pk` and `sk`, stream of new images, time to live `expires`. */
  table: 'CHANGE_TABLE',
  /** Write-once bucket (S3 Object Lock, versioned) of drafts, sealed records and released assemblies. */
  bucket: 'CHANGE_BUCKET',
  /** The application's policy as JSON; else `policyParameter`; where neither is set, `policy.json` beside the code. */
  policy: 'CHANGE_POLICY',
  /** Name of the SSM parameter that holds the policy. */
  policyParameter: 'CHANGE_POLICY_PARAMETER',
  /**
   * SNS topic that people and chat targets subscribe to: notify. Where many applications share the handlers, each has a
   * topic of its own, and `EVERY_APPLICATION` stands in the place of its name.
   */
  topic: 'CHANGE_TOPIC_ARN',
  /** EventBridge bus on which change control tells what it does (source `EVENT_SOURCE`): notify. */
  bus: 'CHANGE_BUS_NAME',
  /** ARN of the state machine that rolls earlier waves back: record (sweep). */
  unwindMachine: 'UNWIND_STATE_MACHINE_ARN',
  /** Namespace of the CloudWatch metrics: metrics. */
  metricNamespace: 'METRIC_NAMESPACE',
  /** URL of the queue that has a lane for each application: record and notify, where many applications share them. */
  lanes: 'LANES_URL',
  /** SNS topic of those who look after change control that many share: record and notify. */
  operators: 'OPERATORS_TOPIC_ARN',
} as const;

/** Stands for the name of an application in what handlers of many applications are told. */
export const EVERY_APPLICATION = '{application}';

/** Source of the events that change control itself puts on the bus. */
export const EVENT_SOURCE = 'guarded.change';

/** Namespace of the delivery metrics; one dimension, `Application`. */
export const METRIC_NAMESPACE = 'GuardedEnvironments/Change';

/** Names of the delivery metrics; times in seconds, the rate from 0 to 1. */
export const METRICS = {
  deploymentFrequency: 'DeploymentFrequency',
  leadTime: 'LeadTime',
  changeFailureRate: 'ChangeFailureRate',
  timeToRestore: 'TimeToRestore',
} as const;

/** Applications of which change control could not handle something, each counted once an hour; no dimension. */
export const APPLICATIONS_LEFT = 'ApplicationsLeft';

/** How an execution ends that may have to be taken back, as events of CodePipeline say it. */
export const ENDED_BADLY = ['FAILED', 'STOPPED', 'SUPERSEDED', 'CANCELED'] as const;

/** What CodePipeline calls the events of whole executions. */
export const EXECUTION_CHANGED = 'CodePipeline Pipeline Execution State Change';

/** How often a lane tries what fails, before it is laid aside; SQS counts the same. */
export const LANE_TRIES = 5;

/** Key prefixes in the bucket. */
export const BUCKET_PREFIXES = { records: 'records/', drafts: 'drafts/', assemblies: 'assemblies/' } as const;

/** Stages of the pipeline, in order; the waves are `PROD_STAGE_PREFIX` and the wave's name. */
export const STAGES = {
  source: 'Source',
  build: 'Build',
  verify: 'Verify',
  approve: 'Approve',
  gate: 'Gate',
  close: 'Close',
} as const;

/** Action that keeps the page for the approvers: the last one before they are asked. */
export const PAGE_ACTION = 'Page';

/** `Prod-one-box`: a wave. */
export const PROD_STAGE_PREFIX = 'Prod-';

/** `Gate-rest`: the wait and the checks once more, before a later wave. */
export const GATE_STAGE_PREFIX = 'Gate-';

/** Namespaces and names of the variables that travel through the pipeline. */
export const VARIABLES = {
  sourceNamespace: 'Source',
  verifyNamespace: 'Verify',
  /** Of Verify: `sha256:` and 64 hex digits over the whole assembly. */
  digest: 'DIGEST',
  /** Of Verify's draft action: it exports the number of the change record, `orders-42`, which approvals then name. */
  draftNamespace: 'Draft',
  number: 'NUMBER',
  /** Of the action before the approvals: the key of the page that approvers read. */
  pageNamespace: 'Page',
  page: 'KEY',
  /** Of a deploy action: alarm ARNs joined by commas, or `none`. */
  alarms: 'ALARMS',
  /** Of a deploy action: `true` where nothing of the target was deployed before. */
  firstDeployment: 'FIRST_DEPLOYMENT',
} as const;

/** Name of the application's pipeline. */
export function pipelineName(application: string): string {
  return application;
}
