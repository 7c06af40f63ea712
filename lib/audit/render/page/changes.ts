import { personOf, readable } from '../../../change/tell';
import type { Evidence } from '../../evidence/schema';
import { anchor, badge, bullets, count, markup, type Markup, row, table } from '../../../page/markup';
import { changeCard } from './record';

/** Changes as auditors sample them: the exceptions first, then where the list comes from, then the sample. */
export function changeSection(evidence: Evidence): Markup {
  const { changes, sample } = evidence;
  const drawn = new Set(sample.changes);
  return markup`<section><h2 id="changes">Changes of prod</h2>
${population(evidence)}
${withoutExecution(evidence)}
${machines(evidence)}
<h3 id="all-changes">All changes</h3>
${changes.length === 0 ? markup`<p>No change of prod is on record.</p>` : allChanges(evidence)}
<h3 id="sample">Sample</h3>
<p>${drawn.size} of ${count(sample.of, 'change')}, drawn with seed ${sample.seed}: the same seed draws the same ones.</p>
${changes.filter((one) => drawn.has(one.id)).map(changeCard)}</section>`;
}

function population({ population: told }: Evidence): Markup {
  const { trail, records, files, events, from, to, problems } = told;
  const source = trail
    ? `${count(events, 'event')} in ${count(files, 'file')} of the trail, ${readable(from)} to ${readable(to)}, and ${count(records, 'record')}.`
    : `${count(records, 'record')}; no trail was given, so what nobody recorded was not looked for.`;
  const lost = problems.map(
    (one) =>
      markup`${one.lost ? badge('may be missing') : ''} ${one.what} <span class="soft">${one.where}, ${one.count} times</span>`,
  );
  return markup`<p>Where the list comes from: ${source}</p>${problems.length === 0 ? '' : bullets(lost, '')}`;
}

function withoutExecution({ changesWithoutExecution, organization }: Evidence): Markup {
  const names = new Map(organization.accounts.map(({ id, name }) => [id, name]));
  const order = { 'not sanctioned': 0, 'break-glass': 1, sanctioned: 2 } as const;
  const rows = [...changesWithoutExecution]
    .sort((a, b) => order[a.kind] - order[b.kind])
    .map((one) =>
      row(
        [
          markup`${one.action}${one.resource ? markup`<br><span class="soft">${one.resource}</span>` : ''}`,
          badge(one.kind),
          one.by,
          markup`${names.get(one.account) ?? ''} <span class="soft">${one.account}, ${one.region}</span>`,
          one.count === 1 ? readable(one.first) : `${readable(one.first)} to ${readable(one.last)}, ${one.count} times`,
          one.why,
        ],
        anchor('without-execution', one.id),
      ),
    );
  const head = ['What', 'Is', 'By', 'Where', 'When', 'Why it stands here'];
  return markup`<h3 id="without-execution">Writes without an execution</h3>
${rows.length === 0 ? markup`<p>None is known.</p>` : table('Writes without an execution', head, rows)}`;
}

/** What is no change of a stack and no person's: an auditor sees that it was looked at, and by what. */
function machines({ population: { running }, organization }: Evidence): Markup | undefined {
  if (running.length === 0) return undefined;
  const names = new Map(organization.accounts.map(({ id, name }) => [id, name]));
  const rows = running.map((one) => row([one.by, one.action, names.get(one.account) ?? one.account, one.count]));
  return markup`<details><summary>What machines write at run time: ${count(running.length, 'kind')} of calls</summary>
${table('What machines write', ['By', 'What', 'Where', 'Times'], rows)}</details>`;
}

function allChanges({ changes, sample }: Evidence): Markup {
  const drawn = new Set(sample.changes);
  const rows = changes.map((one) =>
    row([
      drawn.has(one.id) ? markup`<a href="#${anchor('change', one.id)}">${one.id}</a>` : one.id,
      one.record?.title ?? '',
      markup`<code>${one.record?.revision.slice(0, 12) ?? ''}</code>`,
      readable(one.at),
      one.execution,
      (one.record?.approvals ?? [])
        .filter(({ approved }) => approved)
        .map(({ by }) => personOf(by))
        .join(', '),
      one.record?.outcome ?? '',
      one.objections.length === 0 ? badge('none') : one.objections.join('; '),
    ]),
  );
  return table(
    'Changes',
    ['Change', 'What', 'Commit', 'Ended', 'Execution', 'Approved by', 'Outcome', 'Objections'],
    rows,
  );
}
