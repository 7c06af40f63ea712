import { PIPELINE_PATH } from '../names';
import type { Place, PolicyDocument, PolicyStatement } from './document';
import { document, iamArn } from './document';
import {
  ASSET_READS,
  BOUNDED_ROLE_WRITES,
  CONTROL_PLANES,
  CONTROL_PLANE_READS,
  IDENTITY_MAKING,
  POLICY_WRITES,
  ROLE_WRITES,
  WATCH_WRITES,
} from './actions';
import { boundedRoleStatements, passWorkloadRoles } from './bounded-roles';
import {
  bootstrapRoles,
  bootstrapStores,
  boundaryArn,
  guardrailPolicies,
  guardrailStacks,
  pipelineRoles,
  platformResources,
  sandboxResources,
  sandboxStores,
  workloadRoles,
} from './names';
import { deploymentFence, ownStacks, ownWorkloadRoles } from './tenant';
import type { Tenant } from './tenant';

/** What a bootstrapped account is for. */
export type DeploymentKind = 'workload' | 'open' | 'platform';

/** Nested stacks are CloudFormation's own calls. Types, hooks and stack sets would run code or reach beyond the stack. */
const NESTED_STACKS = [
  'cloudformation:CreateChangeSet',
  'cloudformation:CreateStack',
  'cloudformation:DeleteChangeSet',
  'cloudformation:DeleteStack',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:SetStackPolicy',
  'cloudformation:SignalResource',
  'cloudformation:TagResource',
  'cloudformation:UntagResource',
  'cloudformation:UpdateStack',
  'cloudformation:UpdateTerminationProtection',
];

/** The planes of a platform account: it keeps pipelines and the trail, which are its stacks. */
const CLOSED_TO_THE_PLATFORM = [
  ...CONTROL_PLANES.filter((plane) => !['cloudtrail:*', 'ram:*'].includes(plane)),
  'cloudformation:*',
];
const CLOSED_TO_WORKLOADS = [...CONTROL_PLANES, 'cloudformation:*', 'codepipeline:*'];

/**
 * What CloudFormation's execution role may do: create what a stack needs, and roles only with the boundary under the
 * workload path. In place of AdministratorAccess, which the official bootstrap gives it.
 */
export function deploymentPolicyDocument(place: Place, kind: DeploymentKind, tenant?: Tenant): PolicyDocument {
  const platform = kind === 'platform';
  return document([
    {
      Sid: 'Resources',
      Effect: 'Allow',
      NotAction: platform ? CLOSED_TO_THE_PLATFORM : CLOSED_TO_WORKLOADS,
      Resource: ['*'],
    },
    { Sid: 'LookAround', Effect: 'Allow', Action: CONTROL_PLANE_READS, Resource: ['*'] },
    { Sid: 'NestedStacks', Effect: 'Allow', Action: NESTED_STACKS, Resource: ownStacks(place, tenant) },
    ...boundedRoleStatements(place, tenant),
    passWorkloadRoles(place, tenant),
    ...(platform ? pipelineRoleStatements(place) : []),
    ...fence(place, kind),
  ]);
}

/** The platform's stacks make the pipelines' roles; the bootstrap's own stay out of reach. */
function pipelineRoleStatements(place: Place): readonly PolicyStatement[] {
  return [
    {
      Sid: 'PipelineRoles',
      Effect: 'Allow',
      Action: ['iam:CreateRole', 'iam:PassRole', ...BOUNDED_ROLE_WRITES],
      Resource: [pipelineRoles(place)],
    },
    {
      Sid: 'PipelinePolicies',
      Effect: 'Allow',
      Action: POLICY_WRITES,
      Resource: [iamArn(place, `policy${PIPELINE_PATH}*`)],
    },
  ];
}

/**
 * The second layer of the same role: whatever is attached to it later, it stays out of the fence. It repeats the denials
 * of the policy on purpose, and adds in denials what the policy merely does not allow.
 */
export function deploymentBoundaryDocument(place: Place, kind: DeploymentKind, tenant?: Tenant): PolicyDocument {
  return document([
    { Sid: 'Anything', Effect: 'Allow', Action: ['*'], Resource: ['*'] },
    { Sid: 'NobodyNew', Effect: 'Deny', Action: IDENTITY_MAKING, Resource: ['*'] },
    {
      Sid: 'RolesOnMachinePaths',
      Effect: 'Deny',
      Action: [...ROLE_WRITES, 'iam:PassRole'],
      NotResource: ownRoles(place, kind, tenant),
    },
    {
      Sid: 'RolesOnlyBounded',
      Effect: 'Deny',
      Action: ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'],
      Resource: [workloadRoles(place)],
      Condition: { StringNotEquals: { 'iam:PermissionsBoundary': boundaryArn(place) } },
    },
    { Sid: 'KeepBoundaries', Effect: 'Deny', Action: ['iam:DeleteRolePermissionsBoundary'], Resource: ['*'] },
    { Sid: 'NoOtherIdentity', Effect: 'Deny', Action: planesBeyond(kind), Resource: ['*'] },
    ...(tenant ? deploymentFence(place, tenant, NESTED_STACKS) : []),
    ...fence(place, kind),
  ]);
}

function ownRoles(place: Place, kind: DeploymentKind, tenant: Tenant | undefined): readonly string[] {
  const pipeline = kind === 'platform' ? [pipelineRoles(place)] : [];
  return [ownWorkloadRoles(place, tenant), iamArn(place, 'role/aws-service-role/*'), ...pipeline];
}

/** Planes without a single action that a stack needs. CloudFormation assumes no role on a stack's behalf. */
function planesBeyond(kind: DeploymentKind): readonly string[] {
  const planes = ['controltower:*', 'identity-sync:*', 'organizations:LeaveOrganization', 'rolesanywhere:*'];
  const people = ['account:*', 'identitystore:*', 'sso-directory:*', 'sso:*', 'sts:AssumeRole*', 'sts:Get*Token'];
  return kind === 'platform' ? [...planes, ...people] : [...planes, ...people, 'codepipeline:*', 'cloudtrail:*'];
}

/** What no deployment touches: the guardrails, the bootstrap, the platform's own, the watch. */
function fence(place: Place, kind: DeploymentKind): readonly PolicyStatement[] {
  return [
    {
      Sid: 'LeaveTheGuardrails',
      Effect: 'Deny',
      Action: [...ROLE_WRITES, ...POLICY_WRITES, 'iam:PassRole'],
      Resource: [guardrailPolicies(place), kind === 'platform' ? bootstrapRoles(place) : pipelineRoles(place)],
    },
    { Sid: 'LeaveTheAssets', Effect: 'Deny', NotAction: ASSET_READS, Resource: storesIn(place, kind) },
    ...(kind === 'platform' ? [leave(guardrailStacks(place))] : notThePlatforms(place, kind)),
  ];
}

function notThePlatforms(place: Place, kind: DeploymentKind): readonly PolicyStatement[] {
  const sandbox = kind === 'open' ? sandboxResources(place) : [];
  return [
    leave([...platformResources(place), ...guardrailStacks(place), ...sandbox]),
    { Sid: 'LeaveTheWatch', Effect: 'Deny', Action: WATCH_WRITES, Resource: ['*'] },
  ];
}

function storesIn(place: Place, kind: DeploymentKind): readonly string[] {
  return kind === 'open' ? [...bootstrapStores(place), sandboxStores(place)] : bootstrapStores(place);
}

function leave(resources: readonly string[]): PolicyStatement {
  return { Sid: 'LeaveThePlatform', Effect: 'Deny', Action: ['*'], Resource: resources };
}
