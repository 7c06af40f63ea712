import type { Evidence } from '../../evidence/schema';
import { accessSection } from './access';
import { changeSection } from './changes';
import { acknowledgedSection, controlSection, theoremSection } from './controls';
import { alarmSection, pipelineSection } from './delivery';
import { firstScreen } from './head';
import { Markup, markup } from '../../../page/markup';
import { driftSection, leaseSection, sinceSection } from './rest';
import { SCRIPT } from './script';
import { document } from '../../../page/shell';
import { waysSection } from './ways';

/** The page of a pack: made from its evidence alone, whole in itself, without a request to anywhere. */
export function reportPage(evidence: Evidence): string {
  const title = `Audit of ${evidence.organization.id}: ${evidence.verdict}`;
  const main = markup`<main id="main">
${theoremSection(evidence)}
${accessSection(evidence)}
${waysSection(evidence)}
${pipelineSection(evidence)}
${alarmSection(evidence)}
${controlSection(evidence)}
${changeSection(evidence)}
${acknowledgedSection(evidence)}
${leaseSection(evidence)}
${driftSection(evidence)}
${sinceSection(evidence)}
</main>`;
  return document(
    title,
    markup`<a class="skip" href="#main">To the content</a>${firstScreen(evidence)}${navigation(evidence)}${main}${detail()}${data(evidence)}`,
    SCRIPT,
  );
}

const PLACES = [
  ['theorems', 'Proved'],
  ['access', 'Access'],
  ['ways', 'Ways to prod'],
  ['pipelines', 'Pipelines'],
  ['alarms', 'Alarms'],
  ['controls', 'Controls'],
  ['changes', 'Changes'],
  ['acknowledged', 'Acknowledged'],
] as const;

function navigation({ organization, leases, deployed, since }: Evidence): Markup {
  const more = [leases.length > 0 && ['leases', 'Leases'], deployed && ['drift', 'Drift'], since && ['since', 'Since']];
  const places = [...PLACES, ...more.flatMap((one) => (one ? [one as [string, string]] : []))];
  const environments = [...new Set(organization.accounts.map((one) => one.environment))];
  return markup`<nav aria-label="Parts of the page"><div>
<label>Search <input id="search" type="search" autocomplete="off"></label>
<label>In <select id="environment"><option value="">every environment</option>${environments.map((one) => markup`<option>${one}</option>`)}</select></label>
<label>Who may <select id="level"><option value="">anything</option><option>writes</option><option>sanctioned</option><option>reads</option><option>unknown</option></select></label>
<span id="status" role="status" class="soft"></span>
${places.map(([id, name]) => markup`<a href="#${id}">${name}</a> `)}</div></nav>`;
}

function detail(): Markup {
  return markup`<dialog id="detail" aria-labelledby="detail-title"><h2 id="detail-title">Access</h2><div id="detail-body"></div>
<p><button type="button" id="detail-close">Close</button></p></dialog>
<noscript><p>Without scripts the cells do not open; evidence.json holds what they open to.</p></noscript>`;
}

/** What the cells open to. A closing tag in it would end the element, so no `<` stands in it, nor what hides text. */
function data({ access, accessDetails, statements, exceptions }: Evidence): Markup {
  const cells = access.map(({ principal, name, accountName, level, detail: index }) => ({
    principal,
    name,
    accountName,
    level,
    detail: index,
  }));
  const sanctioned = Object.fromEntries(exceptions.map(({ id, statement }) => [id, statement]));
  const json = JSON.stringify({ access: cells, details: accessDetails, statements, exceptions: sanctioned });
  return new Markup(
    `<script type="application/json" id="data">${json.replace(/[<\u007f-\uffff]/g, escapedUnit)}</script>`,
  );
}

function escapedUnit(mark: string): string {
  return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
