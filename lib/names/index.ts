/**
 * The names that make the fence: role paths, the boundary, the bootstrap's qualifier. Constructs write them into
 * templates and policies; the prover reads them only to say which hypothetical roles lie outside the machine paths.
 */

/** Path of the roles that deploy: pipeline, its actions, and the hardened bootstrap's roles in every account. */
export const PIPELINE_PATH = '/guarded/pipeline/';

/** Path of the roles that workloads run as; each carries the workload boundary. */
export const WORKLOAD_PATH = '/guarded/workload/';

/** Path of the roles of one environment of self-service, by the value of its tag: `/guarded/workload/lease-orders.search/`. */
export function leaseRolePath(tag: string): string {
  return `${WORKLOAD_PATH}lease-${tag}/`;
}

/** Path of the roles of one application in an account that several share: `/guarded/workload/orders/`. */
export function applicationRolePath(application: string): string {
  return `${WORKLOAD_PATH}${application}/`;
}

/** Tag of whatever an application has in an account that several share; its value is the application's name. */
export const APPLICATION_TAG = 'guarded:application';

/** Both machine paths: principals under them write in guarded accounts, nobody else does. */
export const MACHINE_PATHS: readonly string[] = [PIPELINE_PATH, WORKLOAD_PATH];

/** Path of the roles that run self-service environments in dev accounts; none of them writes in a guarded account. */
export const SANDBOX_PATH = '/guarded/sandbox/';

/** Name of the role under PIPELINE_PATH that the continuous proof reads an account with. */
export const READER_ROLE_NAME = 'guarded-reader';

/** Name of the role under PIPELINE_PATH of the audit account that proves what is deployed. */
export const PROOF_ROLE_NAME = 'guarded-continuous-proof';

/** Path of the boundary and the other guardrail policies in each account. */
export const GUARDRAIL_PATH = '/guarded/guardrail/';

/** Name of the managed policy that bounds every workload role. */
export const BOUNDARY_NAME = 'workload-boundary';

/** Qualifier of the hardened bootstrap: at most 10 alphanumeric characters (CDK bootstrap template, parameter Qualifier). */
export const BOOTSTRAP_QUALIFIER = 'guarded';

/** The variable that tells a synthesis to build the images of its assets: the build of a pipeline sets it. */
export const IMAGES = { variable: 'GUARDED_IMAGES', build: 'build' } as const;

/** What Verify is told of scanning images: where they are put for it, and what must not be found. */
export const IMAGE_SCAN = {
  repository: 'IMAGE_SCAN',
  /** In the place of a repository: nothing of this assembly is deployed by the pipeline that verifies it. */
  none: 'none',
  policy: 'IMAGE_SCAN_POLICY',
} as const;

/** The five roles of the CDK bootstrap template. */
export type BootstrapRole = 'deploy' | 'file-publishing' | 'image-publishing' | 'lookup' | 'cfn-exec';

/** How the names of all bootstrap roles of a kind begin, whatever account, region or application they are for. */
export function bootstrapRolePrefix(role: BootstrapRole): string {
  return `cdk-${BOOTSTRAP_QUALIFIER}-${role}-`;
}

/**
 * Name of a bootstrap role: `cdk-guarded-deploy-role-333333333333-eu-west-2`. In an account that several applications share
 * each has roles of its own: `cdk-guarded-deploy-orders.eu-west-2`, of 64 characters at most.
 */
export function bootstrapRoleName(role: BootstrapRole, account: string, region: string, application?: string): string {
  const own = application === undefined ? `role-${account}-${region}` : `${application}.${region}`;
  return `${bootstrapRolePrefix(role)}${own}`;
}

const DEPLOYER_OF_APPLICATION = new RegExp(`/${bootstrapRolePrefix('deploy')}([a-z0-9-]+)[.][^./]+$`);

/** The one application of several in an account that a deploy role of the bootstrap is for, by the role's ARN. */
export function applicationOfDeployRole(arn: string): string | undefined {
  return DEPLOYER_OF_APPLICATION.exec(arn)?.[1];
}

/**
 * What a pipeline role is for. `deploy-<environment>` deploys: one role for each environment, the one that its hardened
 * bootstrap trusts. `chat` is what a chat channel acts as, and may do nothing. `source` and `actions` are assumed by the
 * pipeline: one brings the source, the other starts projects, functions and state machines and asks for approvals.
 * `…-action` is a rule's that starts a state machine, `…-function` and `…-machine` run a handler and a state machine of
 * change control.
 */
export type PipelinePurpose =
  | 'pipeline'
  | 'source'
  | 'build'
  | 'verify'
  | 'actions'
  | 'events'
  | 'chat'
  | `deploy-${string}`
  | `${string}-action`
  | `${string}-function`
  | `${string}-machine`;

/** Name of a role of an application's pipeline in the tooling account: `orders-deploy-prod`. It lives under PIPELINE_PATH. */
export function pipelineRoleName(application: string, purpose: PipelinePurpose): string {
  return `${application}-${purpose}`;
}

/** ARN of a role under a path that starts and ends with `/`. */
export function roleArn(partition: string, account: string, path: string, name: string): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}

/** Template metadata key under which the platform's organization stack describes the organization (snapshot format). */
export const ORGANIZATION_METADATA = 'GuardedEnvironments::Organization';

/** Template metadata key under which platform stacks list the requests they sanction (snapshot format, `exceptions`). */
export const EXCEPTIONS_METADATA = 'GuardedEnvironments::Exceptions';

/** Template metadata key under which a stack lists the alarms that roll it back (`lib/rollback` has the shape). */
export const ROLLBACK_ALARMS_METADATA = 'GuardedEnvironments::RollbackAlarms';

/** Template metadata key: logical ids that a rollback which failed once leaves as they are when it goes on. */
export const SKIP_IN_ROLLBACK_METADATA = 'GuardedEnvironments::SkipInRollback';

/** Metadata key of a service level objective that measures availability (`lib/rollback` has the shape). */
export const AVAILABILITY_METADATA = 'GuardedEnvironments::Availability';

/** Metadata key of a gate's function: the availability objective and the ARNs of what measures it. */
export const ERROR_BUDGET_METADATA = 'GuardedEnvironments::ErrorBudget';

/** Template metadata key under which the platform states what its stacks were made from. */
export const PLATFORM_METADATA = 'GuardedEnvironments::Platform';

/** Template metadata key under which pipelines made by hand state what they were made from. */
export const PIPELINES_METADATA = 'GuardedEnvironments::Pipelines';

/** Context key of constructs in which something above states already what everything is made from. */
export const STATED_CONTEXT = 'guarded:stated';
