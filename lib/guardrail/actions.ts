/** Lists of actions that several guardrails share, each a plane of control that no workload needs to change. */

/** Changes to a role: what it may do, who may take it, whether it is there. */
export const ROLE_WRITES: readonly string[] = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:TagRole',
  'iam:UntagRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
  'iam:UpdateRoleDescription',
];

/** Changes to a role that leave its boundary alone; creating and bounding stand apart, with their condition. */
export const BOUNDED_ROLE_WRITES: readonly string[] = ROLE_WRITES.filter(
  (action) =>
    !['iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:DeleteRolePermissionsBoundary'].includes(action),
);

/** Changes to a customer-managed policy. */
export const POLICY_WRITES: readonly string[] = [
  'iam:CreatePolicy',
  'iam:CreatePolicyVersion',
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:SetDefaultPolicyVersion',
  'iam:TagPolicy',
  'iam:UntagPolicy',
];

/** Changes to an instance profile, which is how EC2 takes a role. */
export const INSTANCE_PROFILE_WRITES: readonly string[] = [
  'iam:AddRoleToInstanceProfile',
  'iam:CreateInstanceProfile',
  'iam:DeleteInstanceProfile',
  'iam:RemoveRoleFromInstanceProfile',
  'iam:TagInstanceProfile',
  'iam:UntagInstanceProfile',
];

/** Makes somebody who can sign in, or a credential that outlives a session. */
export const IDENTITY_MAKING: readonly string[] = [
  'iam:AcceptDelegationRequest',
  'iam:AddUserToGroup',
  'iam:Create*Provider',
  'iam:CreateAccessKey',
  'iam:CreateDelegationRequest',
  'iam:CreateGroup',
  'iam:CreateLoginProfile',
  'iam:CreateServiceSpecificCredential',
  'iam:CreateUser',
  'iam:PutUser*',
  'iam:ResetServiceSpecificCredential',
  'iam:SendDelegationToken',
  'iam:Update*Provider*',
  'iam:UpdateAccessKey',
  'iam:UpdateLoginProfile',
  'iam:Upload*',
];

/** Services that decide who is who, what an organization is and what is on record: no workload changes them. */
export const CONTROL_PLANES: readonly string[] = [
  'account:*',
  'cloudtrail:*',
  'controltower:*',
  'iam:*',
  'identity-sync:*',
  'identitystore:*',
  'organizations:*',
  'ram:*',
  'rolesanywhere:*',
  'sso-directory:*',
  'sso:*',
  'sts:*',
];

/** Reads in the control planes that tools need: who am I, what is attached, what runs. */
export const CONTROL_PLANE_READS: readonly string[] = [
  'cloudformation:Describe*',
  'cloudformation:Get*',
  'cloudformation:List*',
  'cloudtrail:LookupEvents',
  'iam:Get*',
  'iam:List*',
  'organizations:Describe*',
  'organizations:List*',
  'ram:Get*',
  'sts:GetCallerIdentity',
];

/** Switches off what watches an account. */
export const WATCH_WRITES: readonly string[] = [
  'access-analyzer:DeleteAnalyzer',
  'access-analyzer:UpdateAnalyzer',
  'config:Delete*',
  'config:PutConfigurationRecorder',
  'config:PutDeliveryChannel',
  'config:StopConfigurationRecorder',
  'guardduty:Delete*',
  'guardduty:Disassociate*',
  'guardduty:Stop*',
  'guardduty:Update*',
  'securityhub:Delete*',
  'securityhub:Disable*',
  'securityhub:Disassociate*',
];

/** Changes what a trail records, or stops it. */
export const TRAIL_WRITES: readonly string[] = [
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:PutInsightSelectors',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateTrail',
];

/** Silences an alarm that would roll a deployment back. */
export const ALARM_WRITES: readonly string[] = [
  'cloudwatch:DeleteAlarms',
  'cloudwatch:DisableAlarmActions',
  'cloudwatch:PutAlarmMuteRule',
  'cloudwatch:PutCompositeAlarm',
  'cloudwatch:PutMetricAlarm',
  'cloudwatch:SetAlarmState',
];

/** What a workload may do with the bootstrap's stores: take code and images out of them. */
export const ASSET_READS: readonly string[] = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:Describe*',
  'ecr:GetDownloadUrlForLayer',
  'ecr:GetRepositoryPolicy',
  'ecr:List*',
  's3:GetBucket*',
  's3:GetEncryptionConfiguration',
  's3:GetObject*',
  's3:List*',
  'ssm:GetParameter*',
];
