import type { TrustedActions, TrustedRole } from '../contract/trusted-roles';
import { POLICY_WRITES, ROLE_WRITES } from './actions';
import { ANYWHERE, regionalArn } from './document';
import {
  bootstrapRoles,
  bootstrapStores,
  guardrailPolicies,
  guardrailStacks,
  readerRole,
  trustedRoleArn,
} from './names';

const actions = (service: string, names: string): string[] => names.split(' ').map((name) => `${service}:${name}`);

const STORES = bootstrapStores(ANYWHERE);
const storesOf = (service: string): string[] => STORES.filter((arn) => arn.split(':')[2] === service);

/** What a monitor makes has no name of its own: it begins as its stack. */
const MONITOR = 'guarded-baseline-monitor-*';

/**
 * What it takes to create and update the stacks that prepare an account: its baseline, its bootstraps and its monitors. Everything
 * stands under the names of these stacks and of what they hold, but for keys, which have none.
 */
const UPKEEP: readonly TrustedActions[] = [
  {
    actions: actions(
      'cloudformation',
      'ContinueUpdateRollback CreateChangeSet CreateStack DeleteChangeSet DeleteStack ExecuteChangeSet RollbackStack TagResource UntagResource UpdateStack UpdateTerminationProtection',
    ),
    resources: guardrailStacks(ANYWHERE),
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
    resources: [regionalArn(ANYWHERE, 'sns', MONITOR)],
  },
  {
    actions: actions('events', 'DeleteRule PutRule PutTargets RemoveTargets TagResource UntagResource'),
    resources: [regionalArn(ANYWHERE, 'events', `rule/${MONITOR}`)],
  },
  {
    actions: actions('cloudwatch', 'DeleteAlarms PutMetricAlarm TagResource UntagResource'),
    resources: [regionalArn(ANYWHERE, 'cloudwatch', `alarm:${MONITOR}`)],
  },
];

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

/** Roles that maintain what prepares accounts, as patterns for any account: the protection of the guardrails spares them. */
export function maintainers(roles: readonly TrustedRole[]): string[] {
  return roles.filter(({ maintains }) => maintains === true).map((role) => trustedRoleArn(ANYWHERE, role));
}
