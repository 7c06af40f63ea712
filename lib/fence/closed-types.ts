/** Types that no stage makes, and what to do instead. */
export interface ClosedTypes {
  /** A type, or all of a service where it ends in `::`. */
  readonly types: readonly string[];
  /** Of those, the ones that a stage makes after all. */
  readonly except?: readonly string[];
  /** The call that making one takes, which the deployment role may not make. */
  readonly action: string;
  /** Why, and what to use. */
  readonly instead: string;
}

const PEOPLE = 'machines use roles, people sign in through Identity Center';
const PLATFORM = 'it belongs to the platform, which platform.yaml describes; take it out of the workload';

/**
 * What the deployment role of a workload may not make, in prod and elsewhere: the law test asks its policy and its
 * boundary (`lib/guardrail/deployment-policy.ts`) for each action.
 */
export const CLOSED_TYPES: readonly ClosedTypes[] = [
  {
    types: ['AWS::IAM::User', 'AWS::IAM::UserPolicy', 'AWS::IAM::UserToGroupAddition'],
    action: 'iam:CreateUser',
    instead: PEOPLE,
  },
  { types: ['AWS::IAM::AccessKey', 'AWS::IAM::VirtualMFADevice'], action: 'iam:CreateAccessKey', instead: PEOPLE },
  { types: ['AWS::IAM::Group', 'AWS::IAM::GroupPolicy'], action: 'iam:CreateGroup', instead: PEOPLE },
  {
    types: ['AWS::IAM::SAMLProvider'],
    action: 'iam:CreateSAMLProvider',
    instead: PEOPLE,
  },
  {
    // The native type and CDK's custom resource make the same thing.
    types: ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider'],
    action: 'iam:CreateOpenIDConnectProvider',
    instead:
      'no role of a guarded account may be taken through a web identity: pods use EKS Pod Identity (ServiceAccount with identityType POD_IDENTITY, or AWS::EKS::PodIdentityAssociation), deployments go through the pipeline',
  },
  {
    types: ['AWS::IAM::ServerCertificate'],
    action: 'iam:UploadServerCertificate',
    instead: 'certificates come from AWS::CertificateManager::Certificate',
  },
  {
    types: ['AWS::RolesAnywhere::'],
    action: 'rolesanywhere:CreateTrustAnchor',
    instead: 'machines outside of AWS call an API of the workload',
  },
  { types: ['AWS::SSO::'], action: 'sso:CreatePermissionSet', instead: PLATFORM },
  { types: ['AWS::IdentityStore::'], action: 'identitystore:CreateGroup', instead: PLATFORM },
  { types: ['AWS::Organizations::'], action: 'organizations:CreatePolicy', instead: PLATFORM },
  { types: ['AWS::ControlTower::'], action: 'controltower:EnableControl', instead: PLATFORM },
  { types: ['AWS::Account::'], action: 'account:PutContactInformation', instead: PLATFORM },
  {
    types: ['AWS::CloudTrail::'],
    action: 'cloudtrail:CreateTrail',
    instead: "the platform's trail records every account; take it out of the workload",
  },
  {
    types: ['AWS::RAM::'],
    action: 'ram:CreateResourceShare',
    instead: 'nothing of a guarded account is shared beyond it; call an API of the workload from there',
  },
  {
    types: ['AWS::CodePipeline::'],
    action: 'codepipeline:CreatePipeline',
    instead: "the application's pipeline is the platform's; run jobs with CodeBuild or Step Functions",
  },
  {
    types: ['AWS::Config::ConfigurationRecorder', 'AWS::Config::DeliveryChannel'],
    action: 'config:PutConfigurationRecorder',
    instead: 'an account has one recorder, which the organization sets up; take it out of the workload',
  },
  {
    types: ['AWS::CloudFormation::'],
    except: [
      'AWS::CloudFormation::CustomResource',
      'AWS::CloudFormation::Stack',
      'AWS::CloudFormation::WaitCondition',
      'AWS::CloudFormation::WaitConditionHandle',
    ],
    action: 'cloudformation:CreateStackSet',
    instead:
      'types, hooks, macros and stack sets run code or reach beyond the stack; use a NestedStack or a CustomResource',
  },
];

/** The row that closes a type, if one does. */
export function closedBy(type: string): ClosedTypes | undefined {
  return CLOSED_TYPES.find(
    ({ types, except = [] }) =>
      !except.includes(type) && types.some((each) => (each.endsWith('::') ? type.startsWith(each) : type === each)),
  );
}
