import type { ChangeRecord } from '../../../change/record';
import { toldRecord } from '../../changes/told';
import { markup } from './markup';
import { document } from './shell';
import { recordParts } from './record';

/** One page for whoever has to decide on a change: no terminal, no request to anywhere, no script. */
export function changePage(record: ChangeRecord): string {
  const told = toldRecord(record);
  const body = markup`<main id="main"><h1>${told.change}: ${told.title || 'not verified yet'}</h1>
<article class="card">${recordParts(told)}</article>
<p class="soft">${told.application}, execution ${record.execution}. Times are UTC.</p></main>`;
  return document(`${told.change}: ${told.title}`, body);
}
