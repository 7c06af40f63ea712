import { GUARDRAIL_PATH, PIPELINE_PATH, PROOF_ROLE_NAME, READER_ROLE_NAME } from '../names';
import { document, iamArn } from './document';
import type { Place, PolicyDocument } from './document';

/** Who may read every account: the job in the audit account that proves what is deployed. */
export interface ReaderOptions {
  /** Account that the job runs in, 12 digits. */
  readonly auditAccount: string;
  /** Organization, `o-…`. */
  readonly organizationId: string;
}

/**
 * What a collection asks, by service: lists, settings and policies, never what is stored. The second half is what the
 * handlers of Cloud Control ask in the caller's name. A test holds each action against the catalogue, and against the
 * calls of the collector.
 */
const READS: Readonly<Record<string, string>> = {
  cloudformation: 'DescribeStacks GetResource GetTemplate ListResources',
  codebuild: 'BatchGetProjects ListProjects',
  codepipeline: 'GetPipeline ListPipelines',
  cloudwatch: 'DescribeAlarms',
  dynamodb: 'GetResourcePolicy ListTables',
  ecr: 'DescribeRepositories GetRepositoryPolicy',
  events: 'ListEventBuses ListRules ListTargetsByRule',
  iam: 'GetAccountAuthorizationDetails GetInstanceProfile',
  kms: 'GetKeyPolicy ListKeys',
  lambda: 'GetPolicy ListFunctions',
  organizations:
    'DescribeOrganization DescribePolicy ListAccountsForParent ListDelegatedAdministrators ListDelegatedServicesForAccount ListOrganizationalUnitsForParent ListPolicies ListRoots ListTagsForResource ListTargetsForPolicy',
  s3: 'GetBucketLocation GetBucketPolicy ListAllMyBuckets',
  secretsmanager: 'GetResourcePolicy ListSecrets',
  sns: 'GetTopicAttributes ListTopics',
  sqs: 'GetQueueAttributes ListQueues',
  sso: 'DescribePermissionSet GetInlinePolicyForPermissionSet GetPermissionsBoundaryForPermissionSet ListAccountAssignments ListAccountsForProvisionedPermissionSet ListCustomerManagedPolicyReferencesInPermissionSet ListInstances ListManagedPoliciesInPermissionSet ListPermissionSets',
  states: 'DescribeStateMachine ListStateMachines',

  apprunner: 'DescribeService ListServices ListTagsForResource',
  appsync: 'GetGraphqlApi ListGraphqlApis ListTagsForResource',
  autoscaling: 'DescribeAutoScalingGroups DescribeLifecycleHooks DescribeNotificationConfigurations',
  backup: 'DescribeBackupVault GetBackupVaultAccessPolicy GetBackupVaultNotifications ListBackupVaults ListTags',
  batch: 'DescribeJobDefinitions',
  bedrock:
    'GetAgent GetAgentActionGroup GetAgentCollaborator GetAgentKnowledgeBase ListAgentActionGroups ListAgentCollaborators ListAgentKnowledgeBases ListAgents ListTagsForResource',
  codeartifact:
    'DescribeDomain DescribeRepository GetDomainPermissionsPolicy GetRepositoryPermissionsPolicy ListDomains ListRepositories ListTagsForResource',
  ec2: 'DescribeIamInstanceProfileAssociations DescribeInstanceAttribute DescribeInstanceCreditSpecifications DescribeInstances DescribeLaunchTemplateVersions DescribeLaunchTemplates DescribeNetworkInterfaces DescribeTags DescribeVolumes',
  ecs: 'DescribeTaskDefinition ListTaskDefinitions',
  eks: 'DescribeCluster ListClusters',
  elasticfilesystem:
    'DescribeBackupPolicy DescribeFileSystemPolicy DescribeFileSystems DescribeLifecycleConfiguration DescribeReplicationConfigurations ListTagsForResource',
  'emr-serverless': 'GetApplication ListApplications ListTagsForResource',
  es: 'DescribeDomain ListDomainNames ListTags',
  firehose: 'DescribeDeliveryStream ListDeliveryStreams ListTagsForDeliveryStream',
  glue: 'GetCrawler GetCrawlers GetJob GetJobs GetTags ListCrawlers ListJobs',
  iot: 'GetTopicRule ListTagsForResource ListTopicRules',
  kinesis: 'DescribeStreamSummary GetResourcePolicy ListStreams ListTagsForStream',
  logs: 'DescribeResourcePolicies',
  pipes: 'DescribePipe ListPipes ListTagsForResource',
  sagemaker: 'DescribeNotebookInstance ListNotebookInstances ListTags',
  scheduler: 'GetSchedule ListSchedules',
  ssm: 'DescribeDocument GetDocument ListDocuments ListTagsForResource',
  transfer: 'DescribeServer ListServers ListTagsForResource',
};

/** What the reader may ask of everything in its account, by exact names. */
export const READER_ACTIONS: readonly string[] = Object.entries(READS).flatMap(([service, names]) =>
  names.split(' ').map((name) => `${service}:${name}`),
);

/** What the reader may do. The same document bounds it: whatever is attached to it later, it stays with these reads. */
export function readerDocument({ partition }: Place): PolicyDocument {
  return document([
    { Sid: 'Settings', Effect: 'Allow', Action: READER_ACTIONS, Resource: ['*'] },
    // Not all of API Gateway: its keys can be read too.
    {
      Sid: 'RestApis',
      Effect: 'Allow',
      Action: ['apigateway:GET'],
      Resource: [`arn:${partition}:apigateway:*::/restapis`, `arn:${partition}:apigateway:*::/restapis/*`],
    },
  ]);
}

/** ARN of the role that the job runs as. */
export function proofRoleArn(partition: string, auditAccount: string): string {
  return iamArn({ partition, account: auditAccount }, `role${PIPELINE_PATH}${PROOF_ROLE_NAME}`);
}

/** ARN of the reader of an account; `*` stands for any. */
export function readerRoleArn(partition: string, account: string): string {
  return iamArn({ partition, account }, `role${PIPELINE_PATH}${READER_ROLE_NAME}`);
}

/**
 * Trusts the job's role of the audit account in this organization and nobody else. The account stands in Principal and the
 * role in a condition: the reader is there before the job is.
 */
export function readerTrust({ partition }: Place, { auditAccount, organizationId }: ReaderOptions): PolicyDocument {
  return document([
    {
      Sid: 'ContinuousProof',
      Effect: 'Allow',
      Principal: { AWS: iamArn({ partition, account: auditAccount }, 'root') },
      Action: ['sts:AssumeRole'],
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': proofRoleArn(partition, auditAccount) },
        StringEquals: { 'aws:PrincipalOrgID': organizationId },
        // An external id marks a call on somebody else's behalf; this role serves nobody but the job.
        Null: { 'sts:ExternalId': 'true' },
      },
    },
  ]);
}

/**
 * The reader as a template of its own, for accounts of the organization that the platform makes nothing in: a stack set of
 * the management account brings it there.
 */
export function readerTemplate(partition: string, options: ReaderOptions): Readonly<Record<string, unknown>> {
  const place: Place = { partition, account: '*' };
  const policy = { Ref: 'Policy' };
  return {
    Description: 'The role with which the continuous proof reads this account: lists, settings and policies.',
    Resources: {
      Policy: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          ManagedPolicyName: READER_ROLE_NAME,
          Path: GUARDRAIL_PATH,
          PolicyDocument: readerDocument(place),
        },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: READER_ROLE_NAME,
          Path: PIPELINE_PATH,
          AssumeRolePolicyDocument: readerTrust(place, options),
          ManagedPolicyArns: [policy],
          PermissionsBoundary: policy,
        },
      },
    },
  };
}
