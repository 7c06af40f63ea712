import type { Clients } from './clients';
import type { Fleet } from './fleet';
import type { Runtime, Work } from './runtime';
import { type Batch, isBatch, whose, whoseEntry, type Whose } from './whose';

/** What a handler answers where no application can be served. */
export interface Otherwise<A> {
  /** Answers whoever asks for an application that is not served or whose policy is broken; without it the call fails. */
  readonly refused?: (clients: Clients, event: unknown, why: string) => Promise<A>;
  /** Answers an event of a pipeline that is none of those served: other pipelines of the account send events as well. */
  readonly elsewhere?: A;
}

/** Has an event done for the application whose it is, with the settings of that one alone. */
export async function serve<A>(
  fleet: Fleet,
  work: Work<unknown, A>,
  event: unknown,
  { refused, elsewhere }: Otherwise<A> = {},
): Promise<A | undefined> {
  if (isBatch(event)) return serveBatch(fleet, work, event) as Promise<A | undefined>;
  const told = whose(event);
  if (told.kind === 'every') {
    await fleet.toEach(event as object);
    return undefined;
  }
  const application = nameOf(fleet, told);
  if (application === undefined && told.kind === 'pipeline') return elsewhere;
  const found = find(fleet, application);
  if (!(found instanceof Error)) return work(found, event);
  if (refused) return refused(fleet.clients, event, found.message);
  throw found;
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

/**
 * Notices of several applications come in one batch, and each gets its own. A notice that cannot be sent is left to the
 * sweep, which sends what waits in its order: tried again with its batch, it would hold up the notices of all.
 */
async function serveBatch(fleet: Fleet, work: Work<unknown, unknown>, { Records }: Batch): Promise<unknown> {
  const names = new Set(Records.map((entry) => nameOf(fleet, whoseEntry(entry))));
  for (const application of names) {
    const own = Records.filter((entry) => nameOf(fleet, whoseEntry(entry)) === application);
    const found = find(fleet, application);
    try {
      if (found instanceof Error) throw found;
      await work(found, { Records: own });
    } catch (error) {
      console.error(`${application ?? 'Nobody'}: ${(error as Error).message}`);
    }
  }
  return { batchItemFailures: [] };
}
