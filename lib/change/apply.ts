import type { ChangeEvent } from './events';
import type { ChangeRecord } from './record';
import { type ChangeState, isFinal, mayBecome } from './states';
import { tell } from './tell';
import { UNWOUND, wayBackBegan } from './way-back';

/** A record after an event, or why the event cannot happen to it. */
export type Applied = { readonly record: ChangeRecord } | { readonly illegal: string };

/** Adds events to a record in order; those it knows already are left out, those that cannot happen are told apart. */
export function applyAll(
  record: ChangeRecord,
  events: readonly ChangeEvent[],
): { record: ChangeRecord; added: ChangeEvent[]; illegal: string[] } {
  const result = { record, added: [] as ChangeEvent[], illegal: [] as string[] };
  for (const event of events) {
    if (result.record.history.some((known) => known.id === event.id)) continue;
    const applied = apply(result.record, event);
    if ('illegal' in applied) result.illegal.push(applied.illegal);
    else {
      result.record = applied.record;
      result.added.push(event);
    }
  }
  return result;
}

/** A record after one event. */
export function apply(record: ChangeRecord, event: ChangeEvent): Applied {
  const state = stateAfter(record, event);
  if (isFinal(record.state))
    return { illegal: `${record.change} is sealed (${record.state}): "${event.kind}" cannot be added.` };
  if (state !== record.state && !mayBecome(record.state, state))
    return { illegal: `${record.change} is ${record.state}; "${event.kind}" would make it ${state}, which cannot be.` };
  const history = [...record.history, { id: event.id, kind: event.kind, at: event.at, text: tell(event) }];
  const changed = isRefusedRetry(record, event) ? {} : changes(record, event);
  return { record: { ...record, ...changed, state, history } };
}

/** What a retry does after the way back began is told, but what became of each wave stays what the unwinding says. */
function isRefusedRetry(record: ChangeRecord, { kind, id }: ChangeEvent): boolean {
  return ['deploying', 'baking', 'wave'].includes(kind) && !id.startsWith(UNWOUND) && wayBackBegan(record);
}

/** The state that an event leads to; most leave it as it is. */
function stateAfter(record: ChangeRecord, event: ChangeEvent): ChangeState {
  if (event.kind === 'sealed') return event.outcome;
  if (event.kind === 'verified' || event.kind === 'deploying' || event.kind === 'baking') return event.kind;
  if (event.kind === 'waiting') return hasBegun(record) ? record.state : 'waiting';
  if (event.kind === 'answered' && event.complete && record.state === 'verified') return 'approved';
  return record.state;
}

/** Whether any wave was deployed: from then on a change finishes or is rolled back. */
export function hasBegun(record: ChangeRecord): boolean {
  return record.waves.length > 0;
}

function changes(record: ChangeRecord, event: ChangeEvent): Partial<ChangeRecord> {
  switch (event.kind) {
    case 'opened':
      return { opened: event.at, trigger: event.trigger, ...(event.starter ? { starter: event.starter } : {}) };
    case 'verified':
      return { verified: event.found, returnTo: event.found.returnTo };
    case 'tested':
      return { tests: [...record.tests, pick(event, 'stage', 'action', 'passed', 'at', 'note')] };
    case 'answered':
      return { approvals: [...record.approvals, pick(event, 'action', 'by', 'approved', 'at', 'comment')] };
    case 'waiting':
      return { waiting: pick(event, 'reason', 'until') };
    case 'gated':
      return event.passed ? { ...(event.returnTo ? { returnTo: event.returnTo } : {}), firing: event.firing } : {};
    case 'deploying':
      return { ...waveIs(record, event, 'deploying', ''), waiting: undefined };
    case 'baking':
      return waveIs(record, event, 'baking', '');
    case 'wave':
      return { ...waveIs(record, event, event.state, event.reason), ...failure(record, event) };
    case 'sealed':
      return { outcome: { state: event.outcome, reason: event.reason, at: event.at }, waiting: undefined };
    default:
      return {};
  }
}

function failure(record: ChangeRecord, event: { state: string; at: string }): Pick<ChangeRecord, 'failedAt'> {
  return event.state === 'failed' && !record.failedAt ? { failedAt: event.at } : {};
}

function waveIs(
  record: ChangeRecord,
  event: { stage: string; at: string },
  state: string,
  reason: string,
): Pick<ChangeRecord, 'waves'> {
  const wave = { stage: event.stage, state, reason, at: event.at };
  const known = record.waves.some((one) => one.stage === event.stage);
  return {
    waves: known ? record.waves.map((one) => (one.stage === event.stage ? wave : one)) : [...record.waves, wave],
  };
}

function pick<T, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
}
