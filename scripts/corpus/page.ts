/** What came of one workload. */
export interface Row {
  readonly name: string;
  /** Why dev refuses it; absent where it passes. */
  readonly dev?: string;
  readonly prod?: string;
  /** Roles outside of the fence. */
  readonly unfenced: readonly string[];
  /** Errors of cfn-lint. */
  readonly lint: readonly string[];
  /** What the proof tells of it. */
  readonly told: readonly string[];
}

/** The page of all workloads. */
export function page(own: readonly Row[], libraries: readonly Row[]): string {
  return [
    '# Workloads that are tried at every commit',
    '',
    'Written by `npm run test:corpus -- --write`. Each is synthesized alone in dev and in prod, its templates are checked by',
    'cfn-lint, and all that prod takes are proved together.',
    '',
    `## ${own.length} workloads written here`,
    '',
    ...table('workload', own),
    '',
    `## ${libraries.length} uses of libraries, unchanged`,
    '',
    ...table('library', libraries),
    '',
  ].join('\n');
}

function table(what: string, rows: readonly Row[]): string[] {
  const cells = [
    [what, 'dev', 'prod', 'proof'],
    ...rows.map((row) => [row.name, passed(row.dev), passed(row.prod), proof(row)]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const lines = cells.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`);
  return [lines[0]!, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...lines.slice(1)];
}

function passed(refused: string | undefined): string {
  return refused === undefined ? 'passes' : `refused: ${short(refused)}`;
}

function proof({ prod, told }: Row): string {
  if (prod !== undefined) return 'not proved';
  return told.length === 0 ? 'proved' : `unknown: ${short(told[0]!.replace(/^[a-z-]+: /, ''))}`;
}

function short(text: string): string {
  const line = text.replaceAll('|', '/').replace(/\s+/g, ' ');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
