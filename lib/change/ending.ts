import type { ChangeRecord } from './record';
import type { FinalState } from './states';
import { cut } from './verified';
import { UNWOUND } from './way-back';

/** How CodePipeline says that an execution ended. */
export interface ExecutionEnd {
  /** InProgress, Succeeded, Failed, Stopped, Stopping, Superseded, Cancelled. */
  readonly status: string;
  /** What it, or its failed action, gave as the reason. */
  readonly summary: string;
}

/** How a change is to be sealed, or why it cannot be yet. */
export type Ending = { readonly outcome: FinalState; readonly reason: string } | { readonly notYet: string };

/**
 * How a change ends. Before prod was touched it is rejected; after, it succeeded only if its execution did, with every
 * wave healthy, and everything else was rolled back as far as each wave says.
 */
export function endingOf(record: ChangeRecord, end: ExecutionEnd, waves: readonly string[]): Ending {
  if (/^(InProgress|Stopping)$/.test(end.status) || !end.status)
    return { notYet: `The execution is ${end.status || 'not to be found'}.` };
  if (!record.waves.length) return { outcome: 'rejected', reason: rejection(record, end) };
  const healthy = waves.every((stage) => record.waves.some((wave) => wave.stage === stage && wave.state === 'healthy'));
  if (end.status === 'Succeeded' && healthy) return { outcome: 'succeeded', reason: 'Every wave is healthy.' };
  return takenBack(record);
}

function rejection(record: ChangeRecord, end: ExecutionEnd): string {
  const refusal = record.approvals.findLast((approval) => !approval.approved);
  if (refusal) return `${refusal.action} did not approve it. ${refusal.comment}`.trim();
  const newer = record.history.findLast((one) => one.kind === 'replaced');
  if (newer && end.status === 'Stopped') return newer.text;
  const gate = record.history.findLast((one) => one.kind === 'gated');
  return gate?.id.endsWith(':closed') ? gate.text : `${howItEnded(record, end)} ${end.summary}`.trim();
}

/** What failed says more than that something did; CodePipeline's own summary is often empty. */
function howItEnded({ tests }: ChangeRecord, { status, summary }: ExecutionEnd): string {
  const failed = tests.findLast((test) => !test.passed);
  const ended = `The execution ended ${status.toLowerCase()} before prod.`;
  if (!failed || status !== 'Failed') return ended;
  const note = failed.note && !summary.includes(failed.note) ? ` ${failed.note}` : '';
  return `${ended} ${failed.stage}: ${failed.action} failed.${note}`;
}

function takenBack(record: ChangeRecord): Ending {
  const open = record.waves.filter((wave) => !/^(rolled back|not rolled back)$/.test(wave.state));
  if (open.length) return { notYet: `Not yet taken back: ${open.map((wave) => wave.stage).join(', ')}.` };
  const left = record.waves.filter((wave) => wave.state === 'not rolled back');
  const reason = left.length
    ? `Not rolled back: ${left.map((wave) => `${wave.stage} (${wave.reason})`).join('; ')}`
    : `Rolled back: ${record.waves.map((wave) => wave.stage).join(', ')}.`;
  return { outcome: 'rolled back', reason: `${reason} ${whyTakenBack(record)}`.trim() };
}

/** The failure that the way back began with; a wave's state says only what became of it in the end. */
function whyTakenBack({ history }: ChangeRecord): string {
  const back = history.findIndex(({ id }) => id.startsWith(UNWOUND));
  const before = back < 0 ? history : history.slice(0, back);
  return cut(before.findLast(({ id }) => id.startsWith('failed:'))?.text ?? '', 1000);
}
