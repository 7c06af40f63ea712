import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { attempt } from './failure';
import type { Fleet } from './fleet';
import { type Letter, letterOf, type Noticed, noticeLetter } from './letter';
import type { Queued } from './queued';
import { NOBODY, tellLeft } from './left';

/** What a batch answers: what is to be tried again. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** A letter with the name that its failure is answered under. */
interface Outgoing {
  readonly item: string;
  readonly letter: Letter;
}

/** SQS takes so many at a time. */
const AT_ONCE = 10;

/**
 * Puts what pipelines did into the lane of the application whose each is. EventBridge cannot: the group that it gives to a
 * message is a constant of its target. What nobody can tell whose it is comes back, and is laid aside after its tries.
 */
export async function relayHeard(fleet: Fleet, messages: readonly Queued[]): Promise<BatchAnswer> {
  const failed: string[] = [];
  const outgoing: Outgoing[] = [];
  for (const message of messages) {
    try {
      const letter = letterOf(fleet, message);
      if (letter) outgoing.push({ item: message.messageId, letter });
    } catch (error) {
      console.error(`Nobody knows whose ${message.messageId} is: ${(error as Error).message}`);
      failed.push(message.messageId);
    }
  }
  return answer([...failed, ...(await sendAll(fleet, outgoing))]);
}

/**
 * Puts notices into the lanes of their applications. Nothing that is nobody's comes back to a stream, which would stand still
 * for all until it is given up.
 */
export async function relayNotices(fleet: Fleet, entries: readonly Noticed[]): Promise<BatchAnswer> {
  const outgoing: Outgoing[] = [];
  for (const entry of entries) {
    try {
      outgoing.push({ item: entry.dynamodb.SequenceNumber, letter: noticeLetter(entry) });
    } catch (error) {
      await tellLeft(fleet, NOBODY, (error as Error).message);
    }
  }
  return answer(await sendAll(fleet, outgoing));
}

function answer(failed: readonly string[]): BatchAnswer {
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Sends letters, in their order; answers which were not taken. */
async function sendAll(fleet: Fleet, outgoing: readonly Outgoing[]): Promise<string[]> {
  const failed: string[] = [];
  for (let from = 0; from < outgoing.length; from += AT_ONCE)
    failed.push(...(await send(fleet, outgoing.slice(from, from + AT_ONCE))));
  return failed;
}

async function send(fleet: Fleet, outgoing: readonly Outgoing[]): Promise<string[]> {
  const command = new SendMessageBatchCommand({
    QueueUrl: fleet.lanes,
    Entries: outgoing.map(({ letter: { lane, id, event } }, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(event),
      MessageGroupId: lane,
      MessageDeduplicationId: id,
    })),
  });
  try {
    const { Successful = [] } = await attempt('put events into their lanes', () => fleet.queues.send(command));
    const taken = new Set(Successful.map(({ Id }) => Id));
    return outgoing.filter((_, index) => !taken.has(String(index))).map(({ item }) => item);
  } catch (error) {
    console.error((error as Error).message);
    return outgoing.map(({ item }) => item);
  }
}
