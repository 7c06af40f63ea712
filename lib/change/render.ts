import { oneLine, plain } from './escape';
import { fixOf } from './notice';
import type { ChangeRecord } from './record';
import type { ChangeState } from './states';
import { imageLines, personOf, proverText, readable, withinText } from './tell';
import { wrap } from './wrap';

/** Columns of a line of what happened before its text: `2026-11-24 09:00:00 UTC  `. */
const TIME_COLUMNS = 25;

/** A part of a page. `hang` indents what did not fit into a line. */
interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  readonly hang?: number;
}

/**
 * A record on a page, as a release manager or an auditor reads it: what, why, who, tested how, approved by whom, when,
 * and the way back. Nothing in it moves a cursor, whoever wrote it. Lines are broken where a width is given.
 */
export function renderRecord(record: ChangeRecord, width = Number.POSITIVE_INFINITY): string {
  const sections: Section[] = [
    { title: 'What', lines: what(record) },
    { title: 'Why', lines: why(record), hang: 0 },
    { title: 'Who', lines: who(record) },
    { title: 'What changes in change control and rights', lines: differences(record) },
    { title: 'Tested', lines: record.tests.map(tested) },
    { title: 'Answered by', lines: record.approvals.map(approved) },
    { title: 'When', lines: when(record) },
    { title: 'Waves', lines: record.waves.map(wave) },
    { title: 'Way back', lines: wayBack(record) },
    {
      title: 'What happened',
      lines: record.history.map((one) => `${readable(one.at)}  ${one.text}`),
      hang: TIME_COLUMNS,
    },
  ];
  const body = sections.filter(({ lines }) => lines.length).map((section) => rendered(section, width));
  return plain([headline(record, width), ...body].join('\n\n'));
}

/** Records as rows: change, state, what and who approved it, when it was opened, in UTC. */
export function changeRows(records: readonly ChangeRecord[]): string[][] {
  return records.map((record) => [
    oneLine(record.change),
    record.state,
    [oneLine(record.verified?.title ?? 'not verified yet'), ...approvers(record)].join('\n'),
    oneLine(readable(record.opened).slice(0, 16)),
  ]);
}

function approvers({ approvals }: ChangeRecord): string[] {
  const names = approvals.filter((one) => one.approved).map((one) => oneLine(personOf(one.by)));
  return names.length ? [`approved by ${names.join(', ')}`] : [];
}

function headline(record: ChangeRecord, width: number): string {
  const told = [
    record.verified?.title ?? 'Not verified yet',
    ...(record.outcome ? [`${record.outcome.reason} (${readable(record.outcome.at)})`] : []),
    ...(record.waiting ? [`Waiting until ${readable(record.waiting.until)}. ${record.waiting.reason}`] : []),
    ...next(record),
  ];
  return [
    `${record.change}  ${record.state.toUpperCase()}`,
    ...told.flatMap((one) => wrap(oneLine(one), width, 0)),
  ].join('\n');
}

/** What a change that is not closed waits for; who waits for it wants to know whom to ask. */
const NEXT: Partial<Record<ChangeState, string>> = {
  drafted: 'Next: Verify proves it and says what it changes.',
  verified: 'Next: it is deployed to the environments before prod, then the approvers answer in the pipeline.',
  approved: 'Next: its turn, the window and the gate.',
  deploying: 'Next: the wave is deployed, then watched.',
  baking: 'Next: the end of the bake; the first alarm takes it back.',
};

function next({ state }: ChangeRecord): string[] {
  const line = NEXT[state];
  return line ? [line] : [];
}

function rendered({ title, lines, hang = 2 }: Section, width: number): string {
  const broken = lines.flatMap((line) => line.split('\n')).flatMap((line) => wrap(`  ${line}`, width, hang));
  return [title, ...broken.map((line) => line.trimEnd())].join('\n');
}

function what(record: ChangeRecord): string[] {
  const { verified } = record;
  const run = `Execution ${record.execution} of pipeline ${record.pipeline}`;
  if (!verified) return [run];
  const more = verified.commitCount - verified.commits.length;
  return [
    `Revision ${verified.revision}, digest ${verified.digest}`,
    run,
    `Proof: ${[verified.proof, proverText(verified.prover), withinText(verified.within)].filter(Boolean).join(', ')}`,
    ...imageLines(verified.images),
    ...fixOf(verified.incident),
    ...verified.commits.map((commit) => `${commit.id.slice(0, 8)}  ${commit.title}`),
    ...(more > 0 ? [`and ${more} more commits`] : []),
  ];
}

/** The messages of the commits; the first line stands above already. */
function why({ verified }: ChangeRecord): string[] {
  if (!verified) return [];
  const text = verified.why.startsWith(verified.title)
    ? verified.why.slice(verified.title.length).trim()
    : verified.why;
  return text ? [text] : [];
}

function who({ verified, starter }: ChangeRecord): string[] {
  return [
    ...(verified?.authors ?? []).map((author) => `Written by ${author}`),
    ...(verified?.base && !verified.returnTo
      ? [`A first release after ${verified.base.slice(0, 12)}: what came before is taken as it stands.`]
      : []),
    ...(verified?.historyUnknown ? ['There may be more authors: the history could not be read in full.'] : []),
    ...(starter ? [`Started by ${personOf(starter)}`] : []),
  ];
}

function differences({ verified }: ChangeRecord): readonly string[] {
  if (!verified) return [];
  if (verified.difference.length) return verified.difference;
  return [verified.returnTo ? 'Nothing that Verify could see.' : 'A first release: there is nothing to compare with.'];
}

function tested(test: ChangeRecord['tests'][number]): string {
  return `${test.stage} ${test.action}: ${test.passed ? 'passed' : 'failed'}, ${readable(test.at)}${test.note ? ` (${test.note})` : ''}`;
}

function approved(approval: ChangeRecord['approvals'][number]): string {
  const verb = approval.approved ? 'approved' : 'rejected';
  return `${personOf(approval.by)} ${verb} as ${approval.action}, ${readable(approval.at)}. ${approval.comment}`.trim();
}

/** The times that people ask for; each step stands in what happened. */
function when({ opened, history, outcome }: ChangeRecord): string[] {
  const first = (kind: string) => history.find((one) => one.kind === kind)?.at;
  const times: [string, string | undefined][] = [
    ['Opened', opened],
    ['Verified', first('verified')],
    ['In prod from', first('deploying')],
    ['Closed', outcome?.at],
  ];
  return times.flatMap(([name, at]) => (at ? [`${name} ${readable(at)}`] : []));
}

function wave({ stage, state, reason }: ChangeRecord['waves'][number]): string {
  return `${stage}: ${state}${reason ? `. ${reason}` : ''}`;
}

function wayBack({ returnTo, verified }: ChangeRecord): string[] {
  if (!returnTo) return ['A first release: nothing to go back to.'];
  const before = verified?.returnTo;
  return [
    `Stages roll back to ${returnTo.change} (revision ${returnTo.revision}).`,
    ...(before && before.change !== returnTo.change
      ? [`When it was verified that was ${before.change}; ${returnTo.change} was released since and is part of it.`]
      : []),
  ];
}
