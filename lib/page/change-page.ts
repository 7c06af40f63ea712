import { fixOf } from '../change/notice';
import type { ChangePolicy } from '../change/policy';
import type { ChangeRecord } from '../change/record';
import { windowText } from '../change/window-text';
import { bullets, count, markup, type Markup } from './markup';
import { recordParts } from './record-parts';
import { document } from './shell';
import { toldRecord } from './told';

/** What change control goes by, as far as whoever decides wants to know it. */
export type Going = Pick<ChangePolicy, 'window' | 'approvals' | 'waves'>;

/**
 * One page for whoever has to decide on a change: no terminal, no request to anywhere, no script. The same record and the
 * same policy give the same bytes. Where the policy is not at hand, the page does not say when it goes out.
 */
export function changePage(record: ChangeRecord, going?: Going): string {
  const told = toldRecord(record);
  const body = markup`<main id="main"><h1>${told.change}: ${told.title || 'not verified yet'}</h1>
<article class="card">${recordParts(told, { level: 2, what: what(record), ...(going ? { going: bullets(plan(going), '') } : {}) })}</article>
<p class="soft">${told.application}, execution ${record.execution}, after ${count(record.pages, 'page')} of its record. Times are UTC.</p></main>`;
  return document(`${told.change}: ${told.title}`, body);
}

function what({ verified }: ChangeRecord): Markup {
  if (!verified) return markup`<p>Verify has not looked at it yet.</p>`;
  const more = verified.commitCount - verified.commits.length;
  return bullets(
    [
      ...fixOf(verified.incident),
      ...verified.commits.map(({ id, title, author }) => `${title} (${id.slice(0, 8)}, ${author})`),
      ...(more > 0 ? [`and ${count(more, 'more commit')}`] : []),
    ],
    'No commit is told.',
  );
}

function plan({ window, approvals, waves }: Going): string[] {
  return [
    `${approvals.join(' and ')} must approve it${approvals.length > 1 ? ', each another person' : ''}: somebody without a part in it.`,
    `Then it waits for the window: ${windowText(window)}.`,
    ...waves.map(
      ({ stage, bakeMinutes, targets }) =>
        `${stage}: ${[...new Set(targets.map(({ account, region }) => `account ${account}, ${region}`))].join('; ')}; watched for ${count(bakeMinutes, 'minute')}, and taken back by itself where a rollback alarm fires.`,
    ),
  ];
}
