import { service } from './meaning';

const IDENTITY_CENTER = 'people of Identity Center come in by it, and who they are shows in no template';

/** Keys, secrets, certificates, identities and findings. */
export const SECURITY = [
  ...service('KMS', { 'Key ReplicaKey': { policy: 'KeyPolicy' }, Alias: {} }),
  ...service('SecretsManager', {
    ResourcePolicy: { policy: 'ResourcePolicy' },
    RotationSchedule: {
      callee: 'RotationLambdaARN',
      role: 'ExternalSecretRotationRoleArn',
      told: { HostedRotationLambda: 'a transform makes the function that rotates' },
    },
    'Secret SecretTargetAttachment': {},
  }),
  ...service('CertificateManager', { 'Account Certificate': {} }),
  ...service('ACMPCA', {
    Permission: { principals: 'Principal SourceAccount' },
    'Certificate CertificateAuthority CertificateAuthorityActivation': {},
  }),
  ...service('IAM', {
    'Group User': { policy: 'Policies.PolicyDocument ManagedPolicyArns' },
    Role: { policy: 'AssumeRolePolicyDocument Policies.PolicyDocument ManagedPolicyArns PermissionsBoundary' },
    'GroupPolicy ManagedPolicy Policy RolePolicy UserPolicy': { policy: 'PolicyDocument' },
    'AccessKey InstanceProfile ServerCertificate ServiceLinkedRole UserToGroupAddition VirtualMFADevice': {},
    'OIDCProvider SAMLProvider': {},
  }),
  ...service('RolesAnywhere', {
    // Who may have certificates of an authority issued is decided in its account.
    TrustAnchor: { principals: 'Source.SourceData.AcmPcaArn' },
    Profile: { role: 'RoleArns', data: 'ManagedPolicyArns SessionPolicy' },
    CRL: {},
  }),
  ...service('Organizations', {
    Policy: { policy: 'Content', principals: 'TargetIds' },
    ResourcePolicy: { policy: 'Content' },
    'Account Organization OrganizationalUnit': {},
  }),
  ...service('SSO', {
    PermissionSet: { policy: 'InlinePolicy ManagedPolicies PermissionsBoundary.ManagedPolicyArn' },
    'Assignment Instance InstanceAccessControlAttributeConfiguration': {},
    'Application ApplicationAssignment': { whole: IDENTITY_CENTER, people: IDENTITY_CENTER },
  }),
  ...service('IdentityStore', { 'Group GroupMembership User': {} }),
  ...service('Cognito', {
    UserPool: {
      role: 'SmsConfiguration.SnsCallerArn',
      callee: 'LambdaConfig',
    },
    IdentityPool: { role: 'CognitoStreams.RoleArn PushSync.RoleArn' },
    IdentityPoolRoleAttachment: { role: 'Roles RoleMappings' },
    UserPoolGroup: { role: 'RoleArn' },
    UserPoolClient: { role: 'AnalyticsConfiguration.RoleArn' },
    LogDeliveryConfiguration: { out: 'LogConfigurations' },
    'IdentityPoolPrincipalTag ManagedLoginBranding Terms UserPoolDomain UserPoolIdentityProvider': {},
    'UserPoolResourceServer UserPoolRiskConfigurationAttachment UserPoolUICustomizationAttachment': {},
    'UserPoolUser UserPoolUserToGroupAttachment': {},
  }),
  ...service('RAM', { ResourceShare: { principals: 'Principals' }, Permission: {} }),
  ...service('WAFv2', { 'IPSet LoggingConfiguration RegexPatternSet RuleGroup WebACL WebACLAssociation': {} }),
  ...service('GuardDuty', {
    MalwareProtectionPlan: { role: 'Role' },
    'Detector Filter IPSet ThreatIntelSet': {},
  }),
  ...service('SecurityHub', {
    'AutomationRule AggregatorV2 FindingAggregator Hub HubV2 Insight SecurityControl Standard': {},
  }),
  ...service('InspectorV2', { 'CisScanConfiguration Filter': {} }),
  ...service('AccessAnalyzer', { 'Analyzer ArchiveRule': {} }),
  ...service('Macie', { 'AllowList CustomDataIdentifier FindingsFilter Session': {} }),
  ...service('Signer', { ProfilePermission: { principals: 'Principal' }, SigningProfile: {} }),
  ...service('VerifiedPermissions', {
    IdentitySource: { callee: 'Configuration.CognitoUserPoolConfiguration.UserPoolArn' },
    Policy: { inline: 'Definition' },
    PolicyTemplate: { inline: 'Statement' },
    'PolicyStore PolicyStoreAlias': {},
  }),
];
