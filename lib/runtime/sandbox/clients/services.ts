import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { CodeBuildClient } from '@aws-sdk/client-codebuild';
import type { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Sender } from '../../clients';

/** Every service that a handler of self-service talks to. Each takes the few that its role has rights for. */
export interface SandboxClients {
  readonly table: Sender<DynamoDBDocumentClient>;
  readonly bucket: Sender<S3Client>;
  readonly topic: Sender<SNSClient>;
  readonly machines: Sender<SFNClient>;
  readonly schedules: Sender<SchedulerClient>;
  readonly builds: Sender<CodeBuildClient>;
  readonly stacks: Sender<CloudFormationClient>;
  readonly logs: Sender<CloudWatchLogsClient>;
  readonly tags: Sender<ResourceGroupsTaggingAPIClient>;
  readonly roles: Sender<IAMClient>;
  readonly costs: Sender<CostExplorerClient>;
  readonly secrets: Sender<SecretsManagerClient>;
  readonly network: Sender<EC2Client>;
  readonly keys: Sender<KMSClient>;
  readonly images: Sender<ECRClient>;
  readonly metrics: Sender<CloudWatchClient>;
}

/** Name of such a service. */
export type Service = keyof SandboxClients;
