import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PATIENCE, type Sender } from '../clients';

/** Every service that the handlers of self-service talk to. */
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
}

/** Clients of the handler's own account and region. */
export function createSandboxClients(): SandboxClients {
  const marshallOptions = { removeUndefinedValues: true };
  return {
    table: DynamoDBDocumentClient.from(new DynamoDBClient(PATIENCE), { marshallOptions }),
    bucket: new S3Client({ ...PATIENCE, forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL) }),
    topic: new SNSClient(PATIENCE),
    machines: new SFNClient(PATIENCE),
    schedules: new SchedulerClient(PATIENCE),
    builds: new CodeBuildClient(PATIENCE),
    stacks: new CloudFormationClient(PATIENCE),
    logs: new CloudWatchLogsClient(PATIENCE),
    tags: new ResourceGroupsTaggingAPIClient(PATIENCE),
    roles: new IAMClient(PATIENCE),
    costs: new CostExplorerClient({ ...PATIENCE, region: COSTS_REGION }),
    secrets: new SecretsManagerClient(PATIENCE),
    network: new EC2Client(PATIENCE),
    keys: new KMSClient(PATIENCE),
    images: new ECRClient(PATIENCE),
  };
}

/** Cost Explorer has one endpoint for all regions. */
const COSTS_REGION = 'us-east-1';
