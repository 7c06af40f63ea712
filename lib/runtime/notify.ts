import { z } from 'zod';
import { KEYS } from './keys';
import { type Runtime, bind } from './runtime';
import { confirmReceipt, sendNotice } from './send-notice';
import { queryItems } from './table';

const eventSchema = z.union([
  z.object({
    Records: z.array(
      z.object({
        eventSource: z.literal('aws:dynamodb'),
        eventName: z.string(),
        dynamodb: z.object({
          SequenceNumber: z.string().optional(),
          NewImage: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }).loose(),
        }),
      }),
    ),
  }),
  z.object({
    Records: z.array(z.object({ EventSource: z.literal('aws:sns'), Sns: z.object({ Message: z.string() }) })),
  }),
  z.object({ do: z.literal('sweep') }),
]);

/** Notices sent in one sweep; those that were sent before are remembered for a while and do not count. */
const AT_ONCE = 500;

/** What a batch of the stream answers: what is to be tried again. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Sends what waits to be announced, and takes note of what arrived. */
export async function notify(runtime: Runtime, event: unknown): Promise<BatchAnswer> {
  const told = eventSchema.parse(event);
  if ('do' in told) return sweepNotices(runtime);
  for (const entry of told.Records) {
    if ('Sns' in entry) await confirmReceipt(runtime, entry.Sns.Message);
    else if (entry.dynamodb.NewImage.pk.S === KEYS.notice(runtime.settings.application, '').pk) {
      const sent = await sendOrKeep(runtime, entry.dynamodb.NewImage.sk.S);
      if (!sent) return { batchItemFailures: [{ itemIdentifier: entry.dynamodb.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
}

/** A notice that cannot be sent stops the batch there, so that people read things in order. */
async function sendOrKeep(runtime: Runtime, id: string): Promise<boolean> {
  try {
    await sendNotice(runtime, id);
    return true;
  } catch (error) {
    console.error((error as Error).message);
    return false;
  }
}

async function sweepNotices(runtime: Runtime): Promise<BatchAnswer> {
  const { pk } = KEYS.notice(runtime.settings.application, '');
  const items = await queryItems(runtime, pk, '', AT_ONCE, { attribute: 'status', is: 'sent' });
  const waiting = items.filter((item) => item.status !== 'sent').reverse();
  const sent = await Promise.all(waiting.map((item) => sendOrKeep(runtime, String(item.sk))));
  const left = sent.filter((one) => !one).length;
  if (left) throw new Error(`${left} of ${waiting.length} notices could not be sent.`);
  return { batchItemFailures: [] };
}

/** Entry point of the function. */
export const handler = bind(notify);
