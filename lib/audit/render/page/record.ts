import { readable } from '../../../change/tell';
import type { Evidence } from '../../evidence/schema';
import { anchor, badge, bullets, markup, type Markup } from '../../../page/markup';
import { recordParts, titled } from '../../../page/record-parts';

type Change = Evidence['changes'][number];

/** One page for a change: what, why, who, tested how, what access changes, how it rolls back, when. */
export function changeCard(change: Change): Markup {
  const { record } = change;
  return markup`<article class="card" data-row id="${anchor('change', change.id)}"><h3>${change.id}${record?.title ? `: ${record.title}` : ''}</h3>
${record ? recordParts(record) : markup`<p>No record tells of it.</p>`}
${titled('In the trail', bullets(change.deployments.map(deployment), 'No deployment of it was looked for or seen.'), 4)}
${change.objections.length === 0 ? markup`<p>${badge('no objection')}</p>` : titled('Objections', bullets(change.objections, ''), 4)}</article>`;
}

function deployment(one: Change['deployments'][number]): string {
  return `${readable(one.at)}: ${one.action} of ${one.stack || 'a stack'} in ${one.account}, ${one.region}, by ${one.by} (event ${one.event})`;
}
