import { PublishCommand } from '@aws-sdk/client-sns';
import type { Lease } from '../../sandbox/lease';
import { noticeOf } from '../../sandbox/notice';
import { attempt } from '../failure';
import type { SandboxRuntime } from './runtime';

/** Tells news of a lease on the topic. After a crash before it was noted it is told once more. */
export async function tellNews(runtime: SandboxRuntime<'topic'>, lease: Lease, what: string): Promise<void> {
  const { subject, text } = noticeOf(lease, what, runtime.now());
  const command = new PublishCommand({
    TopicArn: runtime.settings.topic,
    Subject: subject,
    Message: text,
    MessageAttributes: {
      lease: { DataType: 'String', StringValue: lease.name },
      owner: { DataType: 'String', StringValue: lease.owner },
      kind: { DataType: 'String', StringValue: what },
    },
  });
  await attempt(`tell that ${lease.name} is ${what}`, () => runtime.clients.topic.send(command));
}
