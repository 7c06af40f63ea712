import { budgetText } from './budget';
import type { FindingSummary, PersonaSummary, PipelineSummary, StageSummary, Summary } from './model';

/** Marks headings and what deserves attention; plain text where colours are off. */
export interface Style {
  readonly heading: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** No colours. */
export const PLAIN: Style = { heading: (text) => text, bad: (text) => text };

/** Rows with their columns below each other, two spaces apart. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(cell.length, all[i] ?? 0)), []);
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd());
}

function organizationLines({ organization }: Summary): string[] {
  const { management, tooling, audit } = organization.accounts;
  return [
    `  ${organization.id} in ${organization.region}: management ${management}, tooling ${tooling}, audit ${audit}`,
  ];
}

function environmentLines({ environments }: Summary): string[] {
  return table(
    environments.map((environment) => [
      `${environment.application} ${environment.name}`,
      environment.kind === 'prod' ? 'prod, guarded' : environment.kind,
      environment.account,
      environment.regions.join(', '),
      environment.stacks ? `${environment.stacks} ${environment.stacks === 1 ? 'stack' : 'stacks'}` : '',
    ]),
  );
}

function personaRows({ persona, groups, rights }: PersonaSummary): string[][] {
  const who = groups.length ? `${persona} (${groups.join(', ')})` : `${persona} (nobody)`;
  if (!rights.length) return [[who, '', '']];
  return rights.map((right, index) => [
    index ? '' : who,
    `${right.what} (${right.session})`,
    right.accounts.join(', '),
  ]);
}

/** A stage in few words: waves say what follows a failure, approvals who gives them. */
function stageText({ name, approvers, onFailure }: StageSummary): string {
  const marks = [approvers.join(' and '), onFailure === 'ROLLBACK' ? '↺' : ''].filter(Boolean).join(', ');
  return marks ? `${name} (${marks})` : name;
}

function pipelineLines(pipeline: PipelineSummary): string[] {
  return [
    `  ${pipeline.name} in ${pipeline.account}: ${pipeline.stages.map(stageText).join(' → ')}`,
    ...(pipeline.window ? [`    prod opens ${pipeline.window}`] : []),
    ...(pipeline.bakeMinutes ? [`    each wave bakes ${pipeline.bakeMinutes} minutes; ↺ rolls back by itself`] : []),
    ...(pipeline.availability ? [`    ${budgetText(pipeline.availability)}`] : []),
    ...(pipeline.chat.length ? [`    told to ${pipeline.chat.join(', ')}, where nothing can be done`] : []),
  ];
}

function alarmLines({ alarms }: Summary): string[] {
  const stages = [...new Set(alarms.map((alarm) => alarm.environment))];
  return table(
    stages.map((stage) => {
      const own = alarms.filter((alarm) => alarm.environment === stage).flatMap((alarm) => alarm.alarms);
      return [stage, `${own.length} rollback ${own.length === 1 ? 'alarm' : 'alarms'}`];
    }),
  );
}

function checkLine({ plugin, findings, acknowledged }: FindingSummary, style: Style): string {
  const count = acknowledged.reduce((sum, { count: each }) => sum + each, 0);
  const found = findings ? style.bad(`${findings} findings`) : 'no finding';
  return `  ${plugin}: ${found}${count ? `, ${count} acknowledged under ${acknowledged.length} ids` : ''}`;
}

function checkLines({ checks }: Summary, style: Style): string[] {
  return checks.length ? checks.map((check) => checkLine(check, style)) : ['  no finding, nothing acknowledged'];
}

/** The summary as people read it. */
export function renderSummary(summary: Summary, style: Style = PLAIN): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Organization', organizationLines(summary)],
    ['Environments', environmentLines(summary)],
    ['Who may do what where', table(summary.people.flatMap(personaRows))],
    ['How a change reaches prod', summary.pipelines.flatMap(pipelineLines)],
    ['Alarms that roll back', alarmLines(summary)],
    ['Checks', checkLines(summary, style)],
  ];
  return sections
    .filter(([, lines]) => lines.length)
    .map(([heading, lines]) => [style.heading(heading), ...lines].join('\n'))
    .join('\n\n');
}
