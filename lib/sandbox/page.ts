import { html } from '../change/escape';
import { tellDuration } from './duration';
import type { LeaseView } from './lease';

const STYLE = [
  'body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1f24;background:#fff}',
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .8rem;border-bottom:1px solid #d8dee4}',
  '.reported,.over{color:#b3261e;font-weight:600}.expiring{color:#8a5a00;font-weight:600}',
  '@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}th,td{border-color:#30363d}.reported,.over{color:#ff8a80}.expiring{color:#ffc46b}}',
].join('');

/** A page of all leases, complete in one file: owners, time left, cost, and where each is. */
export function leasePage(leases: readonly LeaseView[], now: Date): string {
  const rows = leases.map((lease) => row(lease, now)).join('\n');
  const none = '<tr><td colspan="7">There is no environment.</td></tr>';
  const head = ['Name', 'State', 'Owner', 'Branch', 'Time left', 'Cost', 'Where'].map(
    (name) => `<th scope="col">${name}</th>`,
  );
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>Environments</title><style>${STYLE}</style></head><body><h1>Environments</h1>`,
    `<p>As of ${now.toISOString().slice(0, 16).replace('T', ' ')} UTC. The bill is a day late.</p>`,
    `<table><thead><tr>${head.join('')}</tr></thead><tbody>`,
    rows || none,
    '</tbody></table></body></html>\n',
  ].join('\n');
}

function row(lease: LeaseView, now: Date): string {
  const { name, state, owner, branch, cost, budget, outputs } = lease;
  const left = tellDuration((Date.parse(lease.expires) - now.getTime()) / 60_000);
  const over = cost !== null && cost > budget ? ' class="over"' : '';
  const cells = [
    `<td>${html(name)}</td>`,
    `<td class="${state}">${state}</td>`,
    `<td>${html(owner)}</td>`,
    `<td>${html(branch)}</td>`,
    `<td>${left}</td>`,
    `<td${over}>${cost === null ? 'not billed yet' : `$${cost.toFixed(2)}`} of $${budget}</td>`,
    `<td>${Object.entries(outputs).map(link).join('<br>')}</td>`,
  ];
  return `<tr>${cells.join('')}</tr>`;
}

/** Outputs are text of a workload: only an address of the web becomes a link. */
function link([key, value]: [string, string]): string {
  if (!/^https?:\/\/[^\s"'<>]+$/.test(value)) return `${html(key)}: ${html(value)}`;
  return `<a href="${html(value)}" rel="noreferrer">${html(key)}</a>`;
}
