import { CloudControlClient } from '@aws-sdk/client-cloudcontrol';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECRClient } from '@aws-sdk/client-ecr';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { collect, type Collected } from '../../../lib/snapshot';
import { connectionTo } from '../../../lib/snapshot/connection';
import { answers } from './apis';
import type { Deployed } from './deploy';

const CLIENTS = [
  ...[
    CloudControlClient,
    CloudFormationClient,
    CloudWatchClient,
    CodeBuildClient,
    CodePipelineClient,
    DynamoDBClient,
    ECRClient,
  ],
  ...[EventBridgeClient, IAMClient, KMSClient, LambdaClient, OrganizationsClient, S3Client, SecretsManagerClient],
  ...[SFNClient, SNSClient, SQSClient, SSOAdminClient],
] as unknown as { readonly prototype: { send: unknown } }[];

interface Call {
  readonly constructor: { readonly name: string };
  readonly input: unknown;
}

interface Caller {
  readonly config: {
    readonly region: () => Promise<string>;
    readonly credentials: () => Promise<{ accessKeyId: string }>;
  };
}

/** What `guarded snapshot` collects from accounts that hold what was deployed: the real collector, stand-in services. */
export async function collectDeployed(deployed: Deployed, management: string): Promise<Collected> {
  const table = answers(deployed);
  async function send(this: Caller, { constructor, input }: Call): Promise<unknown> {
    const answer = table[constructor.name];
    if (!answer) throw new Error(`no stand-in answers ${constructor.name}`);
    const { accessKeyId: account } = await this.config.credentials();
    return answer(input, { account, region: await this.config.region() });
  }
  const own = CLIENTS.map(({ prototype }) => Object.getOwnPropertyDescriptor(prototype, 'send'));
  CLIENTS.forEach(({ prototype }) => Object.defineProperty(prototype, 'send', { value: send, configurable: true }));
  try {
    const connection = connectionTo(management, 'aws', 'eu-west-2', (account) => ({
      accessKeyId: account,
      secretAccessKey: 'stand-in',
    }));
    const regions = ['eu-west-2', 'eu-west-1', 'us-east-1'];
    return await collect({ roleName: 'OrganizationAccountAccessRole', regions, connection });
  } finally {
    CLIENTS.forEach(({ prototype }, index) => {
      delete (prototype as { send?: unknown }).send;
      if (own[index]) Object.defineProperty(prototype, 'send', own[index]);
    });
  }
}
