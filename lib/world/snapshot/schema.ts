import { z } from 'zod';
import { ACCOUNT_STATES } from '../../contract/account-states';

/** The snapshot format, version 1, as CONTRACTS gives it: unknown keys are errors, at every depth but inside policy documents. */

const accountId = z.string().regex(/^\d{12}$/, 'an account id has twelve digits');
const arn = z
  .string()
  .regex(/^arn:[^:]+:[^:]*:[^:]*:[^:]*:.+$/s, 'an ARN is arn:partition:service:region:account:resource');
const document = z.union([z.string(), z.record(z.string(), z.unknown())]);
const text = z.string().optional();
const tagList = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]);

const attached = z.array(z.strictObject({ PolicyName: text, PolicyArn: arn })).default([]);
const inline = z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: document })).default([]);
const boundary = z.strictObject({ PermissionsBoundaryType: text, PermissionsBoundaryArn: arn }).nullish();

const user = z.strictObject({
  Path: text,
  UserName: text,
  UserId: text,
  Arn: arn,
  CreateDate: text,
  UserPolicyList: inline,
  GroupList: z.array(z.string()).default([]),
  AttachedManagedPolicies: attached,
  PermissionsBoundary: boundary,
  Tags: tagList,
});

const group = z.strictObject({
  Path: text,
  GroupName: text,
  GroupId: text,
  Arn: arn,
  CreateDate: text,
  GroupPolicyList: inline,
  AttachedManagedPolicies: attached,
});

const role = z.strictObject({
  Path: text,
  RoleName: text,
  RoleId: text,
  Arn: arn,
  CreateDate: text,
  AssumeRolePolicyDocument: document,
  /** Which roles instances carry is said by `resources`; profiles add nothing to that. */
  InstanceProfileList: z.array(z.unknown()).optional(),
  RolePolicyList: inline,
  AttachedManagedPolicies: attached,
  PermissionsBoundary: boundary,
  Tags: tagList,
  RoleLastUsed: z.strictObject({ LastUsedDate: text, Region: text }).nullish(),
});

const policyVersion = z.strictObject({
  Document: document,
  VersionId: text,
  IsDefaultVersion: z.boolean().optional(),
  CreateDate: text,
});

const managedPolicy = z.strictObject({
  PolicyName: text,
  PolicyId: text,
  Arn: arn,
  Path: text,
  DefaultVersionId: text,
  AttachmentCount: z.number().optional(),
  PermissionsBoundaryUsageCount: z.number().optional(),
  IsAttachable: z.boolean().optional(),
  Description: text,
  CreateDate: text,
  UpdateDate: text,
  PolicyVersionList: z.array(policyVersion).min(1),
});

const authorizationDetails = z.strictObject({
  UserDetailList: z.array(user).default([]),
  GroupDetailList: z.array(group).default([]),
  RoleDetailList: z.array(role).default([]),
  Policies: z.array(managedPolicy).default([]),
  IsTruncated: z.literal(false, 'a truncated list is no account: collect all pages').optional(),
});

const resource = z.strictObject({
  arn,
  type: z.string().min(1),
  role: arn.nullish(),
  roles: z.array(arn).nullish(),
  policy: document.nullish(),
  tags: z.record(z.string(), z.string()).nullish(),
  dependsOn: z.array(arn).nullish(),
  /** What decides what a pipeline or an alarm does, by CloudFormation's names. */
  content: z.record(z.string(), z.json()).nullish(),
});

const byName = z.strictObject({
  name: z.string().min(1),
  path: z
    .string()
    .regex(/^\/(.*\/)?$/)
    .default('/'),
});

const permissionSet = z.strictObject({
  name: z.string().min(1),
  awsManagedPolicies: z.array(arn).nullish(),
  customerManagedPolicies: z.array(byName).nullish(),
  inlinePolicy: document.nullish(),
  permissionsBoundary: z
    .union([z.strictObject({ awsManagedPolicy: arn }), z.strictObject({ customerManagedPolicy: byName })])
    .nullish(),
});

const organization = z.strictObject({
  id: z.string().regex(/^o-[a-z0-9]+$/, 'an organization id looks like o-abc123defg'),
  managementAccountId: accountId,
  accounts: z.array(
    z.strictObject({
      id: accountId,
      name: z.string(),
      environment: z.enum(['dev', 'test', 'prod', 'tooling', 'audit', 'management', 'other']),
      ous: z.array(z.string().min(1)),
      /** As Organizations tells it; absent means that the account is open. */
      state: z.enum(ACCOUNT_STATES).optional(),
    }),
  ),
  policies: z
    .array(
      z.strictObject({
        type: z.enum(['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']),
        name: z.string(),
        document,
        targets: z.array(z.string().min(1)),
      }),
    )
    .default([]),
  delegatedAdministrators: z.array(z.strictObject({ servicePrincipal: z.string(), accountId })).optional(),
});

const patterns = z.array(z.string().min(1)).min(1);

/** The whole file. */
export const snapshotSchema = z.strictObject({
  version: z.literal(1, 'this is the only version of the format'),
  organization,
  identityCenter: z
    .strictObject({
      permissionSets: z.array(permissionSet),
      assignments: z.array(z.strictObject({ permissionSet: z.string(), accountId, group: z.string().optional() })),
    })
    .nullish(),
  humans: z.array(z.string().min(1)).nullish(),
  exceptions: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        statement: z.string(),
        principals: patterns,
        actions: patterns,
        resources: patterns,
        /** A Condition block as IAM has it: sanctioned is what meets all of it. */
        conditions: z.record(z.string(), z.unknown()).optional(),
        /** The service that acts as the principals, and no person. */
        service: z.string().min(1).optional(),
      }),
    )
    .nullish(),
  /** What the platform says that it was made from: a proof can make it again. */
  platform: z
    .strictObject({
      packageVersion: z.string(),
      tool: z.string().optional(),
      cdkVersion: z.string().optional(),
      path: z.string().optional(),
      properties: z.record(z.string(), z.json()),
    })
    .optional(),
  accounts: z.record(accountId, z.strictObject({ authorizationDetails, resources: z.array(resource).default([]) })),
});

/** A snapshot as it stands in the file. */
export type Snapshot = z.infer<typeof snapshotSchema>;
/** One account of the file. */
export type SnapshotAccount = Snapshot['accounts'][string];
/** One user, group or role, as `aws iam get-account-authorization-details` prints it. */
export type UserDetail = SnapshotAccount['authorizationDetails']['UserDetailList'][number];
/** A group. */
export type GroupDetail = SnapshotAccount['authorizationDetails']['GroupDetailList'][number];
/** A role. */
export type RoleDetail = SnapshotAccount['authorizationDetails']['RoleDetailList'][number];
/** A permission set. */
export type PermissionSet = NonNullable<Snapshot['identityCenter']>['permissionSets'][number];
/** A policy document: an object, or text that may be URL-encoded. */
export type SnapshotDocument = string | Record<string, unknown>;
