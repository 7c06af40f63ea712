import type { TrustedActions, TrustedRole } from '../contract/trusted-roles';
import { POLICY_WRITES, ROLE_WRITES } from './actions';
import { ANYWHERE, regionalArn } from './document';
import {
  bootstrapRoles,
  bootstrapStores,
  guardrailPolicies,
  guardrailStacks,
  readerRole,
  stackSetStacks,
  trustedRoleArn,
} from './names';
import { STACK_SETS_ROLE, STACK_SET_PREFIX } from '../contract/stack-sets';

const actions = (service: string, names: string): string[] => names.split(' ').map((name) => `${service}:${name}`);

const STORES = bootstrapStores(ANYWHERE);
const storesOf = (service: string): string[] => STORES.filter((arn) => arn.split(':')[2] === service);

/** How what prepares an account is called. */
interface Called {
  /** ARNs of the stacks. */
  readonly stacks: readonly string[];
  /** What a monitor makes has no name of its own: it begins as its stack. */
  readonly monitor: string;
}

const BY_HAND: Called = { stacks: guardrailStacks(ANYWHERE), monitor: 'guarded-baseline-monitor-*' };
const BY_STACK_SETS: Called = { stacks: [stackSetStacks(ANYWHERE)], monitor: `${STACK_SET_PREFIX}*` };

/**
 * What it takes to create and update the stacks that prepare an account: its baseline, its bootstraps and its monitors. Everything
 * stands under the names of these stacks and of what they hold, but for keys, which have none.
 */
const upkeep = ({ stacks, monitor }: Called): readonly TrustedActions[] => [
  {
    actions: actions(
      'cloudformation',
      'ContinueUpdateRollback CreateChangeSet CreateStack DeleteChangeSet DeleteStack ExecuteChangeSet RollbackStack TagResource UntagResource UpdateStack UpdateTerminationProtection',
    ),
    resources: stacks,
  },
  {
    actions: ROLE_WRITES.filter((action) => action !== 'iam:DeleteRolePermissionsBoundary'),
    resources: [bootstrapRoles(ANYWHERE), readerRole(ANYWHERE)],
  },
  { actions: POLICY_WRITES, resources: [guardrailPolicies(ANYWHERE)] },
  {
    actions: actions(
      's3',
      'CreateBucket DeleteBucket DeleteBucketPolicy PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock PutBucketTagging PutBucketVersioning PutEncryptionConfiguration PutLifecycleConfiguration',
    ),
    resources: storesOf('s3'),
  },
  {
    actions: actions(
      'ecr',
      'CreateRepository DeleteLifecyclePolicy DeleteRepository DeleteRepositoryPolicy PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy SetRepositoryPolicy TagResource UntagResource',
    ),
    resources: storesOf('ecr'),
  },
  {
    actions: actions('ssm', 'AddTagsToResource DeleteParameter PutParameter RemoveTagsFromResource'),
    resources: storesOf('ssm'),
  },
  {
    actions: actions(
      'kms',
      'CreateAlias CreateKey DeleteAlias EnableKeyRotation PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource UpdateAlias UpdateKeyDescription',
    ),
    resources: ['*'],
  },
  {
    actions: actions(
      'sns',
      'CreateTopic DeleteTopic SetSubscriptionAttributes SetTopicAttributes Subscribe TagResource Unsubscribe UntagResource',
    ),
    resources: [regionalArn(ANYWHERE, 'sns', monitor)],
  },
  {
    actions: actions('events', 'DeleteRule PutRule PutTargets RemoveTargets TagResource UntagResource'),
    resources: [regionalArn(ANYWHERE, 'events', `rule/${monitor}`)],
  },
  {
    actions: actions('cloudwatch', 'DeleteAlarms PutMetricAlarm TagResource UntagResource'),
    resources: [regionalArn(ANYWHERE, 'cloudwatch', `alarm:${monitor}`)],
  },
];

const UPKEEP = upkeep(BY_HAND);

/** What of that CloudFormation does in the caller's name. */
export const RESOURCE_UPKEEP: readonly string[] = UPKEEP.flatMap(({ actions: taken }) => taken).filter(
  (action) => !action.startsWith('cloudformation:'),
);

/** What it takes of that to keep the bootstrap's stores: nothing that puts an asset into one. */
export const STORE_UPKEEP: readonly string[] = UPKEEP.filter(({ resources }) =>
  resources.every((one) => STORES.includes(one)),
).flatMap(({ actions: taken }) => taken);

/**
 * The role of each account by which management maintains what prepares the account, behind the fence: nobody else is let
 * assume it, and it does nothing but that. Whoever acts in management holds the fence anyway.
 */
export function maintenanceRole(role: string, management: string): TrustedRole {
  return {
    role,
    service: 'cloudformation.amazonaws.com',
    from: management,
    why: 'management updates the stacks that prepare the account: baseline, bootstraps, monitors',
    accounts: ['prod', 'tooling', 'audit'],
    allow: UPKEEP,
    maintains: true,
  };
}

/**
 * The role of each account that the stack sets of management act as, behind the fence: AWS makes it administrator of the account,
 * and the control policies leave it what these stacks take. Its name ends as AWS chooses.
 */
export function stackSetsRole(management: string): TrustedRole {
  return {
    role: STACK_SETS_ROLE,
    service: 'cloudformation.amazonaws.com',
    from: management,
    why: 'stack sets of management make and update the stacks that prepare the account: baseline, bootstraps, monitors',
    accounts: ['prod', 'tooling', 'audit'],
    allow: upkeep(BY_STACK_SETS),
    maintains: true,
  };
}

/** Whether a role is the one that stack sets act as. */
export function isStackSetsRole({ role, maintains }: TrustedRole): boolean {
  return role === STACK_SETS_ROLE && maintains === true;
}

/** Roles that maintain what prepares accounts, as patterns for any account: the protection of the guardrails spares them. */
export function maintainers(roles: readonly TrustedRole[]): string[] {
  return roles.filter(({ maintains }) => maintains === true).map((role) => trustedRoleArn(ANYWHERE, role));
}
