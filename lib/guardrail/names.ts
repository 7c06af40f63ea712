import {
  BOOTSTRAP_QUALIFIER,
  BOUNDARY_NAME,
  GUARDRAIL_PATH,
  MACHINE_PATHS,
  PIPELINE_PATH,
  READER_ROLE_NAME,
  SANDBOX_PATH,
  WORKLOAD_PATH,
  applicationRolePath,
  bootstrapRolePrefix,
} from '../names';
import type { BootstrapRole } from '../names';
import type { Place } from './document';
import { bucketArn, iamArn, regionalArn } from './document';
import { STACK_SET_PREFIX } from '../contract/stack-sets';

/** Roles under both machine paths, as patterns. */
export function machineRoles(place: Place): readonly string[] {
  return MACHINE_PATHS.map((path) => iamArn(place, `role${path}*`));
}

/** Roles that workloads run as. */
export function workloadRoles(place: Place): string {
  return iamArn(place, `role${WORKLOAD_PATH}*`);
}

/** Roles that one application's workloads run as, where several share the account. */
export function rolesOf(place: Place, application: string): string {
  return iamArn(place, `role${applicationRolePath(application)}*`);
}

/** Roles that deploy. */
export function pipelineRoles(place: Place): string {
  return iamArn(place, `role${PIPELINE_PATH}*`);
}

/** Roles of the hardened bootstrap, of one kind or of all. */
export function bootstrapRoles(place: Place, kind?: BootstrapRole): string {
  const prefix = kind === undefined ? `cdk-${BOOTSTRAP_QUALIFIER}-` : bootstrapRolePrefix(kind);
  return iamArn(place, `role${PIPELINE_PATH}${prefix}*`);
}

/** The role by which the continuous proof reads an account. */
export function readerRole(place: Place): string {
  return iamArn(place, `role${PIPELINE_PATH}${READER_ROLE_NAME}`);
}

/** ARN of a trusted role. */
export function trustedRoleArn(place: Place, { role }: { readonly role: string }): string {
  return iamArn(place, `role/${role}`);
}

/** The boundary of workload roles. */
export function boundaryArn(place: Place): string {
  return iamArn(place, `policy${GUARDRAIL_PATH}${BOUNDARY_NAME}`);
}

/** Name of the policy that says what CloudFormation may do in a region. */
export function deploymentPolicyName(region: string, application?: string): string {
  return `deployment-policy-${ofApplication(application)}${region}`;
}

/** Name of the boundary of CloudFormation's role in a region. */
export function deploymentBoundaryName(region: string, application?: string): string {
  return `deployment-boundary-${ofApplication(application)}${region}`;
}

/** Names carry the application where several share the account. */
function ofApplication(application: string | undefined): string {
  return application === undefined ? '' : `${application}.`;
}

/** Policies that make the fence. */
export function guardrailPolicies(place: Place): string {
  return iamArn(place, `policy${GUARDRAIL_PATH}*`);
}

/** Policies that belong to workloads. */
export function workloadPolicies(place: Place): string {
  return iamArn(place, `policy${WORKLOAD_PATH}*`);
}

/** Stores of the bootstrap: whoever writes there chooses what is deployed. */
export function bootstrapStores(place: Place): readonly string[] {
  const prefix = `cdk-${BOOTSTRAP_QUALIFIER}`;
  return [
    bucketArn(place, `${prefix}-assets-*`),
    regionalArn(place, 'ecr', `repository/${prefix}-container-assets-*`),
    regionalArn(place, 'ssm', `parameter/cdk-bootstrap/${BOOTSTRAP_QUALIFIER}/*`),
  ];
}

/** Stacks that hold the fence within an account: the bootstrap and the baseline around it. */
export function guardrailStacks(place: Place): readonly string[] {
  const byHand = ['guarded-bootstrap*', 'guarded-baseline*'].map((name) =>
    regionalArn(place, 'cloudformation', `stack/${name}/*`),
  );
  return place.byStackSets ? [...byHand, stackSetStacks(place)] : byHand;
}

/** The same where stack sets make them: a stack is called after its set, of which all of ours begin with `guarded-`. */
export function stackSetStacks(place: Place): string {
  return regionalArn(place, 'cloudformation', `stack/${STACK_SET_PREFIX}*/*`);
}

/** Stacks whose names begin with one of these, and the stacks nested in them. */
export function stacksOf(
  { partition, account }: Place,
  region: string,
  prefixes: readonly string[],
): readonly string[] {
  // The region stands in it: a wildcard there would match beyond it.
  return prefixes.map((prefix) => `arn:${partition}:cloudformation:${region}:${account}:stack/${prefix}-*/*`);
}

/** What the platform runs beside workloads in their accounts: its names begin with `guarded-`. */
export function platformResources(place: Place): readonly string[] {
  return [
    regionalArn(place, 'cloudwatch', 'alarm:guarded-*'),
    regionalArn(place, 'events', 'rule/guarded-*'),
    regionalArn(place, 'lambda', 'function:guarded-*'),
    regionalArn(place, 'logs', 'log-group:/guarded/*'),
    regionalArn(place, 'sns', 'guarded-*'),
    regionalArn(place, 'sqs', 'guarded-*'),
    regionalArn(place, 'ssm', 'document/guarded-*'),
    regionalArn(place, 'states', 'stateMachine:guarded-*'),
    ...(place.byStackSets ? stackSetResources(place) : []),
  ];
}

/** What monitors make is called after their stacks. */
function stackSetResources(place: Place): readonly string[] {
  return [
    regionalArn(place, 'cloudwatch', `alarm:${STACK_SET_PREFIX}*`),
    regionalArn(place, 'events', `rule/${STACK_SET_PREFIX}*`),
    regionalArn(place, 'sns', `${STACK_SET_PREFIX}*`),
  ];
}

/** Functions of the platform in an open account: people call some by their URL, and touch none. */
export function platformFunctions(place: Place): string {
  return regionalArn(place, 'lambda', 'function:guarded-*');
}

/** What self-service runs beside workloads in an open account, functions and stores apart. */
export function sandboxResources(place: Place): readonly string[] {
  return [
    iamArn(place, `role${SANDBOX_PATH}*`),
    regionalArn(place, 'cloudformation', 'stack/guarded-sandbox-*'),
    regionalArn(place, 'codebuild', 'project/guarded-*'),
    regionalArn(place, 'dynamodb', 'table/guarded-*'),
    regionalArn(place, 'scheduler', 'schedule*/guarded-*'),
  ];
}

/** Buckets of self-service in an open account: what is built for leases, and what stays of them. */
export function sandboxStores(place: Place): string {
  return bucketArn(place, 'guarded-*');
}
