import type { Place, PolicyDocument, PolicyStatement } from './document';
import { document } from './document';
import { ALARM_WRITES, ASSET_READS, CONTROL_PLANES, CONTROL_PLANE_READS, WATCH_WRITES } from './actions';
import { leaseFence } from './lease-fence';
import { boundedRoleStatements, passWorkloadRoles } from './bounded-roles';
import { applicationFence } from './tenant';
import {
  bootstrapRoles,
  bootstrapStores,
  guardrailStacks,
  platformFunctions,
  platformResources,
  sandboxResources,
  sandboxStores,
  workloadRoles,
} from './names';

/** Which boundary. */
export interface WorkloadBoundaryOptions {
  /** Off prod: developers deploy and make bounded roles by hand. */
  readonly open: boolean;
  /** Exact ARNs of roles elsewhere that workloads may assume. */
  readonly assumableRoleArns: readonly string[];
  /** Several applications live in the account: each keeps to what carries its tag. */
  readonly shared?: boolean;
}

/** Who can update a stack can act as CloudFormation's role; who can edit a pipeline, as the pipeline's. */
const CLOSED_TO_WORKLOADS = [...CONTROL_PLANES, 'cloudformation:*', 'codepipeline:*'];

/**
 * The most that a workload role can do, whatever its own policies say. The control planes are left out of what is
 * allowed, so an action that AWS adds to them tomorrow is closed already; the denials hold against resource policies
 * too, which a missing allowance does not.
 */
export function workloadBoundaryDocument(place: Place, options: WorkloadBoundaryOptions): PolicyDocument {
  return document([
    allowed('Workload', { NotAction: options.open ? CONTROL_PLANES : CLOSED_TO_WORKLOADS }),
    // Helpers of EC2 instances report to the stack that waits for them.
    allowed('LookAround', { Action: [...CONTROL_PLANE_READS, 'cloudformation:SignalResource'] }),
    passWorkloadRoles(place),
    assumeRoles(place, options),
    ...(options.open ? boundedRoleStatements(place) : []),
    ...denials(place, options),
  ]);
}

function allowed(sid: string, actions: Pick<PolicyStatement, 'Action' | 'NotAction'>): PolicyStatement {
  return { Sid: sid, Effect: 'Allow', ...actions, Resource: ['*'] };
}

function assumable(place: Place, options: WorkloadBoundaryOptions): readonly string[] {
  // Developers deploy by assuming the bootstrap's roles, which their trust policies decide.
  const bootstrap = options.open ? [bootstrapRoles(place)] : [];
  return [workloadRoles(place), ...bootstrap, ...options.assumableRoleArns];
}

function assumeRoles(place: Place, options: WorkloadBoundaryOptions): PolicyStatement {
  return {
    Sid: 'AssumeWorkloadRoles',
    Effect: 'Allow',
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
    Resource: assumable(place, options),
  };
}

function denials(place: Place, options: WorkloadBoundaryOptions): readonly PolicyStatement[] {
  const alarms = options.open ? [] : ALARM_WRITES;
  return [
    {
      // A trust policy that names a session would pass a boundary that merely does not allow.
      Sid: 'StayInTheAccount',
      Effect: 'Deny',
      Action: ['sts:AssumeRole'],
      NotResource: assumable(place, options),
    },
    // Alarms roll deployments back; what they watch may not silence them.
    { Sid: 'LeaveTheWatch', Effect: 'Deny', Action: [...alarms, ...WATCH_WRITES], Resource: ['*'] },
    // Who writes the bootstrap's stores chooses what is deployed next.
    { Sid: 'LeaveTheAssets', Effect: 'Deny', NotAction: ASSET_READS, Resource: stores(place, options) },
    {
      // What the platform runs in this account, and the stacks that hold the fence.
      Sid: 'LeaveThePlatform',
      Effect: 'Deny',
      Action: ['*'],
      Resource: [...platformIn(place, options), ...guardrailStacks(place)],
    },
    ...(options.shared ? applicationFence(place) : []),
    ...(options.open ? callsByUrl(place) : []),
    // Self-service lives in accounts of one application.
    ...(options.open && !options.shared ? leaseFence(place) : []),
  ];
}

function stores(place: Place, { open }: WorkloadBoundaryOptions): readonly string[] {
  return open ? [...bootstrapStores(place), sandboxStores(place)] : bootstrapStores(place);
}

function platformIn(place: Place, { open }: WorkloadBoundaryOptions): readonly string[] {
  if (!open) return platformResources(place);
  const others = platformResources(place).filter((arn) => arn !== platformFunctions(place));
  return [...others, ...sandboxResources(place)];
}

/**
 * Developers ask self-service by the URL of its function, where the signature says who asks. AWS takes two actions for
 * that; called any other way, an event could claim anyone.
 */
function callsByUrl(place: Place): readonly PolicyStatement[] {
  const Resource = [platformFunctions(place)];
  return [
    { Sid: 'CallByUrl', Effect: 'Deny', NotAction: FUNCTION_CALLS, Resource },
    {
      Sid: 'OnlyByUrl',
      Effect: 'Deny',
      Action: ['lambda:InvokeFunction'],
      Resource,
      Condition: { StringNotEquals: { 'lambda:InvokedViaFunctionUrl': 'true' } },
    },
  ];
}

const FUNCTION_CALLS = ['lambda:GetFunctionUrlConfig', 'lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'];
