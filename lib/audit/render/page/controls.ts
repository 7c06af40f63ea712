import type { Evidence } from '../../evidence/schema';
import { tellWayIn } from '../../../world/way-in';
import { anchor, badge, bullets, markup, type Markup, row, table } from '../../../page/markup';

/** The theorems, each with what breaks it or what nobody could decide. */
export function theoremSection({ theorems, certificate }: Evidence): Markup {
  const rows = theorems.map((one) =>
    row([one.id, badge(one.verdict), one.statement, answer(one)], anchor('theorem', one.id)),
  );
  return markup`<section><h2 id="theorems">What is proved</h2>
${table('Theorems', ['Theorem', 'Verdict', 'It says', 'What stands against it'], rows)}
<p class="soft">Certificate: ${certificate.verified} claims about people and ${certificate.ceilingVerified} about the ceiling are verified without search; ${certificate.decided + certificate.ceilingDecided} rest on the search alone.</p></section>`;
}

function answer({ counterexamples, unknowns, claims, more = 0 }: Evidence['theorems'][number]): Markup {
  if (counterexamples.length + unknowns.length === 0) return markup`Nothing.${checkedClaims(claims)}`;
  const broken = counterexamples.map(({ human, steps, request, where }) => {
    const chain = [human, ...steps.map((step) => step.to), `${request.action} on ${request.resource}`];
    return `${chain.join(' → ')}. To change: ${where.join(', ')}`;
  });
  return bullets(
    [
      ...broken,
      ...(more > 0 ? [`and ${more} more people`] : []),
      ...unknowns.map((one) => [`Not decided: ${one.why} (${one.where})`, ...tellWayIn(one)].join(' ')),
    ],
    '',
  );
}

function checkedClaims(claims: Evidence['theorems'][number]['claims']): Markup {
  if (!claims) return markup``;
  const { checked, searched, because = [] } = claims;
  const rest = because.map(({ why, count }) => `${count}: ${why}`).join('; ');
  return markup` ${checked} claims are checked without search, ${searched} rest on the search alone${rest ? ` (${rest})` : ''}.`;
}

/** The controls, framework by framework. */
export function controlSection({ controls }: Evidence): Markup {
  const frameworks = [...new Set(controls.map((one) => one.framework))];
  return markup`<section><h2 id="controls">Controls</h2>
${frameworks.map((framework) => {
  const rows = controls.filter((one) => one.framework === framework).map(controlRow);
  const head = ['Control', 'Verdict', 'Claim', 'Shown by', 'It does not show'];
  return markup`<h3 id="${anchor('framework', framework)}">${framework}</h3>${table(framework, head, rows)}`;
})}</section>`;
}

function controlRow(one: Evidence['controls'][number]): Markup {
  const shown = one.witnesses.map(
    ({ kind, what, where }) => markup`${kind}: ${what} <span class="soft">${where}</span>`,
  );
  const rest = one.more > 0 ? [`and ${one.more} more`] : [];
  const witnesses =
    shown.length === 0
      ? ''
      : markup`<details><summary>${one.witnesses.length + one.more} witnesses</summary>${bullets([...shown, ...rest], '')}</details>`;
  return row(
    [
      markup`${one.id}<br><span class="soft">${one.title}</span>`,
      badge(one.verdict),
      one.claim,
      markup`${one.why}. ${witnesses}`,
      one.doesNotShow,
    ],
    anchor('control', `${one.framework} ${one.id}`),
  );
}

/** Acknowledged findings, the rarest first: three hundred of one kind are one line. */
export function acknowledgedSection({ acknowledged }: Evidence): Markup {
  const total = acknowledged.reduce((sum, one) => sum + one.count, 0);
  const rows = acknowledged.map((one) =>
    row([
      markup`${one.rule}<br><span class="soft">${one.plugin}</span>`,
      one.count,
      one.reason || 'No reason is given.',
      markup`<details><summary>${one.where.length} places</summary>${bullets([one.description, ...one.where], '')}</details>`,
    ]),
  );
  return markup`<section><h2 id="acknowledged">Acknowledged findings</h2>
<p>${total} findings of the rule packs were acknowledged for ${acknowledged.length} reasons, the rarest first.</p>
${rows.length === 0 ? '' : table('Acknowledged findings', ['Rule', 'Times', 'Reason', 'Where'], rows)}</section>`;
}
