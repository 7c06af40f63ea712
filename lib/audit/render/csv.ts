import type { Evidence } from '../evidence/schema';

/** Who may do what where, one line a principal. */
export function accessCsv({ access }: Evidence): string {
  const header = [
    ...['principal', 'who', 'name', 'account', 'account name', 'environment', 'guarded', 'level'],
    ...['actions that change something', 'assumed by', 'where'],
  ];
  const rows = access.map((one) => [
    ...[one.principal, one.who, one.name, one.account, one.accountName, one.environment, String(one.guarded)],
    ...[one.level, String(one.writes), one.assumedBy.join(' '), one.where],
  ]);
  return csv([header, ...rows]);
}

/** Every change of prod, and every write that belongs to none. */
export function changesCsv({ changes, changesWithoutExecution, sample }: Evidence): string {
  const header = [
    ...['id', 'kind', 'at', 'execution', 'account', 'region', 'action', 'by', 'what', 'approved by', 'outcome'],
    ...['objections', 'in sample'],
  ];
  const drawn = new Set(sample.changes);
  const joined = changes.map((one) => [
    ...[one.id, 'change', one.at, one.execution],
    ...[every(one.deployments, 'account'), every(one.deployments, 'region'), every(one.deployments, 'action')],
    ...[every(one.deployments, 'by'), one.record?.title ?? ''],
    (one.record?.approvals ?? []).map(({ by, approved }) => `${approved ? '' : 'rejected by '}${by}`).join(' '),
    ...[one.record?.outcome ?? '', one.objections.join('; '), drawn.has(one.id) ? 'yes' : 'no'],
  ]);
  const astray = changesWithoutExecution.map((one) => [
    ...[one.id, one.kind, one.first, '', one.account, one.region, one.action, one.by, one.resource, '', '', one.why],
    'no',
  ]);
  return csv([header, ...joined, ...astray]);
}

function every<K extends string>(list: readonly Readonly<Record<K, string>>[], key: K): string {
  return [...new Set(list.map((one) => one[key]))].join(' ');
}

/** RFC 4180; what a spreadsheet would run as a formula begins with an apostrophe. */
function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}
