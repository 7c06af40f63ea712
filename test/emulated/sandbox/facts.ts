import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeLogGroupsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SubscribeCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type LeaseRecord, leaseRecordSchema } from '../../../lib/sandbox/record';
import { SANDBOX_NAMES } from '../../../lib/sandbox/wiring';
import { messages } from '../watch';
import { clientAt, type SandboxPlace } from './place';

/** What is there in the dev account of the emulator, asked without self-service. */
export class Facts {
  private readonly settings;

  public constructor(
    emulator: string,
    private readonly place: SandboxPlace,
  ) {
    this.settings = clientAt(emulator, place.account, place.region);
  }

  /** Names of the stacks whose names begin so and that are there. */
  public async stacks(prefix: string): Promise<string[]> {
    const { Stacks = [] } = await new CloudFormationClient(this.settings).send(new DescribeStacksCommand({}));
    const there = Stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
    return there.flatMap(({ StackName = '' }) => (StackName.startsWith(prefix) ? [StackName] : [])).sort();
  }

  /** Somebody else's stack. */
  public async makeStack(StackName: string, Tags: Record<string, string> = {}): Promise<void> {
    const TemplateBody = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: {} } } });
    const tags = Object.entries(Tags).map(([Key, Value]) => ({ Key, Value }));
    await new CloudFormationClient(this.settings).send(new CreateStackCommand({ StackName, TemplateBody, Tags: tags }));
  }

  /** Schedules of leases that wait. */
  public async schedules(): Promise<string[]> {
    const GroupName = SANDBOX_NAMES.scheduleGroup(this.place.sandbox.application);
    const { Schedules = [] } = await new SchedulerClient(this.settings).send(new ListSchedulesCommand({ GroupName }));
    return Schedules.map(({ Name = '' }) => Name);
  }

  /** Kinds of items in the table. */
  public async items(): Promise<string[]> {
    const TableName = SANDBOX_NAMES.table(this.place.sandbox.application);
    const { Items = [] } = await new DynamoDBClient(this.settings).send(new ScanCommand({ TableName }));
    return Items.map(({ pk }) => pk!.S!).sort();
  }

  /** Records in the write-once bucket. */
  public async records(): Promise<LeaseRecord[]> {
    const { account, region, sandbox } = this.place;
    const s3 = new S3Client({ ...this.settings, forcePathStyle: true });
    const Bucket = SANDBOX_NAMES.bucket(sandbox.application, 'ended', account, region);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'leases/' }));
    return Promise.all(
      Contents.map(async ({ Key }) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return leaseRecordSchema.parse(JSON.parse(await Body!.transformToString()));
      }),
    );
  }

  public async logGroups(prefix: string): Promise<string[]> {
    const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: prefix });
    const { logGroups = [] } = await new CloudWatchLogsClient(this.settings).send(command);
    return logGroups.map(({ logGroupName = '' }) => logGroupName);
  }

  /** Subscribes to the topic; gives what was told since the last time, a subject each. */
  public async listen(): Promise<() => Promise<string[]>> {
    const { account, region, sandbox } = this.place;
    const { QueueUrl } = await new SQSClient(this.settings).send(
      new CreateQueueCommand({ QueueName: 'sandbox-listener' }),
    );
    const TopicArn = `arn:aws:sns:${region}:${account}:${SANDBOX_NAMES.topic(sandbox.application)}`;
    const Endpoint = `arn:aws:sqs:${region}:${account}:sandbox-listener`;
    await new SNSClient(this.settings).send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
    return async () => {
      const bodies = await messages(QueueUrl!, new SQSClient(this.settings));
      return bodies.map((body) => (JSON.parse(body) as { Subject: string }).Subject);
    };
  }
}
