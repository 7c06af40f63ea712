import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Notice } from '../change/notice';
import { EVENT_SOURCE } from '../change/wiring';
import { attempt, ServiceFailure } from './failure';
import { KEYS } from './keys';
import { publish } from './publish';
import type { Runtime } from './runtime';
import { getItem, type Item, type Key, write } from './table';

/**
 * SNS cannot be asked whether a message went out. So a sender claims a notice before it publishes, and the topic tells
 * this handler, as one of its subscribers, what arrived. Whoever finds a claim that ran out without a receipt sends
 * again; with a receipt, the notice is sent, and nobody reads it twice.
 */
const CLAIM_MS = 300_000;

/** How long a sent notice is remembered, in seconds: far longer than any stream or queue repeats. */
const REMEMBERED_S = 30 * 86_400;

/** Sends a notice, once. Somebody else's claim that still runs makes this fail, to be tried again later. */
export async function sendNotice(runtime: Runtime, id: string): Promise<void> {
  const key = KEYS.notice(runtime.settings.application, id);
  const item = await getItem(runtime, key);
  if (!item || item.status === 'sent') return;
  const notice = JSON.parse(String(item.notice)) as Notice;
  if (item.receipt) return finish(runtime, notice, item);
  const claim = await claimed(runtime, item);
  await publishOrRelease(runtime, notice, claim);
  await finish(runtime, notice, claim);
}

async function claimed(runtime: Runtime, item: Item): Promise<Item> {
  const now = runtime.now().getTime();
  if (item.status === 'sending' && Number(item.claimedUntil) > now)
    throw new Error(`Another sender has ${String(item.sk)}; it is looked at again later.`);
  const claim = { ...item, status: 'sending', claimedUntil: now + CLAIM_MS };
  const only = item.claimedUntil
    ? ({ attribute: 'claimedUntil', is: item.claimedUntil } as const)
    : ({ attribute: 'status', is: 'pending' } as const);
  const won = await write(runtime, 'claim a notice', [{ put: keyed(claim), only }]);
  if (!won) throw new Error(`Another sender has ${String(item.sk)}; it is looked at again later.`);
  return claim;
}

/** A refusal is certain: the claim is given back at once. After a time-out nobody knows, and the claim runs on. */
async function publishOrRelease(runtime: Runtime, notice: Notice, claim: Item): Promise<void> {
  try {
    await publish(runtime.clients, runtime.settings.topic, notice);
  } catch (error) {
    const { cause } = error as { cause?: { $metadata?: { httpStatusCode?: number } } };
    const status = cause?.$metadata?.httpStatusCode ?? 0;
    if (status >= 400 && status < 500)
      await write(runtime, 'give a claim back', [{ put: keyed({ ...claim, status: 'pending', claimedUntil: 0 }) }]);
    throw error;
  }
}

/** An item read from the table has its key. */
function keyed(item: Item): Item & Key {
  return item as Item & Key;
}

/** Tells machines, who know a notice by its id and may hear it twice, then takes it off the list. */
async function finish(runtime: Runtime, notice: Notice, item: Item): Promise<void> {
  await putEvent(runtime, notice);
  const expires = Math.floor(runtime.now().getTime() / 1000) + REMEMBERED_S;
  const sent = keyed({ ...item, status: 'sent', expires });
  await write(runtime, `note that ${notice.id} was sent`, [{ put: sent }]);
}

async function putEvent(runtime: Runtime, notice: Notice): Promise<void> {
  const what = `tell the event bus of ${notice.id}`;
  const entry = {
    EventBusName: runtime.settings.bus,
    Source: EVENT_SOURCE,
    DetailType: `Change ${notice.kind}`,
    Detail: JSON.stringify(notice),
  };
  const answer = await attempt(what, () => runtime.clients.bus.send(new PutEventsCommand({ Entries: [entry] })));
  if (answer.FailedEntryCount === 0) return;
  const [failed] = answer.Entries ?? [];
  throw new ServiceFailure(
    what,
    `EventBridge took no event (${failed?.ErrorCode ?? 'malformed answer'})`,
    'It is tried again.',
  );
}

/** Notes that the topic delivered a notice; a message that is none of ours is left alone. */
export async function confirmReceipt(runtime: Runtime, message: string): Promise<void> {
  const id = noticeId(message, runtime.settings.application);
  if (!id) return;
  const item = await getItem(runtime, KEYS.notice(runtime.settings.application, id));
  if (!item || item.receipt || item.status === 'sent') return;
  const noted = keyed({ ...item, receipt: runtime.now().toISOString() });
  await write(runtime, `note the receipt of ${id}`, [{ put: noted, only: { attribute: 'status', is: 'sending' } }]);
}

function noticeId(message: string, application: string): string | undefined {
  try {
    const notice = JSON.parse(message) as Partial<Notice> | null;
    return notice?.application === application && typeof notice.id === 'string' ? notice.id : undefined;
  } catch {
    return undefined;
  }
}
