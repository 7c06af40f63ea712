import { EXECUTION, PROD, role } from '../../lib/guardrail/world';

/** Region of what is asked about. */
export const REGION = 'eu-west-2';

/** ARN of something of the prod account. */
export const at = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${PROD}:${resource}`;

/** The bootstrap's bucket there. */
export const BUCKET = `arn:aws:s3:::cdk-guarded-assets-${PROD}-${REGION}`;

const policy = (name: string): string => `arn:aws:iam::${PROD}:policy/guarded/guardrail/${name}`;
const KEY = at('kms', 'key/11111111-1111-1111-1111-111111111111');
const ROLES = [EXECUTION, role('guarded/pipeline/guarded-reader')];
const POLICIES = [policy('workload-boundary'), policy(`deployment-policy-${REGION}`)];

/**
 * What the handlers of CloudFormation ask in the name of whoever deploys, to make, change and take back a resource of each
 * type, where what monitors make is called so; source: the handlers' permissions in the registry's schemas.
 */
export const askedFor = (
  monitors: string,
): Readonly<Record<string, readonly [actions: string, resources: readonly string[]]>> => ({
  'AWS::IAM::Role': [
    'iam:CreateRole iam:DeleteRole iam:AttachRolePolicy iam:DetachRolePolicy iam:PutRolePolicy iam:DeleteRolePolicy iam:PutRolePermissionsBoundary iam:UpdateRole iam:UpdateRoleDescription iam:UpdateAssumeRolePolicy iam:TagRole iam:UntagRole iam:GetRole iam:GetRolePolicy iam:ListRolePolicies iam:ListAttachedRolePolicies',
    ROLES,
  ],
  'AWS::IAM::Policy': ['iam:PutRolePolicy iam:DeleteRolePolicy iam:GetRolePolicy', ROLES],
  'AWS::IAM::ManagedPolicy': [
    'iam:CreatePolicy iam:CreatePolicyVersion iam:DeletePolicyVersion iam:DeletePolicy iam:TagPolicy iam:GetPolicy iam:GetPolicyVersion iam:ListPolicyVersions',
    POLICIES,
  ],
  'AWS::S3::Bucket': [
    's3:CreateBucket s3:DeleteBucket s3:PutEncryptionConfiguration s3:PutLifecycleConfiguration s3:PutBucketVersioning s3:PutBucketPublicAccessBlock s3:PutBucketOwnershipControls s3:PutBucketTagging s3:GetBucketVersioning',
    [BUCKET],
  ],
  'AWS::S3::BucketPolicy': ['s3:PutBucketPolicy s3:DeleteBucketPolicy s3:GetBucketPolicy', [BUCKET]],
  'AWS::KMS::Key': [
    'kms:CreateKey kms:PutKeyPolicy kms:EnableKeyRotation kms:TagResource kms:UntagResource kms:UpdateKeyDescription kms:ScheduleKeyDeletion kms:DescribeKey kms:GetKeyPolicy kms:GetKeyRotationStatus',
    [KEY],
  ],
  'AWS::KMS::Alias': [
    'kms:CreateAlias kms:UpdateAlias kms:DeleteAlias kms:ListAliases',
    [KEY, at('kms', 'alias/cdk-guarded-assets-key')],
  ],
  'AWS::ECR::Repository': [
    'ecr:CreateRepository ecr:DeleteRepository ecr:PutLifecyclePolicy ecr:SetRepositoryPolicy ecr:PutImageScanningConfiguration ecr:PutImageTagMutability ecr:TagResource ecr:DescribeRepositories',
    [at('ecr', `repository/cdk-guarded-container-assets-${PROD}-${REGION}`)],
  ],
  'AWS::SSM::Parameter': [
    'ssm:PutParameter ssm:DeleteParameter ssm:AddTagsToResource ssm:GetParameters',
    [at('ssm', 'parameter/cdk-bootstrap/guarded/version')],
  ],
  'AWS::SNS::Topic': [
    'sns:CreateTopic sns:DeleteTopic sns:SetTopicAttributes sns:TagResource sns:GetTopicAttributes',
    [at('sns', monitors)],
  ],
  'AWS::SNS::TopicPolicy': ['sns:SetTopicAttributes', [at('sns', monitors)]],
  'AWS::SNS::Subscription': ['sns:Subscribe sns:Unsubscribe sns:SetSubscriptionAttributes', [at('sns', monitors)]],
  'AWS::Events::Rule': [
    'events:PutRule events:DeleteRule events:PutTargets events:RemoveTargets events:DescribeRule',
    [at('events', `rule/${monitors}`)],
  ],
  'AWS::CloudWatch::Alarm': [
    'cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms cloudwatch:DescribeAlarms',
    [at('cloudwatch', `alarm:${monitors}`)],
  ],
});
