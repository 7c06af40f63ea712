import type { Clients } from './clients';
import type { Fleet } from './fleet';
import { serveLanes } from './lanes';
import { NOBODY, tellLeft } from './left';
import { readNoticed } from './letter';
import { readQueued, type Queued } from './queued';
import { type BatchAnswer, relayHeard, relayNotices } from './relay';
import type { Runtime, Work } from './runtime';
import { type Batch, isBatch, whose, whoseEntry, type Whose } from './whose';

/** What a handler answers where no application can be served, and what it needs to know of lanes. */
export interface Otherwise<A> {
  /** Answers whoever asks for an application that is not served or whose policy is broken; without it the call fails. */
  readonly refused?: (clients: Clients, event: unknown, why: string) => Promise<A>;
  /** Answers an event of a pipeline that is none of those served: other pipelines of the account send events as well. */
  readonly elsewhere?: A;
  /** Whether a later event of an application makes an earlier one needless. */
  readonly covers?: (earlier: unknown, later: unknown) => boolean;
}

/** Has an event done for the application whose it is, with the settings of that one alone. */
export async function serve<A>(
  fleet: Fleet,
  work: Work<unknown, A>,
  event: unknown,
  otherwise: Otherwise<A> = {},
): Promise<A | undefined> {
  if (isBatch(event)) return serveBatch(fleet, work, event, otherwise) as Promise<A | undefined>;
  const told = whose(event);
  if (told.kind === 'every') {
    await fleet.toEach(event as object);
    return undefined;
  }
  if (isHandedOn(event)) return sweepOne(fleet, work, event, otherwise);
  return serveOne(fleet, work, event, otherwise);
}

async function serveOne<A>(
  fleet: Fleet,
  work: Work<unknown, A>,
  event: unknown,
  { refused, elsewhere }: Otherwise<A>,
): Promise<A | undefined> {
  const told = whose(event);
  const application = nameOf(fleet, told);
  if (application === undefined && told.kind === 'pipeline') return elsewhere;
  const found = find(fleet, application);
  if (!(found instanceof Error)) return work(found, event);
  if (refused) return refused(fleet.clients, event, found.message);
  throw found;
}

/** A schedule's event that was handed on to one application. */
interface HandedOn {
  readonly do: 'sweep';
  readonly application: string;
}

function isHandedOn(event: unknown): event is HandedOn {
  const { do: deed, application } = (event ?? {}) as Partial<HandedOn>;
  return deed === 'sweep' && typeof application === 'string';
}

/**
 * The schedule comes again and tries again. A call that fails would be repeated at once, laid aside for all to be alarmed by,
 * and counted as a fault of change control itself, whose own release it would stop.
 */
async function sweepOne<A>(
  fleet: Fleet,
  work: Work<unknown, A>,
  event: HandedOn,
  otherwise: Otherwise<A>,
): Promise<A | undefined> {
  try {
    return await serveOne(fleet, work, event, otherwise);
  } catch (error) {
    await tellLeft(fleet, event.application, (error as Error).message);
    return undefined;
  }
}

function nameOf(fleet: Fleet, told: Whose): string | undefined {
  if (told.kind === 'pipeline') return fleet.ofPipeline(told.pipeline);
  return told.kind === 'application' ? told.application : undefined;
}

/** What the handler works with, or why there is nothing. */
function find(fleet: Fleet, application: string | undefined): Runtime | Error {
  if (application === undefined) return new Error('The event names no application. Nothing was done.');
  try {
    return fleet.of(application);
  } catch (error) {
    return error as Error;
  }
}

/** What comes from a rule or the table's stream goes into the lanes; what comes from there is done. */
async function serveBatch<A>(
  fleet: Fleet,
  work: Work<unknown, A>,
  { Records }: Batch,
  otherwise: Otherwise<A>,
): Promise<BatchAnswer> {
  const queued = readQueued(Records);
  if (queued) return serveQueued(fleet, work, queued, otherwise);
  const noticed = fleet.lanes ? readNoticed(Records) : undefined;
  return noticed ? relayNotices(fleet, noticed) : sendEach(fleet, work, Records);
}

async function serveQueued<A>(
  fleet: Fleet,
  work: Work<unknown, A>,
  messages: readonly Queued[],
  otherwise: Otherwise<A>,
): Promise<BatchAnswer> {
  const waiting = messages.filter(({ attributes }) => attributes.MessageGroupId !== undefined);
  const heard = messages.filter((message) => !waiting.includes(message));
  const done = await serveLanes(fleet, waiting, {
    serve: (event) => (isBatch(event) ? sendEach(fleet, work, event.Records) : serveOne(fleet, work, event, otherwise)),
    of: (event) => nameOf(fleet, isBatch(event) ? whoseEntry(event.Records[0]) : whose(event)),
    ...(otherwise.covers ? { covers: otherwise.covers } : {}),
  });
  const relayed = await relayHeard(fleet, heard);
  return { batchItemFailures: [...done.batchItemFailures, ...relayed.batchItemFailures] };
}

/**
 * Notices of several applications may come in one batch, and each gets its own. A notice that cannot be sent is left to the
 * sweep, which sends what waits in its order: tried again with its batch, it would hold up the notices of all.
 */
async function sendEach(fleet: Fleet, work: Work<unknown, unknown>, Records: readonly unknown[]): Promise<BatchAnswer> {
  const names = new Set(Records.map((entry) => nameOf(fleet, whoseEntry(entry))));
  for (const application of names) {
    const own = Records.filter((entry) => nameOf(fleet, whoseEntry(entry)) === application);
    const found = find(fleet, application);
    try {
      if (found instanceof Error) throw found;
      await work(found, { Records: own });
    } catch (error) {
      await tellLeft(fleet, application ?? NOBODY, (error as Error).message);
    }
  }
  return { batchItemFailures: [] };
}
