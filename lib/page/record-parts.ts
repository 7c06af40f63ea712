import { personOf, readable } from '../change/tell';
import { badge, bullets, markup, type Markup, type Part } from './markup';
import type { ToldRecord } from './told';

/** What somebody who has to decide asks besides. */
export interface Deciding {
  /** The commits. */
  readonly what?: Part;
  /** Who must agree, and what happens then. */
  readonly going?: Part;
  /** Level of the parts' titles, one below what they stand under. */
  readonly level?: Level;
}

/** Level of a title. */
export type Level = 2 | 4;

/** The parts of a record, in the order in which somebody who decides reads them. */
export function recordParts(told: ToldRecord, { what, going, level = 4 }: Deciding = {}): Markup {
  const part = (title: string, body: Part): Markup => titled(title, body, level);
  return markup`<p>${badge(told.state)} ${told.outcome}</p>
${what && part('What', what)}
${part('Why', told.why ? markup`<pre>${told.why}</pre>` : markup`<p>No reason is given.</p>`)}
${part('Who', bullets(people(told), 'Nobody is named.'))}
${part('Tested', bullets(told.tests.map(test), 'No test is recorded.'))}
${told.images && part('Images', bullets(told.images, 'None is built from source.'))}
${part('What changes in rights and change control', bullets(told.difference, 'Nothing that Verify could see.'))}
${part('Answered by', bullets(told.approvals.map(approval), 'Nobody answered yet.'))}
${part('Way back', markup`<p>${told.returnTo ? `Rolls back to ${told.returnTo}.` : 'A first release: nothing to go back to.'}</p>`)}
${part('When', bullets(told.waves.map(wave), 'Not in prod yet.'))}${going}
<details><summary>What happened, step by step</summary>${bullets(
    told.history.map(({ at, text }) => `${readable(at)}: ${text}`),
    'Nothing yet.',
  )}</details>
<p class="soft">Revision ${told.revision || 'not known'}, digest ${told.digest || 'not known'}, proof: ${[told.proof || 'none', told.within].filter(Boolean).join(', ')}.</p>`;
}

/** A part with its title. */
export function titled(title: string, body: Part, level: Level): Markup {
  return level === 2 ? markup`<h2>${title}</h2>${body}` : markup`<h4>${title}</h4>${body}`;
}

function people({ authors, starter }: ToldRecord): string[] {
  return [
    ...authors.map((one) => `Written by ${one}`),
    ...(starter === undefined ? [] : [`Started by ${personOf(starter)}`]),
  ];
}

function test(one: ToldRecord['tests'][number]): string {
  return `${one.stage} ${one.action}: ${one.passed ? 'passed' : 'failed'}, ${readable(one.at)}${one.note ? ` (${one.note})` : ''}`;
}

function approval(one: ToldRecord['approvals'][number]): string {
  const what = one.approved ? 'approved' : 'rejected';
  return `${personOf(one.by) || 'Nobody in time'} ${what} as ${one.action}, ${readable(one.at)}. ${one.comment}`.trim();
}

function wave(one: ToldRecord['waves'][number]): string {
  return `${one.stage}: ${one.state}, ${readable(one.at)}${one.reason ? `. ${one.reason}` : ''}`;
}
