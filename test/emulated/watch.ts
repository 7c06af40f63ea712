import { setTimeout } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SubscribeCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type ChangeRecord, recordSchema } from '../../lib/change/record';
import { AT_EMULATOR, TOOLING } from './deploy';
import { RECORDS } from './emulated-pipeline';

const s3 = new S3Client({ ...AT_EMULATOR, forcePathStyle: true });
const sqs = new SQSClient(AT_EMULATOR);

/** A notification as programs read it. */
export interface Notice {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly application: string;
  readonly change?: string;
}

/** Somebody who subscribed to the topic of orders, unless another is named. */
export class Listener {
  private constructor(private readonly queue: string) {}

  public static async subscribe(topic = 'orders-changes', queue = 'listener'): Promise<Listener> {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: queue }));
    const TopicArn = `arn:aws:sns:${TOOLING.region}:${TOOLING.account}:${topic}`;
    const Endpoint = `arn:aws:sqs:${TOOLING.region}:${TOOLING.account}:${queue}`;
    await new SNSClient(AT_EMULATOR).send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
    return new Listener(QueueUrl!);
  }

  /** What was told since the last time; ends when nothing comes for two seconds. */
  public async heard(): Promise<Notice[]> {
    const notices: Notice[] = [];
    for (let empty = 0; empty < 5;) {
      const told = await this.receive();
      notices.push(...told);
      if (told.length) empty = 0;
      else if (++empty < 5) await setTimeout(400);
    }
    return notices;
  }

  /** What was told until a notice of this kind came. */
  public async until(kind: string): Promise<Notice> {
    return eventually(`a notice "${kind}"`, async () => (await this.receive()).find((one) => one.kind === kind));
  }

  private async receive(): Promise<Notice[]> {
    return (await messages(this.queue)).map((body) => JSON.parse((JSON.parse(body) as { Message: string }).Message));
  }
}

/** Bodies of the messages that wait in a queue. */
export async function messages(QueueUrl: string, client = sqs): Promise<string[]> {
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 });
  const { Messages = [] } = await client.send(command);
  return Messages.map((one) => one.Body!);
}

/** What a question answers once it answers something; the test's own time limit is not what ends it. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  seconds = 120,
  pauseMs = 200,
): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await setTimeout(pauseMs)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`There was not ${what} within ${seconds} seconds.`);
}

/** The newest copy of every change record in the write-once store. */
export async function records(): Promise<ChangeRecord[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: RECORDS, Prefix: 'records/', ContinuationToken: token }),
    );
    keys.push(...(page.Contents ?? []).map((one) => one.Key!).filter((key) => key.endsWith('/record.json')));
    token = page.NextContinuationToken;
  } while (token);
  return Promise.all(
    keys.map(async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: RECORDS, Key }));
      return recordSchema.parse(JSON.parse(await Body!.transformToString()));
    }),
  );
}

/** What people read of a change, by its folder in the write-once store. */
export async function pagesOf(Prefix: string): Promise<{ key: string; type?: string; text: string }[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: RECORDS, Prefix }));
  const keys = Contents.map((one) => one.Key!).filter((key) => key.endsWith('.html'));
  return Promise.all(
    keys.sort().map(async (key) => {
      const { Body, ContentType: type } = await s3.send(new GetObjectCommand({ Bucket: RECORDS, Key: key }));
      return { key, ...(type ? { type } : {}), text: await Body!.transformToString() };
    }),
  );
}

/** The record of an execution. */
export async function recordOf(execution: string): Promise<ChangeRecord | undefined> {
  return (await records()).find((one) => one.execution === execution);
}
