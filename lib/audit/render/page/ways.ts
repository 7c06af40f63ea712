import type { Evidence } from '../../evidence/schema';
import { diagram, type Box } from './diagram';
import { markup, type Markup, row, table } from '../../../page/markup';

type Way = Evidence['ways'][number];

/** Every way to prod: one diagram a source, and what people may do there. */
export function waysSection({ ways }: Evidence): Markup {
  const sources = [...new Set(ways.filter((one) => one.kind === 'commit').map((one) => one.from))];
  const people = ways.filter((one) => one.kind === 'person');
  return markup`<section><h2 id="ways">Ways to prod</h2>
<p>Every path from a commit or a person to a write in a guarded account. What stands on it is set off: approvals, gates, exceptions.</p>
${sources.map((from) =>
  drawing(
    from,
    ways.filter((one) => one.from === from && one.kind === 'commit'),
  ),
)}
${people.length === 0 ? markup`<p>No person comes to prod by an exception.</p>` : peopleTable(people)}</section>`;
}

/** Ways of one source share their beginnings. */
function drawing(from: string, ways: readonly Way[]): Markup {
  const boxes = new Map<string, Box>([['from', { id: 'from', label: from, kind: 'commit' }]]);
  const arrows = new Map<string, readonly [string, string]>();
  for (const way of ways) {
    let last = 'from';
    const step = (id: string, label: string, kind: string): void => {
      boxes.set(id, { id, label, kind });
      arrows.set(`${last} ${id}`, [last, id]);
      last = id;
    };
    for (const { kind, name } of way.via) step(`via ${name}`, name, kind);
    step(`to ${way.to}`, way.to, 'prod');
  }
  return markup`<h3>From a ${from}</h3>${diagram({ title: `Ways to prod from a ${from}`, boxes: [...boxes.values()], arrows: [...arrows.values()] })}`;
}

function peopleTable(people: readonly Way[]): Markup {
  const rows = people.map(({ from, via, to }) => row([from, via.map((one) => one.name).join(' '), to]));
  return markup`<h3>What people may do in prod</h3>${table('People in prod', ['Who', 'By which exception', 'Where'], rows)}`;
}
