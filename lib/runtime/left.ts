import type { Notice } from '../change/notice';
import { cut } from '../change/verified';
import { APPLICATIONS_LEFT, METRIC_NAMESPACE } from '../change/wiring';
import type { Fleet } from './fleet';
import { KEYS } from './keys';
import { publish } from './publish';
import { write } from './table';

/** Whose something is that names no application. */
export const NOBODY = 'nobody';

/** How long it is remembered that people were told, in seconds. */
const REMEMBERED_S = 86_400;

/**
 * Tells the people of an application, and those who look after change control, that something of it could not be handled:
 * once an hour, however much there is of it. It never fails: what could not be told stands in the log, and the queue of what
 * was laid aside has an alarm of its own.
 */
export async function tellLeft(fleet: Fleet, application: string, why: string): Promise<void> {
  console.error(`${application}: ${why}`);
  try {
    if (fleet.operators && (await claimed(fleet, application))) await tell(fleet, application, why);
  } catch (error) {
    console.error((error as Error).message);
  }
}

/** Whoever writes the item of the hour tells. */
async function claimed(fleet: Fleet, application: string): Promise<boolean> {
  const now = fleet.now();
  const expires = Math.floor(now.getTime() / 1000) + REMEMBERED_S;
  const put = { ...KEYS.left(application, hourOf(now)), expires };
  return write(fleet.store, `note that people are told of ${application}`, [{ put, only: 'absent' }]);
}

const hourOf = (now: Date): string => now.toISOString().slice(0, 13);

async function tell(fleet: Fleet, application: string, why: string): Promise<void> {
  countLeft(fleet.now());
  const notice = leftNotice(application, why, fleet.now());
  const topics = [fleet.operators, ...(fleet.serves(application) ? [fleet.topicOf(application)] : [])];
  const told = await Promise.allSettled(topics.map((topic) => publish(fleet.clients, topic, notice)));
  for (const one of told) if (one.status === 'rejected') console.error((one.reason as Error).message);
}

/** An alarm counts applications, not events: many at once mean that change control is at fault, one that it is itself. */
function countLeft(now: Date): void {
  const Metrics = [{ Name: APPLICATIONS_LEFT, Unit: 'Count' }];
  const CloudWatchMetrics = [{ Namespace: METRIC_NAMESPACE, Dimensions: [[]], Metrics }];
  console.log(JSON.stringify({ _aws: { Timestamp: now.getTime(), CloudWatchMetrics }, [APPLICATIONS_LEFT]: 1 }));
}

function leftNotice(application: string, why: string, now: Date): Notice {
  return {
    version: 1,
    id: `${application}/left/${hourOf(now)}`,
    application,
    kind: 'left',
    at: now.toISOString(),
    title: `${application}: change control could not handle something`,
    text: `${cut(why, 1000)} Other applications are not held up. Within the hour nobody is told again; the log of the function has each.`,
  };
}
