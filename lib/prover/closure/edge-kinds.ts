import type { EdgeKind } from './edge-kind';
import { TAKE_OVER } from './take-over';

const IAM = 'IAM API reference; Rhino Security Labs, AWS IAM privilege escalation methods';

/** Alternatives of one action each. */
const any = (...actions: string[]): string[][] => actions.map((action) => [action]);

/** Credentials of another principal. */
const CREDENTIALS: readonly EdgeKind[] = [
  {
    id: 'user-credentials',
    description: 'makes or replaces the credentials of a user',
    on: 'user',
    actions: any(
      'iam:CreateAccessKey',
      'iam:CreateLoginProfile',
      'iam:UpdateLoginProfile',
      'iam:CreateServiceSpecificCredential',
      'iam:ResetServiceSpecificCredential',
      'iam:UploadSSHPublicKey',
      'iam:UploadSigningCertificate',
    ),
    yields: 'act',
    source: `${IAM}; pathfinding.cloud iam-002, iam-003, iam-004, iam-006`,
  },
  {
    id: 'trust-policy-edit',
    description: 'edits who may assume a role',
    on: 'role',
    actions: any('iam:UpdateAssumeRolePolicy'),
    yields: 'trust',
    source: `${IAM}; pathfinding.cloud iam-012, iam-019, iam-020, iam-021`,
  },
  {
    id: 'provider-edit',
    description: 'makes or changes an identity provider that a role trusts',
    on: 'provider',
    actions: any(
      'iam:CreateSAMLProvider',
      'iam:UpdateSAMLProvider',
      'iam:CreateOpenIDConnectProvider',
      'iam:UpdateOpenIDConnectProviderThumbprint',
      'iam:AddClientIDToOpenIDConnectProvider',
    ),
    yields: 'act',
    source: 'IAM API reference',
  },
  {
    id: 'trust-anchor',
    description: 'makes or changes a trust anchor, and so the certificates that a Roles Anywhere role takes',
    on: 'role',
    trusting: 'rolesanywhere.amazonaws.com',
    actions: any('rolesanywhere:CreateTrustAnchor @ *', 'rolesanywhere:UpdateTrustAnchor @ *'),
    yields: 'act',
    source: 'IAM Roles Anywhere user guide, trust model',
  },
];

/** Policies of principals. */
const POLICY_EDITS: readonly EdgeKind[] = [
  {
    id: 'role-policy-edit',
    description: 'writes or attaches a policy of a role',
    on: 'role',
    actions: any('iam:PutRolePolicy', 'iam:AttachRolePolicy'),
    yields: 'rewrite',
    source: `${IAM}; pathfinding.cloud iam-005, iam-009, iam-014, iam-017`,
  },
  {
    id: 'user-policy-edit',
    description: 'writes or attaches a policy of a user',
    on: 'user',
    actions: any('iam:PutUserPolicy', 'iam:AttachUserPolicy'),
    yields: 'rewrite',
    source: `${IAM}; pathfinding.cloud iam-007, iam-008, iam-015, iam-018`,
  },
  {
    id: 'group-policy-edit',
    description: 'writes or attaches a policy of a group',
    on: 'group',
    actions: any('iam:PutGroupPolicy', 'iam:AttachGroupPolicy'),
    yields: 'rewrite',
    source: `${IAM}; pathfinding.cloud iam-010, iam-011`,
  },
  {
    id: 'policy-version',
    description: 'makes a new default version of a managed policy',
    on: 'managed-policy',
    actions: any('iam:CreatePolicyVersion'),
    yields: 'rewrite',
    source: `${IAM}; pathfinding.cloud iam-001, iam-016, iam-020`,
  },
  {
    id: 'policy-default-version',
    description: 'brings an older version of a managed policy into force',
    on: 'managed-policy',
    actions: any('iam:SetDefaultPolicyVersion'),
    yields: 'swap',
    source: IAM,
  },
  {
    id: 'group-membership',
    description: 'puts a user into a group',
    on: 'group',
    actions: any('iam:AddUserToGroup'),
    yields: 'gain',
    source: `${IAM}; pathfinding.cloud iam-013`,
  },
];

/** Guardrails that can be taken away. */
const GUARDRAIL_REMOVAL: readonly EdgeKind[] = [
  {
    id: 'role-policy-removal',
    description: 'takes a denying policy from a role',
    on: 'role',
    actions: any('iam:DeleteRolePolicy', 'iam:DetachRolePolicy'),
    yields: 'strip',
    source: IAM,
  },
  {
    id: 'user-policy-removal',
    description: 'takes a denying policy from a user',
    on: 'user',
    actions: any('iam:DeleteUserPolicy', 'iam:DetachUserPolicy', 'iam:RemoveUserFromGroup @ arn:*:iam::*:group/*'),
    yields: 'strip',
    source: IAM,
  },
  {
    id: 'group-policy-removal',
    description: 'takes a denying policy from a group',
    on: 'group',
    actions: any('iam:DeleteGroupPolicy', 'iam:DetachGroupPolicy', 'iam:RemoveUserFromGroup'),
    yields: 'strip',
    source: IAM,
  },
  {
    id: 'role-boundary-removal',
    description: "lifts a role's permissions boundary",
    on: 'role',
    actions: any('iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'),
    yields: 'unbind',
    source: IAM,
  },
  {
    id: 'user-boundary-removal',
    description: "lifts a user's permissions boundary",
    on: 'user',
    actions: any('iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary'),
    yields: 'unbind',
    source: IAM,
  },
  {
    id: 'control-policy-removal',
    description: 'takes service control policies away or moves accounts from under them',
    on: 'organization',
    actions: any(
      'organizations:DetachPolicy',
      'organizations:UpdatePolicy',
      'organizations:DeletePolicy',
      'organizations:DisablePolicyType',
      'organizations:MoveAccount',
      'organizations:RemoveAccountFromOrganization',
    ),
    yields: 'uncontrol',
    administers: 'organizations.amazonaws.com',
    source: 'AWS Organizations API reference',
  },
  {
    id: 'control-policy-attachment',
    description: 'attaches a service control policy that allows more; denies stay',
    on: 'organization',
    actions: any('organizations:AttachPolicy'),
    yields: 'widen',
    administers: 'organizations.amazonaws.com',
    source: 'AWS Organizations user guide, allow-list strategies',
  },
  {
    id: 'leave-organization',
    description: 'takes its account out of the organization and from under its control policies',
    on: 'account',
    actions: any('organizations:LeaveOrganization'),
    yields: 'depart',
    source: 'AWS Organizations API reference',
  },
];

/** Tags that policies read. */
const TAGS: readonly EdgeKind[] = [
  {
    id: 'role-tags',
    description: 'chooses the tags of a role',
    on: 'role',
    actions: any('iam:TagRole'),
    yields: 'retag',
    source: 'IAM user guide, attribute-based access control',
  },
  {
    id: 'role-tag-removal',
    description: 'takes tags from a role',
    on: 'role',
    actions: any('iam:UntagRole'),
    yields: 'untag',
    source: 'IAM user guide, attribute-based access control',
  },
  {
    id: 'user-tags',
    description: 'chooses the tags of a user',
    on: 'user',
    actions: any('iam:TagUser'),
    yields: 'retag',
    source: 'IAM user guide, attribute-based access control',
  },
  {
    id: 'user-tag-removal',
    description: 'takes tags from a user',
    on: 'user',
    actions: any('iam:UntagUser'),
    yields: 'untag',
    source: 'IAM user guide, attribute-based access control',
  },
];

/** Powers over the whole organization. */
const ORGANIZATION: readonly EdgeKind[] = [
  {
    id: 'identity-center-assignment',
    description: 'assigns permission sets or changes who is in their groups',
    on: 'organization',
    actions: any(
      'sso:CreateAccountAssignment',
      'identitystore:CreateGroupMembership',
      'identitystore:CreateUser',
      'sso-directory:AddMemberToGroup',
      'sso-directory:CreateUser',
      'sso-directory:UpdatePassword',
    ),
    yields: 'assign',
    administers: 'sso.amazonaws.com',
    source: 'IAM Identity Center API reference',
  },
  {
    id: 'permission-set-edit',
    description: 'edits what permission sets allow',
    on: 'organization',
    actions: any(
      'sso:PutInlinePolicyToPermissionSet',
      'sso:AttachManagedPolicyToPermissionSet',
      'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
    ),
    yields: 'rewrite-sets',
    administers: 'sso.amazonaws.com',
    source: 'IAM Identity Center API reference',
  },
  {
    id: 'permission-set-creation',
    description: 'makes a permission set and assigns it anywhere',
    on: 'organization',
    actions: [
      ['sso:CreatePermissionSet', 'sso:PutInlinePolicyToPermissionSet', 'sso:CreateAccountAssignment'],
      ['sso:CreatePermissionSet', 'sso:AttachManagedPolicyToPermissionSet', 'sso:CreateAccountAssignment'],
    ],
    yields: 'make-sets',
    administers: 'sso.amazonaws.com',
    source: 'IAM Identity Center API reference',
  },
  {
    id: 'identity-source-edit',
    description: 'chooses who signs in: edits the identity provider or the directory behind Identity Center',
    on: 'organization',
    actions: any(
      'sso-directory:CreateExternalIdPConfigurationForDirectory',
      'sso-directory:UpdateExternalIdPConfigurationForDirectory',
      'sso-directory:EnableExternalIdPConfigurationForDirectory',
      'sso-directory:ImportExternalIdPCertificate',
      'sso-directory:CreateBearerToken',
      'sso:AssociateDirectory',
    ),
    yields: 'assign',
    administers: 'sso.amazonaws.com',
    source: 'IAM Identity Center user guide, identity sources',
  },
  {
    id: 'delegated-administrator',
    description: 'makes another account the administrator of an organization-wide service',
    on: 'organization',
    actions: any('organizations:RegisterDelegatedAdministrator', 'organizations:PutResourcePolicy'),
    yields: 'delegate',
    administers: 'organizations.amazonaws.com',
    source: 'AWS Organizations API reference',
  },
  {
    id: 'permission-set-boundary',
    description: 'lifts the boundary of permission sets',
    on: 'organization',
    actions: any('sso:DeletePermissionsBoundaryFromPermissionSet', 'sso:PutPermissionsBoundaryToPermissionSet'),
    yields: 'unbind-sets',
    administers: 'sso.amazonaws.com',
    source: 'IAM Identity Center API reference',
  },
  {
    id: 'assume-root',
    description: "takes a member account's root session",
    on: 'organization',
    actions: any('sts:AssumeRoot'),
    yields: 'root',
    administers: 'iam.amazonaws.com',
    source: 'IAM user guide, centralized root access',
  },
  {
    id: 'service-managed-stack-sets',
    description: 'deploys stacks into member accounts through service-managed stack sets',
    on: 'organization',
    actions: [
      ['cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'],
      ['cloudformation:UpdateStackSet'],
      ['cloudformation:CreateStackInstances'],
      ['cloudformation:UpdateStackInstances'],
    ],
    yields: 'stack-sets',
    administers: 'member.org.stacksets.cloudformation.amazonaws.com',
    source: 'CloudFormation user guide, service-managed permissions; pathfinding.cloud cloudformation-003, -004',
  },
];

/**
 * Every way in which one principal comes to act as, drive or change another. Assuming a role and passing one are not
 * rows of this table, since each has rules of its own (closure/assume.ts, closure/pass-role.ts, closure/create-role.ts).
 */
export const EDGE_KINDS: readonly EdgeKind[] = [
  ...CREDENTIALS,
  ...POLICY_EDITS,
  ...GUARDRAIL_REMOVAL,
  ...TAGS,
  ...ORGANIZATION,
  ...TAKE_OVER,
];
