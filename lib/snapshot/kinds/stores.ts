import { DescribeRepositoriesCommand, ECRClient, GetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import {
  DynamoDBClient,
  GetResourcePolicyCommand as GetTablePolicyCommand,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { GetKeyPolicyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetResourcePolicyCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { pages } from '../unread';
import type { Kind, Place } from './kind';

const arn = ({ partition, region, account }: Place, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

/** Buckets; a bucket is asked in its own region. */
export const buckets: Kind = {
  type: 'AWS::S3::Bucket',
  lists: 's3:ListAllMyBuckets',
  global: true,
  all: ({ partition }) => `arn:${partition}:s3:::*`,
  async collect({ partition, config, policy }) {
    const client = new S3Client(config);
    const found = await pages(async (ContinuationToken) => {
      const page = await client.send(new ListBucketsCommand({ ContinuationToken, MaxBuckets: 1000 }));
      return { items: page.Buckets, token: page.ContinuationToken };
    });
    const read = found.map(async ({ Name: Bucket = '', BucketRegion }) => {
      const own = BucketRegion ? new S3Client({ ...config, region: BucketRegion }) : client;
      const document = await policy(
        `s3:GetBucketPolicy ${Bucket}`,
        async () => (await own.send(new GetBucketPolicyCommand({ Bucket }))).Policy,
      );
      return { arn: `arn:${partition}:s3:::${Bucket}`, type: this.type, policy: document };
    });
    return Promise.all(read);
  },
};

/** Keys and their default policies. */
export const keys: Kind = {
  type: 'AWS::KMS::Key',
  lists: 'kms:ListKeys',
  all: (place) => arn(place, 'kms', 'key/*'),
  async collect({ config, policy }) {
    const client = new KMSClient(config);
    const found = await pages(async (Marker) => {
      const page = await client.send(new ListKeysCommand({ Marker }));
      return { items: page.Keys, token: page.Truncated ? page.NextMarker : undefined };
    });
    const read = found.map(async ({ KeyId = '', KeyArn = '' }) => {
      const document = await policy(
        `kms:GetKeyPolicy ${KeyArn}`,
        async () => (await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))).Policy,
      );
      return { arn: KeyArn, type: this.type, policy: document };
    });
    return Promise.all(read);
  },
};

/** Secrets. */
export const secrets: Kind = {
  type: 'AWS::SecretsManager::Secret',
  lists: 'secretsmanager:ListSecrets',
  all: (place) => arn(place, 'secretsmanager', 'secret:*'),
  async collect({ config, policy }) {
    const client = new SecretsManagerClient(config);
    const found = await pages(async (NextToken) => {
      const page = await client.send(new ListSecretsCommand({ NextToken }));
      return { items: page.SecretList, token: page.NextToken };
    });
    const read = found.map(async ({ ARN: SecretId = '' }) => {
      const document = await policy(
        `secretsmanager:GetResourcePolicy ${SecretId}`,
        async () => (await client.send(new GetResourcePolicyCommand({ SecretId }))).ResourcePolicy,
      );
      return { arn: SecretId, type: this.type, policy: document };
    });
    return Promise.all(read);
  },
};

/** Image repositories. */
export const repositories: Kind = {
  type: 'AWS::ECR::Repository',
  lists: 'ecr:DescribeRepositories',
  all: (place) => arn(place, 'ecr', 'repository/*'),
  async collect({ config, policy }) {
    const client = new ECRClient(config);
    const found = await pages(async (nextToken) => {
      const page = await client.send(new DescribeRepositoriesCommand({ nextToken }));
      return { items: page.repositories, token: page.nextToken };
    });
    const read = found.map(async ({ repositoryName = '', repositoryArn = '' }) => {
      const document = await policy(
        `ecr:GetRepositoryPolicy ${repositoryArn}`,
        async () => (await client.send(new GetRepositoryPolicyCommand({ repositoryName }))).policyText,
      );
      return { arn: repositoryArn, type: this.type, policy: document };
    });
    return Promise.all(read);
  },
};

/** Tables. */
export const tables: Kind = {
  type: 'AWS::DynamoDB::Table',
  lists: 'dynamodb:ListTables',
  all: (place) => arn(place, 'dynamodb', 'table/*'),
  async collect(place) {
    const client = new DynamoDBClient(place.config);
    const names = await pages(async (ExclusiveStartTableName) => {
      const page = await client.send(new ListTablesCommand({ ExclusiveStartTableName }));
      return { items: page.TableNames, token: page.LastEvaluatedTableName };
    });
    const read = names.map(async (name) => {
      const ResourceArn = arn(place, 'dynamodb', `table/${name}`);
      const document = await place.policy(
        `dynamodb:GetResourcePolicy ${ResourceArn}`,
        async () => (await client.send(new GetTablePolicyCommand({ ResourceArn }))).Policy,
      );
      return { arn: ResourceArn, type: this.type, policy: document };
    });
    return Promise.all(read);
  },
};
