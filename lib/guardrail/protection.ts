import type { ConditionBlock, PolicyDocument, PolicyStatement } from './document';
import { ANYWHERE, document } from './document';
import { ASSET_READS, POLICY_WRITES, ROLE_WRITES, TRAIL_WRITES, WATCH_WRITES } from './actions';
import {
  bootstrapRoles,
  bootstrapStores,
  boundaryArn,
  guardrailPolicies,
  guardrailStacks,
  pipelineRoles,
  workloadRoles,
} from './names';
import { CONTROL_PLANE_READS } from './actions';
import type { TrustedRole } from '../contract/trusted-roles';
import { matchesPattern } from '../world/patterns';
import { isStackSetsRole, maintainers, RESOURCE_UPKEEP, STORE_UPKEEP } from './maintenance';
import { trustedWatchers } from './trusted-roles';

/** The one role kind that may create pipeline roles: CloudFormation's, whose own policy allows it in tooling and audit alone. */
const CLOUDFORMATION = bootstrapRoles(ANYWHERE, 'cfn-exec');

/** The roles that fill the bootstrap's stores. */
const PUBLISHERS = [bootstrapRoles(ANYWHERE, 'file-publishing'), bootstrapRoles(ANYWHERE, 'image-publishing')];

/**
 * Nobody in a member account changes what makes the fence, machines included: not the guardrail policies, the
 * bootstrap, the boundaries, the trail. Administrators are the way around, and roles by which management maintains accounts;
 * none are there unless named.
 */
export function protectionDocument(
  administrators: readonly string[],
  trusted: readonly TrustedRole[] = [],
): PolicyDocument {
  const sparing = [...administrators, ...maintainers(trusted)];
  return document([
    ...identityStatements(sparing),
    // Out of the organization no guardrail holds.
    denied('StayInTheOrganization', ['organizations:LeaveOrganization', 'account:CloseAccount'], ['*']),
    ...watchStatements(administrators, trusted),
    ...storeStatements(sparing, maintainers(trusted), trusted.some(isStackSetsRole)),
  ]);
}

/**
 * Trail and watchers are left alone by all but CloudFormation's role. A service's trusted role keeps those watchers that it
 * is trusted with; they are denied to everybody else apart, since a list of patterns leaves out no single action.
 */
function watchStatements(
  administrators: readonly string[],
  trusted: readonly TrustedRole[],
): readonly PolicyStatement[] {
  const spared = trustedWatchers(trusted);
  const everybody = [CLOUDFORMATION, ...administrators];
  const touched = WATCH_WRITES.filter((pattern) => [...spared.keys()].some((action) => covers(pattern, action)));
  const closed = [...TRAIL_WRITES, ...WATCH_WRITES.filter((pattern) => !touched.includes(pattern))];
  const apart = touched.map((pattern, index) => {
    const roles = [...spared].filter(([action]) => covers(pattern, action)).flatMap(([, arns]) => arns);
    return denied(`LeaveTheWatch${index}`, [pattern], ['*'], but([...everybody, ...new Set(roles)]));
  });
  return [denied('LeaveTheTrail', closed, ['*'], but(everybody)), ...apart];
}

function covers(pattern: string, action: string): boolean {
  return matchesPattern(pattern.toLowerCase(), action.toLowerCase());
}

function identityStatements(administrators: readonly string[]): readonly PolicyStatement[] {
  return [
    // A workload boundary that can be rewritten bounds nothing.
    denied('LeaveGuardrailPolicies', POLICY_WRITES, [guardrailPolicies(ANYWHERE)], but(administrators)),
    // The bootstrap's roles deploy to prod: their trust and rights are the fence's gate.
    denied('LeaveBootstrapRoles', ROLE_WRITES, [bootstrapRoles(ANYWHERE)], but(administrators)),
    denied('LeavePipelineRoles', ROLE_WRITES, [pipelineRoles(ANYWHERE)], but([CLOUDFORMATION, ...administrators])),
    // A role under the workload path passes the ceiling, so it must be bounded from its first moment.
    denied('BoundWorkloadRoles', ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'], [workloadRoles(ANYWHERE)], {
      ArnNotLike: { 'iam:PermissionsBoundary': boundaryArn(ANYWHERE) },
    }),
    denied('KeepBoundaries', ['iam:DeleteRolePermissionsBoundary'], [workloadRoles(ANYWHERE)]),
  ];
}

function storeStatements(
  administrators: readonly string[],
  maintaining: readonly string[],
  byStackSets: boolean,
): readonly PolicyStatement[] {
  return [
    // Who writes here chooses what is deployed; only the publishing roles do.
    {
      Sid: 'LeaveTheAssets',
      Effect: 'Deny',
      NotAction: ASSET_READS,
      Resource: bootstrapStores(ANYWHERE),
      Condition: but([...PUBLISHERS, ...administrators]),
    },
    ...(maintaining.length > 0 ? [putNothingIn(maintaining), onlyThroughStacks(maintaining)] : []),
    {
      Sid: 'LeaveGuardrailStacks',
      Effect: 'Deny',
      NotAction: CONTROL_PLANE_READS.filter((action) => action.startsWith('cloudformation:')),
      Resource: guardrailStacks({ ...ANYWHERE, byStackSets }),
      ...(administrators.length > 0 && { Condition: but(administrators) }),
    },
  ];
}

/**
 * Whoever maintains accounts does so by their stacks: what these hold is changed by CloudFormation in the caller's name, never by a
 * call of one's own, since keys have no names that would tell those of the fence apart.
 */
function onlyThroughStacks(maintaining: readonly string[]): PolicyStatement {
  return {
    Sid: 'MaintainThroughStacks',
    Effect: 'Deny',
    Action: RESOURCE_UPKEEP,
    Resource: ['*'],
    Condition: {
      ArnLike: { 'aws:PrincipalArn': maintaining },
      StringNotEqualsIfExists: { 'aws:CalledViaFirst': 'cloudformation.amazonaws.com' },
    },
  };
}

/** Whoever maintains the stores puts nothing into them. */
function putNothingIn(maintaining: readonly string[]): PolicyStatement {
  return {
    Sid: 'MaintainTheStoresAlone',
    Effect: 'Deny',
    NotAction: [...ASSET_READS, ...STORE_UPKEEP],
    Resource: bootstrapStores(ANYWHERE),
    Condition: { ArnLike: { 'aws:PrincipalArn': maintaining } },
  };
}

function denied(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition: ConditionBlock = {},
): PolicyStatement {
  const conditional = Object.keys(condition).length > 0 && { Condition: condition };
  return { Sid: sid, Effect: 'Deny', Action: actions, Resource: resources, ...conditional };
}

/** No condition at all where nobody is excepted: an empty list of patterns is no policy. */
function but(principals: readonly string[]): ConditionBlock {
  return principals.length === 0 ? {} : { ArnNotLike: { 'aws:PrincipalArn': principals } };
}
