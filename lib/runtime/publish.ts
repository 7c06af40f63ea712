import { PublishCommand } from '@aws-sdk/client-sns';
import { messageOf } from '../change/message';
import type { Notice } from '../change/notice';
import type { Clients } from './clients';
import { attempt } from './failure';

/** Publishes a notice to a topic; subscribers may choose by application and kind. @throws where SNS refuses it. */
export async function publish({ topic: client }: Pick<Clients, 'topic'>, topic: string, notice: Notice): Promise<void> {
  const { subject, message } = messageOf(notice);
  const command = new PublishCommand({
    TopicArn: topic,
    Subject: subject,
    Message: message,
    MessageStructure: 'json',
    MessageAttributes: {
      application: { DataType: 'String', StringValue: notice.application },
      kind: { DataType: 'String', StringValue: notice.kind },
    },
  });
  await attempt(`announce ${notice.id}`, () => client.send(command));
}
