import type { Evidence } from '../../evidence/schema';
import { diagram, type Box } from './diagram';
import { markup, type Markup, row, table } from '../../../page/markup';

type Way = Evidence['ways'][number];

/** Every way to prod: one diagram for whoever it begins with, and in words what people may do there. */
export function waysSection({ ways }: Evidence): Markup {
  const commits = ways.filter((one) => one.kind === 'commit');
  const people = ways.filter((one) => one.kind === 'person');
  return markup`<section><h2 id="ways">Ways to prod</h2>
<p>Every path from a commit or a person to a write in a guarded account. What stands on it is set off: approvals, gates, exceptions.</p>
${beginnings(commits).map((from) => markup`<h3>From a ${from}</h3>${drawing(from, commits)}`)}
<h3>What people may do in prod</h3>
${people.length === 0 ? markup`<p>No person comes to prod by an exception.</p>` : ''}
${beginnings(people).map((from) => drawing(from, people))}
${people.length === 0 ? '' : peopleTable(people)}</section>`;
}

function beginnings(ways: readonly Way[]): string[] {
  return [...new Set(ways.map((one) => one.from))];
}

/** Ways that begin alike share their beginnings. */
function drawing(from: string, ways: readonly Way[]): Markup {
  const own = ways.filter((one) => one.from === from);
  const boxes = new Map<string, Box>([['from', { id: 'from', label: from, kind: own[0].kind }]]);
  const arrows = new Map<string, readonly [string, string]>();
  for (const way of own) {
    let last = 'from';
    const step = (id: string, label: string, kind: string): void => {
      boxes.set(id, { id, label, kind });
      arrows.set(`${last} ${id}`, [last, id]);
      last = id;
    };
    for (const { kind, name } of way.via) step(`via ${name}`, name, kind);
    step(`to ${way.to}`, way.to, 'prod');
  }
  return diagram({ title: `Ways to prod from ${from}`, boxes: [...boxes.values()], arrows: [...arrows.values()] });
}

function peopleTable(people: readonly Way[]): Markup {
  const rows = people.map(({ from, via, to }) => row([from, via.map((one) => one.name).join(' '), to]));
  return table('People in prod', ['Who', 'By which exception', 'Where'], rows);
}
