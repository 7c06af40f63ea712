import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { SharedChangeControl } from '../../constructs/change';
import { type ChangeRecord, recordSchema } from '../../lib/change/record';
import { AT_EMULATOR, PIPELINE_EVENTS, type Template, TOOLING } from './deploy';

const bus = new EventBridgeClient(AT_EMULATOR);
const sqs = new SQSClient(AT_EMULATOR);
const s3 = new S3Client({ ...AT_EMULATOR, forcePathStyle: true });

/** The stack of change control that applications share, as the construct makes it. */
export function synthesizeShared(outdir: string, applications: readonly string[]): Template {
  const app = new App({ outdir, analyticsReporting: false });
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  const stack = new Stack(app, 'SharedChange', { env: TOOLING, synthesizer });
  const target = { account: '333333333333', region: 'eu-west-2', alarms: ['errors'] };
  new SharedChangeControl(stack, 'Change', {
    applications: applications.map((application) => ({
      application,
      window: { timeZone: 'UTC', open: [{ days: ['Mon'], opens: '00:00', closes: '24:00' }] },
      waves: [{ name: 'one-box', targets: [target] }],
      approvers: [{ persona: 'ReleaseManager' }],
    })),
  });
  app.synth();
  return JSON.parse(readFileSync(join(outdir, 'SharedChange.template.json'), 'utf8')) as Template;
}

/** Messages that failed come again after a second: the minutes of the template are longer than anybody tests. */
export function comeAgainSoon({ Resources }: Template): void {
  for (const { Type, Properties } of Object.values(Resources))
    if (Type === 'AWS::SQS::Queue' && Properties!.VisibilityTimeout) Properties!.VisibilityTimeout = 1;
}

/** What CodePipeline tells, some at a time. */
export async function tell(what: string, details: readonly object[]): Promise<void> {
  for (let from = 0; from < details.length; from += 10) {
    const Entries = details.slice(from, from + 10).map((detail) => ({
      Source: PIPELINE_EVENTS,
      DetailType: `CodePipeline ${what} Execution State Change`,
      Detail: JSON.stringify(detail),
    }));
    await bus.send(new PutEventsCommand({ Entries }));
  }
}

/** The sealed record of the first change of an application; undefined where it is not sealed. */
export async function firstRecord(application: string): Promise<ChangeRecord | undefined> {
  const Bucket = `control-changes-${TOOLING.account}-${TOOLING.region}`;
  const Key = `records/${application}/00000001/record.json`;
  const answer = await s3.send(new GetObjectCommand({ Bucket, Key })).catch(() => undefined);
  return answer && recordSchema.parse(JSON.parse(await answer.Body!.transformToString()));
}

/** What waits in a queue of the stack, by a part of its name. */
export async function waitingIn(part: string): Promise<Message[]> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((one) => one.includes('SharedChange') && one.includes(part));
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 600,
    MessageSystemAttributeNames: ['All'],
  });
  return (await sqs.send(command)).Messages ?? [];
}
