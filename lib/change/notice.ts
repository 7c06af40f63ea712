import type { ChangeEvent } from './events';
import type { FreezeState } from './freeze';
import type { ChangeRecord } from './record';
import { tell } from './tell';
import { capped, cut } from './verified';

/** One announcement. Machines read it as it is; people read a text made from it. */
export interface Notice {
  readonly version: 1;
  /** The same happening has the same id, so that a machine that is told twice can tell. */
  readonly id: string;
  readonly application: string;
  readonly kind: string;
  readonly at: string;
  /** One line. */
  readonly title: string;
  readonly text: string;
  /** `orders-42`; absent where the announcement is about the line as a whole. */
  readonly change?: string;
  readonly execution?: string;
  readonly state?: string;
}

/** What people are told of: what waits for them, what happens to prod, and how it ended; not each test. */
const TOLD: readonly ChangeEvent['kind'][] = [
  'verified',
  'answered',
  'waiting',
  'gated',
  'deploying',
  'inconclusive',
  'decided',
  'wave',
  'sealed',
];

/** The announcements that events of a change make. */
export function noticesOf(record: ChangeRecord, events: readonly ChangeEvent[]): Notice[] {
  return events
    .filter((event) => TOLD.includes(event.kind))
    .map((event) => ({
      version: 1,
      id: `${record.change}/${event.id}`,
      application: record.application,
      kind: event.kind,
      at: event.at,
      title: titleOf(record),
      text: textOf(record, event),
      change: record.change,
      execution: record.execution,
      state: record.state,
    }));
}

/** The announcement that the line was stopped or started. */
export function freezeNotice(application: string, state: FreezeState): Notice {
  const kind = state.frozen ? 'frozen' : 'unfrozen';
  return {
    version: 1,
    id: `${application}/${kind}/${state.at}`,
    application,
    kind,
    at: state.at,
    title: `${application}: the line is ${state.frozen ? 'stopped' : 'started again'}`,
    text: `${state.by} ${state.frozen ? 'stopped the line' : 'started the line again'}: ${cut(state.reason, 1000)}`,
  };
}

function titleOf(record: ChangeRecord): string {
  return `${record.change} ${record.state}: ${record.verified?.title ?? 'not yet verified'}`;
}

function textOf(record: ChangeRecord, event: ChangeEvent): string {
  if (event.kind !== 'verified') return tell(event);
  const { incident, why, difference } = event.found;
  const back = record.returnTo
    ? `Would go back to ${record.returnTo.change}, which is in prod now.`
    : 'A first release: nothing to go back to. Alarms that fire already do not hold it up; they must be silent when its bakes end.';
  return [tell(event), ...fixOf(incident), cut(why, 1000), ...capped(difference, 20), back].join('\n');
}

/** Whoever approves a fix must know that the gate will not look where it looks otherwise. */
export function fixOf(incident: string | undefined): string[] {
  if (!incident) return [];
  return [
    `A fix for incident ${incident}, as its commits say: the gate asks neither for error budget nor for silent alarms. Approve it only if it is one.`,
  ];
}
