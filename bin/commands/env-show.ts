import Table from 'cli-table3';
import { oneLine } from '../../lib/change/escape';
import { tellDuration } from '../../lib/sandbox/duration';
import type { LeaseView } from '../../lib/sandbox/lease';
import type { LeaseRecord } from '../../lib/sandbox/record';

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};
const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const made = new Table({ head: [...head], chars: BORDERLESS, style });
  made.push(...rows.map((row) => row.map(oneLine)));
  return made.toString().replace(/ +$/gm, '');
}

/** Time that a lease has left, in words. */
export function timeLeft({ state, expires }: LeaseView, now: Date): string {
  if (state === 'deleting') return 'being deleted';
  if (state === 'reported') return 'could not be deleted';
  return tellDuration((Date.parse(expires) - now.getTime()) / 60_000);
}

/** Cost so far against the budget. */
export function costOf({ cost, budget }: Pick<LeaseView, 'cost' | 'budget'>): string {
  return cost === null ? `not billed yet of $${budget}` : `$${cost.toFixed(2)} of $${budget}`;
}

/** All leases, one a line. */
export function tellList(leases: readonly LeaseView[], now: Date): string {
  if (leases.length === 0) return 'There is no environment. Make one: guarded env create';
  const rows = leases.map((lease) => [
    lease.name,
    lease.state,
    lease.owner,
    lease.branch,
    timeLeft(lease, now),
    costOf(lease),
  ]);
  return table(['name', 'state', 'owner', 'branch', 'time left', 'cost'], rows);
}

/** Ended leases, the newest first. */
export function tellEnded(records: readonly LeaseRecord[]): string {
  if (records.length === 0) return 'No environment has ended yet.';
  const rows = records.map((record) => [
    record.name,
    record.owner,
    record.branch,
    record.created.slice(0, 16).replace('T', ' '),
    record.deleted.slice(0, 16).replace('T', ' '),
    costOf(record),
    record.problem ?? '',
  ]);
  return table(['name', 'owner', 'branch', 'made (UTC)', 'gone (UTC)', 'cost', 'problem'], rows);
}

/** One lease with everything that somebody wants to know of it. */
export function tellLease(lease: LeaseView, now: Date): string {
  const { name, application, owner, branch, state, revision, problem, remains, outputs, history } = lease;
  const lines = [
    `${name}  ${state.toUpperCase()}`,
    `application  ${application}`,
    `branch       ${branch}${revision ? ` (${revision.slice(0, 12)})` : ''}`,
    `owner        ${owner}`,
    `time left    ${timeLeft(lease, now)} (until ${lease.expires.slice(0, 16).replace('T', ' ')} UTC)`,
    `cost         ${costOf(lease)}`,
    ...(lease.phase ? [`on its way   ${lease.phase === 'build' ? 'is being built' : 'is being deployed'}`] : []),
    ...(problem ? [`problem      ${problem}`] : []),
    ...Object.entries(outputs).map(([key, value]) => `${key.padEnd(12)} ${value}`),
    ...remains.map(({ kind, id, why }) => `remains      ${kind} ${id}: ${why}`),
    '',
    ...history.map(({ at, by, what }) => `${at.slice(0, 16).replace('T', ' ')}  ${by}: ${what}`),
  ];
  return lines.map((line) => oneLineKeepingSpaces(line)).join('\n');
}

/** Text of strangers on one line; the blanks that align columns stay. */
function oneLineKeepingSpaces(line: string): string {
  return line
    .split(/( {2,})/)
    .map((part) => (/^ +$/.test(part) ? part : oneLine(part)))
    .join('');
}
