/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import type { Cloud } from '../cloud';
import type { PolicyType } from '../organization';
import { serviceFor } from '../principals';
import { Refusal } from '../refusal';
import type { Effect, Making } from './effect';

const parsed = (document: unknown): any => (typeof document === 'string' ? JSON.parse(document) : document);

export const CONTROL_POLICY: Effect = {
  put: ({ cloud, wanted: { name, properties }, values }) => {
    if (String(properties.Description ?? '').length > 512)
      throw new Refusal(
        'InvalidInputException',
        'You provided a value that does not match the required length: Description',
      );
    cloud.organization.put({
      ...{ id: values.ref, name, type: properties.Type as PolicyType },
      ...{ document: parsed(properties.Content), targets: properties.TargetIds ?? [] },
    });
  },
  remove: ({ cloud, values }) => cloud.organization.remove(values.ref),
};

export const PERMISSION_SET: Effect = {
  put: ({ cloud, wanted: { properties }, values }) => {
    const inline = properties.InlinePolicy === undefined ? '' : JSON.stringify(parsed(properties.InlinePolicy));
    if (inline.length > 10_240)
      throw new Refusal(
        'ServiceQuotaExceededException',
        `The inline policy has ${inline.length} characters, 10240 are allowed.`,
      );
    cloud.permissionSets.set(values.ref, properties);
    provision(cloud, properties);
  },
  remove: ({ cloud, values }) => void cloud.permissionSets.delete(values.ref),
};

/** What a permission set gives the roles that are made for it. */
function rightsOf(set: Record<string, any>) {
  return {
    inline: new Map(set.InlinePolicy ? [['AwsSSOInlinePolicy', parsed(set.InlinePolicy)]] : []),
    managed: new Set((set.ManagedPolicies ?? []) as string[]),
  };
}

/** A permission set that changed is brought to every account where it is assigned. */
function provision(cloud: Cloud, set: Record<string, any>): void {
  for (const account of cloud.organization.accounts()) {
    const role = cloud.identities.roleOf(permissionSetRole(String(set.Name), account, cloud.home));
    if (role) cloud.identities.addRole({ ...role, ...rightsOf(set) });
  }
}

/** Role that Identity Center makes in an account for a permission set. */
export function permissionSetRole(set: string, account: string, home: string): string {
  return `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${home}/AWSReservedSSO_${set}_0123456789abcdef`;
}

/** An assignment makes the role in its account, with everything that the permission set names. */
export const ASSIGNMENT: Effect = {
  put: ({ cloud, wanted: { properties } }) => {
    const set = cloud.permissionSets.get(properties.PermissionSetArn);
    if (!set) throw new Refusal('ResourceNotFoundException', `There is no ${properties.PermissionSetArn}.`);
    if (!cloud.organization.has(properties.TargetId))
      throw new Refusal('ResourceNotFoundException', `${properties.TargetId} is not in the organization.`);
    if (properties.PrincipalType === 'GROUP' && !cloud.groups.has(properties.PrincipalId))
      throw new Refusal('ResourceNotFoundException', `GROUP: ${properties.PrincipalId} not found.`);
    const account = String(properties.TargetId);
    const customer = set.PermissionsBoundary?.CustomerManagedPolicyReference;
    const boundary = customer
      ? `arn:aws:iam::${account}:policy${customer.Path ?? '/'}${customer.Name}`
      : (set.PermissionsBoundary?.ManagedPolicyArn as string | undefined);
    if (boundary !== undefined && !cloud.identities.hasPolicy(boundary))
      throw new Refusal(
        'ValidationException',
        `Received a 404 status error: Not supported policy ${boundary}: it must exist in ${account} first.`,
      );
    const arn = permissionSetRole(String(set.Name), account, cloud.home);
    cloud.identities.addRole({
      ...{ arn, account, name: arn.split('/').at(-1)!, boundary },
      trust: { Version: '2012-10-17', Statement: [] },
      ...rightsOf(set),
      tags: {},
    });
  },
};

/** CloudTrail tries at once whether it could deliver. */
export const TRAIL: Effect = {
  put: ({ cloud, wanted: { properties, name, at } }: Making) => {
    if (properties.IsOrganizationTrail && !cloud.organization.trusted.has('cloudtrail.amazonaws.com'))
      throw new Refusal(
        'CloudTrailAccessNotEnabledException',
        'Trusted access between AWS CloudTrail and AWS Organizations is not enabled.',
      );
    const source = `arn:aws:cloudtrail:${at.region}:${at.account}:trail/${name}`;
    const trail = serviceFor('cloudtrail.amazonaws.com', at.account, source);
    const bucket = `arn:aws:s3:::${properties.S3BucketName}`;
    const prefix = properties.S3KeyPrefix ? `${properties.S3KeyPrefix}/` : '';
    attempt('InsufficientS3BucketPolicyException', 'Incorrect S3 bucket policy is detected for bucket', () => {
      cloud.authorize(trail, { action: 's3:GetBucketAcl', resource: bucket });
      for (const owner of [at.account, ...(properties.IsOrganizationTrail ? [cloud.organization.id] : [])])
        cloud.authorize(trail, {
          ...{ action: 's3:PutObject', resource: `${bucket}/${prefix}AWSLogs/${owner}/x` },
          context: { 's3:x-amz-acl': ['bucket-owner-full-control'] },
        });
    });
    const key = properties.KMSKeyId as string | undefined;
    if (key)
      attempt('InsufficientEncryptionPolicyException', 'Insufficient permissions to access S3 bucket or KMS key', () =>
        cloud.authorize(trail, {
          ...{ action: 'kms:GenerateDataKey', resource: cloud.key(key, at.account, at.region).arn },
          context: { 'kms:EncryptionContext:aws:cloudtrail:arn': [source] },
        }),
      );
  },
};

function attempt(code: string, words: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new Refusal(code, `${words}: ${(error as Error).message}`);
  }
}
