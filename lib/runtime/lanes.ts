import { LANE_TRIES } from '../change/wiring';
import type { Fleet } from './fleet';
import { tellLeft } from './left';
import { endingsOf, laneOf, ownerOf } from './letter';
import { bodyOf, type Queued } from './queued';
import type { BatchAnswer } from './relay';

/** How messages of lanes are handled. */
export interface LaneWork {
  /** Does what one message asks for; what fails is tried again. */
  readonly serve: (event: unknown) => Promise<unknown>;
  /** Whether a later message of the same lane makes an earlier one needless. */
  readonly covers?: (earlier: unknown, later: unknown) => boolean;
  /** Application of an event; undefined where nobody can tell. */
  readonly of: (event: unknown) => string | undefined;
}

/** What lies in a lane after this many milliseconds waits for the next turn: a function ends after a minute. */
const TURN_MS = 40_000;

/**
 * Handles what stands in lanes. Lanes are done beside each other, and what is slow or fails in one counts in that one alone:
 * each message is answered for itself. Within a lane they are done in their order, and one that fails holds up none behind it,
 * since each looks at what there is now, whatever came before. SQS hands out no further message of a lane meanwhile, so an
 * application has one turn at a time, however much it sends.
 */
export async function serveLanes(fleet: Fleet, messages: readonly Queued[], work: LaneWork): Promise<BatchAnswer> {
  const names = [...new Set(messages.map(({ attributes }) => attributes.MessageGroupId!))];
  const failed = await Promise.all(
    names.map((lane) => {
      const own = messages.filter(({ attributes }) => attributes.MessageGroupId === lane);
      return serveLane(fleet, lane, own, work);
    }),
  );
  return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Ids of the messages that are to come again. */
async function serveLane(fleet: Fleet, lane: string, own: readonly Queued[], work: LaneWork): Promise<string[]> {
  const turn = new Turn();
  const failed: string[] = [];
  for (const message of own.filter((one, index) => !isCovered(one, own.slice(index + 1), work))) {
    try {
      await turn.within(() => serveMessage(lane, message, work));
    } catch (error) {
      failed.push(message.messageId);
      await tellIfLast(fleet, lane, message, error as Error);
    }
  }
  turn.end();
  return failed;
}

function isCovered(message: Queued, later: readonly Queued[], { covers }: LaneWork): boolean {
  return covers !== undefined && later.some((one) => covers(bodyOf(message), bodyOf(one)));
}

/** Nobody but the relay writes into lanes; what stands in another's is refused all the same. */
async function serveMessage(lane: string, message: Queued, { serve, of }: LaneWork): Promise<void> {
  const event = bodyOf(message);
  const application = of(event);
  if (application === undefined || ![laneOf(application), endingsOf(application)].includes(lane))
    throw new Error(`A message in the lane ${lane} is of ${application ?? 'nobody'}. Nothing was done.`);
  await serve(event);
}

async function tellIfLast(fleet: Fleet, lane: string, { attributes }: Queued, error: Error): Promise<void> {
  console.error(`${lane}: ${error.message}`);
  if (attributes.ApproximateReceiveCount >= LANE_TRIES) await tellLeft(fleet, ownerOf(lane), error.message);
}

/** The time that a lane has; what takes longer, and what was not begun within it, fails. */
class Turn {
  private isOver = false;
  private readonly timer: NodeJS.Timeout;
  private readonly over: Promise<never>;

  public constructor() {
    const { promise, reject } = withResolvers();
    this.over = promise;
    this.over.catch(() => undefined);
    this.timer = setTimeout(() => {
      this.isOver = true;
      reject(new Error(OVER));
    }, TURN_MS);
  }

  public async within(work: () => Promise<void>): Promise<void> {
    if (this.isOver) throw new Error(OVER);
    await Promise.race([work(), this.over]);
  }

  public end(): void {
    clearTimeout(this.timer);
  }
}

const OVER = 'The turn of the lane was over; it is tried again.';

function withResolvers(): { readonly promise: Promise<never>; readonly reject: (error: Error) => void } {
  let reject!: (error: Error) => void;
  const promise = new Promise<never>((_, no) => (reject = no));
  return { promise, reject };
}
