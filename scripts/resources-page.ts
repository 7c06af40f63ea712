/** Makes the page for authors of workloads from the tables that the stages go by; a test holds the page against it. */
import { CLOSED_TYPES, IN_PASSING, LEAST_LOG_DAYS, rightValue, STATEFUL, UNSAID } from '../lib/fence';
import type { DataGuard, DataRule, Unsaid } from '../lib/fence';
import { ruleClasses } from '../lib/findings';
import type { RuleClass } from '../lib/findings';

/** The page, in Markdown. */
export function resourcesPage(): string {
  return [
    '# What a stage does to each kind of resource',
    'Made from the tables that `EnvironmentStage` goes by; `npm run docs` writes it anew.',
    '## Stores, in prod',
    `Kept when their stack goes or replaces them, and set as below where the workload says nothing; less is an error. Log groups keep at least ${LEAST_LOG_DAYS} days. Off prod they go with their stack.`,
    table(
      ['Type', 'Set, and asked for', 'A snapshot on deletion keeps it too'],
      Object.entries(STATEFUL).map(storeRow),
    ),
    '## Set where the workload leaves it out',
    'What the workload says stays.',
    table(['Type', 'Property', 'Where'], UNSAID.map(unsaidRow)),
    '## Made by no stage',
    'In prod and elsewhere: the deployment role may not make them.',
    table(
      ['Types', 'Instead'],
      CLOSED_TYPES.map(({ types, instead }) => [types.map(code).join('<br>'), instead]),
    ),
    '## Stores that hold data in passing',
    'Neither kept nor asked for anything.',
    table(
      ['Type', 'Why'],
      Object.entries(IN_PASSING).map(([type, why]) => [code(type), why]),
    ),
    '## Rules of the packs',
    'A rule that is not named here is reported and stops nothing.',
    table(['Stops', 'Rules'], (['everywhere', 'prod'] as const).map(ruleRow)),
    '',
  ].join('\n\n');
}

function storeRow([type, rule]: readonly [string, DataRule]): string[] {
  return [code(type), rule.guards.map(asked).join('<br>') || '', rule.snapshots ? 'yes' : ''];
}

function asked(guard: DataGuard): string {
  const where = guard.applies ? ', where it is this resource’s to decide' : '';
  return `${code(guard.path.join('.'))}: ${rightValue(guard)}${where}`;
}

function unsaidRow({ type, path, value, prodOnly }: Unsaid): string[] {
  return [code(type), `${code(path.join('.'))}: ${JSON.stringify(value)}`, prodOnly ? 'prod' : 'everywhere'];
}

function ruleRow(wanted: RuleClass): string[] {
  const rules = [...ruleClasses()].filter(([, found]) => found === wanted).map(([rule]) => rule);
  return [wanted, rules.sort().map(code).join(' ')];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
