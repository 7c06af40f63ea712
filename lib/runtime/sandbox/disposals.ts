import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteNetworkInterfaceCommand, DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import { DeleteRepositoryCommand } from '@aws-sdk/client-ecr';
import { DescribeKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { DeleteSecretCommand, DescribeSecretCommand, RestoreSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { SandboxClients } from './clients/services';
import { emptyBucket } from './empty';

/** Services that keep what stacks leave behind. */
export type Keeper = 'bucket' | 'images' | 'keys' | 'logs' | 'network' | 'secrets' | 'table';

type Keepers = Pick<SandboxClients, Keeper>;

/** How one kind of thing goes: by a pattern of its ARN, whose group is what the service calls it. */
export interface Disposal {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Deletes it; gives why it is still there where it is. A service that knows it no more throws. */
  readonly remove: (clients: Keepers, id: string) => Promise<string | undefined>;
}

/** What stacks leave behind: retained, made by functions, or in a recovery window. */
export const DISPOSALS: readonly Disposal[] = [
  { kind: 'bucket', pattern: /^arn:[\w-]+:s3:::([^/]+)$/, remove: removeBucket },
  {
    kind: 'log group',
    pattern: /^arn:[\w-]+:logs:[\w-]+:\d{12}:log-group:([^:]+)/,
    remove: async ({ logs }, id) => void (await logs.send(new DeleteLogGroupCommand({ logGroupName: id }))),
  },
  { kind: 'secret', pattern: /^(arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:.+)$/, remove: removeSecret },
  {
    kind: 'table',
    pattern: /^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/([^/]+)$/,
    remove: async ({ table }, id) => {
      await table.send(new DeleteTableCommand({ TableName: id }));
      return 'is being deleted';
    },
  },
  {
    kind: 'repository',
    pattern: /^arn:[\w-]+:ecr:[\w-]+:\d{12}:repository\/(.+)$/,
    remove: async ({ images }, id) =>
      void (await images.send(new DeleteRepositoryCommand({ repositoryName: id, force: true }))),
  },
  { kind: 'key', pattern: /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/(.+)$/, remove: removeKey },
  {
    kind: 'network interface',
    pattern: /^arn:[\w-]+:ec2:[\w-]+:\d{12}:network-interface\/(eni-\w+)$/,
    remove: removeInterface,
  },
  // A stack that is gone is on the list for a while; those that are there were looked at before.
  { kind: 'stack', pattern: /^arn:[\w-]+:cloudformation:[\w-]+:\d{12}:stack\/(.+)$/, remove: async () => undefined },
];

async function removeBucket(clients: Keepers, bucket: string): Promise<undefined> {
  if (await emptyBucket({ clients }, bucket)) await clients.bucket.send(new DeleteBucketCommand({ Bucket: bucket }));
}

/** In its recovery window a secret keeps its name from the next lease; it must come back before it can go for good. */
async function removeSecret({ secrets }: Keepers, id: string): Promise<undefined> {
  const { DeletedDate } = await secrets.send(new DescribeSecretCommand({ SecretId: id }));
  if (DeletedDate) await secrets.send(new RestoreSecretCommand({ SecretId: id }));
  await secrets.send(new DeleteSecretCommand({ SecretId: id, ForceDeleteWithoutRecovery: true }));
}

/** Seven days are the least that KMS takes; a key that waits for its end costs nothing and counts as gone. */
async function removeKey({ keys }: Keepers, id: string): Promise<undefined> {
  const { KeyMetadata } = await keys.send(new DescribeKeyCommand({ KeyId: id }));
  if (KeyMetadata?.KeyState === 'PendingDeletion') return;
  await keys.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
}

/** One that is in use is Lambda's or a load balancer's, and leaves by itself. */
async function removeInterface({ network }: Keepers, id: string): Promise<string | undefined> {
  const { NetworkInterfaces } = await network.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] }));
  const [found] = NetworkInterfaces ?? [];
  if (!found) return undefined;
  if (found.Status !== 'available') return `is ${found.Status ?? 'in use'}; it leaves within 20 to 45 minutes`;
  await network.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id }));
  return undefined;
}
