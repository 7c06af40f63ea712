import { budgetText } from './budget';
import { count, table, unbroken, wrap } from './layout';
import type { FindingSummary, PersonaSummary, PipelineSummary, RunbookSummary, StageSummary, Summary } from './model';

/** Marks headings and what deserves attention; plain text where colours are off. */
export interface Style {
  readonly heading: (text: string) => string;
  readonly bad: (text: string) => string;
  /**
   * Columns of the terminal.
   *
   * @default 100
   */
  readonly width?: number;
}

/** No colours. */
export const PLAIN: Style = { heading: (text) => text, bad: (text) => text };

/** A text that begins at the margin of a section, or one step in; what does not fit goes on one step further in. */
type Write = (text: string, step?: number) => string[];

function writer({ width = 100 }: Style): Write {
  return (text, step = 1) => wrap(text, '  '.repeat(step), '  '.repeat(step + 1), width);
}

function organizationLines({ organization }: Summary, write: Write): string[] {
  const accounts = Object.entries(organization.accounts).map(([name, account]) => unbroken(`${name} ${account}`));
  return write(`${organization.id} in ${organization.region}: ${accounts.join(', ')}`);
}

function environmentLines({ environments }: Summary): string[] {
  return table(
    environments.map((environment) => [
      `${environment.application} ${environment.name}`,
      environment.kind === 'prod' ? 'prod, guarded' : environment.kind,
      environment.account,
      environment.regions.join(', '),
      environment.stacks ? count(environment.stacks, 'stack') : '',
    ]),
  );
}

function personaLines({ persona, groups, rights }: PersonaSummary, write: Write): string[] {
  return [
    ...write(`${persona} (${groups.join(', ') || 'nobody'})`),
    ...rights.flatMap((right) =>
      write(`${right.what}: ${right.accounts.join(', ')} ${unbroken(`(sessions of ${right.session})`)}`, 2),
    ),
    ...(rights.length ? [] : write('nothing', 2)),
  ];
}

function runbookLines(runbook: RunbookSummary, write: Write): string[] {
  const { application, document, functions, personas, environments } = runbook;
  const calls = functions.length ? `, which calls ${functions.join(', ')}` : '';
  return [
    ...write(`${document} of ${application}${calls}`),
    ...write(`started by ${personas.join(', ') || 'nobody'} in ${environments.join(', ') || 'no prod environment'}`, 2),
  ];
}

/** A stage in few words: waves say what follows a failure, approvals who gives them. */
function stageText({ name, approvers, onFailure }: StageSummary): string {
  const marks = [approvers.join(' and '), onFailure === 'ROLLBACK' ? '↺' : ''].filter(Boolean).join(', ');
  return unbroken(marks ? `${name} (${marks})` : name);
}

function pipelineLines(pipeline: PipelineSummary, write: Write): string[] {
  const { name, account, region, window, bakeMinutes, availability, chat } = pipeline;
  const told = [
    window && `prod opens ${window}`,
    bakeMinutes && `each wave is watched for ${bakeMinutes} minutes before the next begins`,
    availability && budgetText(availability),
    chat.length > 0 && `told to ${chat.join(', ')}, where nothing can be done`,
  ].filter((line) => typeof line === 'string');
  return [
    ...write(`${name}, which runs in account ${account}, ${region}:`),
    ...write(pipeline.stages.map(stageText).join(' → '), 2),
    ...told.flatMap((line) => write(line, 2)),
  ];
}

function allPipelineLines({ pipelines }: Summary, write: Write): string[] {
  const back = pipelines.some(({ stages }) => stages.some(({ onFailure }) => onFailure === 'ROLLBACK'));
  return [
    ...pipelines.flatMap((pipeline) => pipelineLines(pipeline, write)),
    ...(back ? write('↺ rolls back by itself when it fails') : []),
  ];
}

function alarmLines({ alarms }: Summary): string[] {
  const stages = [...new Set(alarms.map((alarm) => alarm.environment))];
  return table(
    stages.map((stage) => {
      const own = alarms.filter((alarm) => alarm.environment === stage).flatMap((alarm) => alarm.alarms);
      return [stage, count(own.length, 'rollback alarm')];
    }),
  );
}

function checkLine({ plugin, findings, reported = 0, acknowledged }: FindingSummary, style: Style): string {
  const times = acknowledged.reduce((sum, { count: each }) => sum + each, 0);
  const found = findings ? style.bad(count(findings, 'finding')) : 'no finding';
  const told = reported ? `, ${count(reported, 'rule')} reported that block nothing` : '';
  return `  ${plugin}: ${found}${told}${times ? `, ${times} acknowledged under ${count(acknowledged.length, 'id')}` : ''}`;
}

function checkLines({ checks }: Summary, style: Style): string[] {
  if (checks.length === 0) return ['  no finding, nothing acknowledged'];
  const acknowledged = checks.some((check) => check.acknowledged.length > 0);
  return [
    ...checks.map((check) => checkLine(check, style)),
    ...(acknowledged ? ['  npx guarded show --json gives the reasons for what is acknowledged'] : []),
  ];
}

/** The summary as people read it. */
export function renderSummary(summary: Summary, style: Style = PLAIN): string {
  const write = writer(style);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Organization', organizationLines(summary, write)],
    ['Environments', environmentLines(summary)],
    ['Who may do what where', summary.people.flatMap((person) => personaLines(person, write))],
    ['Runbooks: what may be started in prod', summary.runbooks.flatMap((runbook) => runbookLines(runbook, write))],
    ['How a change reaches prod', allPipelineLines(summary, write)],
    ['Alarms that roll back', alarmLines(summary)],
    ['Checks', checkLines(summary, style)],
  ];
  return sections
    .filter(([, lines]) => lines.length)
    .map(([heading, lines]) => [style.heading(heading), ...lines].join('\n'))
    .join('\n\n');
}
