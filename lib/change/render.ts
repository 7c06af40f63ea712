import { oneLine, plain } from './escape';
import type { ChangeRecord } from './record';
import { personOf, readable } from './tell';

/** A record on a page, as a release manager or an auditor reads it. */
export function renderRecord(record: ChangeRecord): string {
  const sections: [string, readonly string[]][] = [
    ['What', what(record)],
    ['Why', why(record)],
    ['Who', who(record)],
    ['Who may do what differently', record.verified?.difference ?? []],
    ['Tested', record.tests.map(tested)],
    ['Answered by', record.approvals.map(approved)],
    ['Waves', record.waves.map((wave) => `${wave.stage}: ${wave.state}${wave.reason ? `. ${wave.reason}` : ''}`)],
    ['Way back', [wayBack(record)]],
    ['What happened', record.history.map((one) => `${readable(one.at)}  ${one.text}`)],
  ];
  const body = sections.filter(([, lines]) => lines.length).map(([title, lines]) => section(title, lines));
  return [headline(record), ...body].join('\n\n');
}

/** Records as rows: number, state, title, when opened. */
export function changeRows(records: readonly ChangeRecord[]): string[][] {
  return records.map((record) => [
    record.change,
    record.state,
    oneLine(record.verified?.title ?? ''),
    record.approvals
      .filter((one) => one.approved)
      .map((one) => oneLine(personOf(one.by)))
      .join(', '),
    record.opened,
  ]);
}

function headline(record: ChangeRecord): string {
  const told = [
    record.verified?.title ?? 'Not verified yet',
    ...(record.outcome ? [`${record.outcome.reason} (${readable(record.outcome.at)})`] : []),
    ...(record.waiting ? [`Waiting until ${readable(record.waiting.until)}. ${record.waiting.reason}`] : []),
  ];
  return [`${record.change}  ${record.state.toUpperCase()}`, ...told.map(oneLine)].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.flatMap((line) => plain(line).split('\n')).map((line) => `  ${line}`.trimEnd())].join('\n');
}

function what(record: ChangeRecord): string[] {
  const { verified } = record;
  if (!verified) return [`Execution ${record.execution}`];
  return [
    `Revision ${verified.revision}, digest ${verified.digest}`,
    `Execution ${record.execution} of pipeline ${record.pipeline}`,
    `Proof: ${verified.proof}`,
    ...(verified.incident ? [`A fix for incident ${verified.incident}`] : []),
    ...verified.commits.map((commit) => `${commit.id.slice(0, 8)}  ${commit.title}`),
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

function who(record: ChangeRecord): string[] {
  const starter = record.starter ? [`Started by ${personOf(record.starter)}`] : [];
  return [...(record.verified?.authors ?? []).map((author) => `Written by ${author}`), ...starter];
}

function tested(test: ChangeRecord['tests'][number]): string {
  return `${test.stage} ${test.action}: ${test.passed ? 'passed' : 'failed'}, ${readable(test.at)}${test.note ? ` (${test.note})` : ''}`;
}

function approved(approval: ChangeRecord['approvals'][number]): string {
  const verb = approval.approved ? 'approved' : 'rejected';
  return `${personOf(approval.by)} ${verb} as ${approval.action}, ${readable(approval.at)}. ${approval.comment}`.trim();
}

function wayBack(record: ChangeRecord): string {
  const { returnTo } = record;
  if (!returnTo) return 'A first release: nothing to go back to.';
  return `Stages roll back to ${returnTo.change} (revision ${returnTo.revision}).`;
}
