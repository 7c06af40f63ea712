import type { Evidence } from '../../evidence/schema';
import { count, markup, type Markup, table } from '../../../page/markup';

type Cell = Evidence['access'][number] & { readonly index: number };

const KINDS: Readonly<Record<Cell['level'], string>> = {
  nothing: 'plain',
  reads: 'good',
  'sanctioned writes': 'warn',
  writes: 'bad',
  unknown: 'bad',
};

/** Who can do what where: people by accounts, then machine roles; each cell opens to what decides it. */
export function accessSection({ access, organization }: Evidence): Markup {
  const cells = access.map((one, index) => ({ ...one, index }));
  const people = cells.filter((one) => one.who === 'people');
  const machines = cells.filter((one) => one.who === 'machine');
  const names = [...new Set(people.map((one) => one.name))];
  const rows = organization.accounts.map((account) => peopleRow(account, names, people));
  return markup`<section><h2 id="access">Who can do what where</h2>
<p>Each cell opens to the statements and layers that decide it. <em>Sanctioned writes</em> lie within the exceptions above. Writes before prod are meant to be possible.</p>
${table('People by account', ['Account', ...names], rows)}
<details><summary>${count(machines.length, 'machine role')}: pipelines, deployments and workloads</summary>
${table('Machine roles', ['Role', 'Account', 'May', 'Assumed by'], machines.map(machineRow))}</details></section>`;
}

function peopleRow(
  { id, name, environment }: Evidence['organization']['accounts'][number],
  names: readonly string[],
  people: readonly Cell[],
): Markup {
  const own = people.filter((one) => one.account === id);
  const levels = own.map((one) => one.level).join(' ');
  return markup`<tr data-row data-environment="${environment}" data-level="${levels}"><th scope="row">${name}<br><span class="soft">${environment} ${id}</span></th>${names.map(
    (set) => markup`<td>${own.filter((one) => one.name === set).map(button)}</td>`,
  )}</tr>
`;
}

function machineRow(cell: Cell): Markup {
  return markup`<tr data-row data-environment="${cell.environment}" data-level="${cell.level}"><th scope="row">${cell.name}</th><td>${cell.accountName}<br><span class="soft">${cell.environment}</span></td><td>${button(cell)}</td><td>${cell.assumedBy.join(', ')}</td></tr>
`;
}

/** Machines are meant to write, so only people's writes in guarded accounts are alarming. */
function button({ index, level, writes, name, accountName, guarded, who }: Cell): Markup {
  const alarming = level !== 'writes' || (guarded && who === 'people');
  const text = writes > 0 ? `${level} (${writes})` : level;
  return markup`<button type="button" class="${alarming ? KINDS[level] : 'plain'}" data-access="${index}" aria-label="${name} in ${accountName}: ${text}">${text}</button>`;
}
