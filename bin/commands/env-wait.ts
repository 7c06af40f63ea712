import { setTimeout } from 'node:timers/promises';
import { oneLine } from '../../lib/change/escape';
import { InputError } from '../../lib/errors';
import type { LeaseView, StackEventView } from '../../lib/sandbox/lease';
import type { LeaseRecord } from '../../lib/sandbox/record';
import type { Environments } from './env-call';

/** How a wait is paced; tests go faster. */
export interface Pace {
  readonly everyMs: number;
  readonly tell: (text: string) => void;
}

const ALIVE = ['ready', 'expiring'];

/** Waits until an environment stands or goes, and tells what CloudFormation does meanwhile, a line each. */
export async function untilReady(
  environments: Environments,
  lease: LeaseView,
  { everyMs, tell }: Pace,
): Promise<LeaseView> {
  let seen = lease.created;
  let phase = '';
  const enter = (next: string, now: LeaseView): void => {
    if (next !== phase) tell(next === 'build' ? `building ${now.branch} …` : `deploying ${now.name} …`);
    phase = next;
  };
  for (let now = lease; ; now = await look(environments, lease)) {
    if (now.state === 'deleted') return now;
    if (now.phase) enter(now.phase, now);
    const events = await eventsSince(environments, lease.name, seen);
    // A deployment that is over between two looks is seen by what CloudFormation did alone.
    if (events.length > 0) enter('deploy', now);
    for (const event of events) tell(line(event));
    seen = events.at(-1)?.at ?? seen;
    if (now.phase === null && (ALIVE.includes(now.state) || now.problem !== null)) return now;
    if (now.state === 'deleting' || now.state === 'reported') return now;
    await setTimeout(everyMs);
  }
}

/** An environment that is gone has no events any more; the next look says so. */
async function eventsSince(environments: Environments, name: string, after: string): Promise<StackEventView[]> {
  try {
    return (await environments.ask<{ events: StackEventView[] }>({ do: 'events', name, after })).events;
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** One that could not be deployed may be gone by the next look; its record says why. */
async function look(environments: Environments, lease: LeaseView): Promise<LeaseView> {
  try {
    return await environments.ask<LeaseView>({ do: 'show', name: lease.name });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { ended } = await environments.ask<{ ended: LeaseRecord[] }>({ do: 'list', ended: true });
    const record = ended.find(({ name, created }) => name === lease.name && created === lease.created);
    if (!record) throw error;
    return { ...lease, ...record, state: 'deleted', phase: null, problem: record.problem ?? 'it was deleted' };
  }
}

function line({ at, resource, type, status, reason }: StackEventView): string {
  return oneLine(`${at.slice(11, 19)} ${status.padEnd(20)} ${type} ${resource}${reason ? `: ${reason}` : ''}`);
}

interface LogPage {
  readonly lines: readonly string[];
  readonly next: string | null;
  readonly running: boolean;
}

/** Prints the log of the newest build or deployment; follows it until it ends where somebody asks. */
export async function printLogs(
  environments: Environments,
  name: string,
  follow: boolean,
  { everyMs, tell }: Pace,
): Promise<LogPage[]> {
  const pages: LogPage[] = [];
  for (let after: string | undefined; ;) {
    const page: LogPage = await environments.ask({ do: 'logs', name, ...(after ? { after } : {}) });
    pages.push(page);
    for (const text of page.lines) tell(text);
    const more = page.lines.length > 0 && page.next !== after;
    after = page.next ?? after;
    if (more) continue;
    if (!follow || !page.running) return pages;
    await setTimeout(everyMs);
  }
}
