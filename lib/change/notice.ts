import type { ChangeEvent } from './events';
import type { FreezeState } from './freeze';
import type { ChangeRecord } from './record';
import { tell } from './tell';
import { cut } from './verified';

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
  const back = record.returnTo ? `Goes back to ${record.returnTo.change}.` : 'A first release: nothing to go back to.';
  return [tell(event), cut(event.found.why, 1000), ...event.found.difference.slice(0, 20), back].join('\n');
}
