import type { Evidence } from '../../evidence/schema';
import { badge, bullets, count, markup, type Markup } from '../../../page/markup';

/** The first screen: what is claimed, of what, when, and what it rests on, in words. */
export function firstScreen(evidence: Evidence): Markup {
  const { verdict, time, subject, organization, generator } = evidence;
  return markup`<header>
<h1>Who changes prod of ${organization.id}, and how</h1>
<p class="verdict"><strong class="${KIND[verdict]}">${verdict}</strong> <span>${WORDS[verdict]}</span></p>
<dl><dt>Made</dt><dd>${time}</dd><dt>About</dt><dd><code>${subject.digest}</code></dd>
<dt>Looked at</dt><dd>${count(subject.accounts, 'account')}, ${count(subject.principals, 'principal')}, ${subject.humans} of them people, ${count(subject.actions, 'action')}</dd>
<dt>By</dt><dd>${generator.name} ${generator.version}, with the actions of ${evidence.catalogue.name} ${evidence.catalogue.version}</dd>
<dt>Check it</dt><dd><code>guarded audit verify</code> on the folder of this page, without a network: it works everything out anew</dd></dl>
<p>${summary(evidence)}</p>
<div class="columns"><section><h2 id="exceptions">People may all the same</h2>${bullets(
    evidence.exceptions.map((one) => one.statement),
    'No exception is made.',
  )}</section>
<section><h2 id="assumptions">It takes for granted</h2>${assumptions(evidence)}</section></div>
</header>`;
}

/** Folded, since one of them is long, and whoever asks who changes prod asks for what people may. */
function assumptions({ assumptions: all }: Evidence): Markup {
  const told = all.map((one) => sentence(one.statement));
  return markup`<details><summary>${count(all.length, 'thing')}, in words</summary>${bullets(told, 'Nothing.')}</details>`;
}

function sentence(statement: string): string {
  return `${statement.slice(0, 1).toUpperCase()}${statement.slice(1).replace(/\.$/, '')}.`;
}

const KIND = { proved: 'good', refuted: 'bad', unknown: 'warn' } as const;

const WORDS = {
  proved: 'Every theorem below holds, as far as what it takes for granted does.',
  refuted: 'At least one theorem below does not hold; a request that breaks it stands with it.',
  unknown: 'At least one theorem below could not be decided, which is no proof.',
} as const;

function summary({ controls, changes, changesWithoutExecution, population }: Evidence): Markup {
  const number = (verdict: string): number => controls.filter((one) => one.verdict === verdict).length;
  const astray = changesWithoutExecution.filter((one) => one.kind === 'not sanctioned').length;
  const trail = population.trail ? '' : ' No trail was given, so nobody looked for others.';
  return markup`<a href="#controls">${count(controls.length, 'control')}</a>: ${badge('pass')} ${number('pass')}, ${badge('fail')} ${number('fail')}, ${badge('not evaluable here')} ${number('not evaluable here')}.
<a href="#changes">${count(changes.length, 'change')} of prod</a>, <a href="#without-execution"${astray > 0 && markup` class="bad"`}>${count(astray, 'write')} without an execution that nobody sanctioned</a>.${trail}`;
}
