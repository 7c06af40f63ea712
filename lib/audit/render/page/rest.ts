import type { Evidence } from '../../evidence/schema';
import { badge, markup, type Markup, row, table } from '../../../page/markup';

/** Environments of developers' own, where there are any. */
export function leaseSection({ leases }: Evidence): Markup | undefined {
  if (leases.length === 0) return undefined;
  const rows = leases.map((one) =>
    row([text(one.name), text(one.application), text(one.owner), text(one.state), text(one.expires)]),
  );
  return markup`<section><h2 id="leases">Leases</h2>${table('Leases', ['Lease', 'Application', 'Owner', 'State', 'Ends'], rows)}</section>`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

/** What is deployed against what was synthesized, where a snapshot was given. */
export function driftSection({ deployed }: Evidence): Markup | undefined {
  if (!deployed) return undefined;
  const rows = deployed.drift.map((one) => row([one.where, one.kind, one.expected, one.found]));
  const none = markup`<p>What is deployed is what was synthesized, as far as the snapshot goes.</p>`;
  const left = deployed.notCompared.map((one) => markup`<p>Not compared: ${one}.</p>`);
  return markup`<section><h2 id="drift">Deployed against synthesized</h2>
<p>The snapshot is ${deployed.digest}; on it the proof says ${badge(deployed.verdict)}.</p>
${rows.length === 0 ? none : table('Drift', ['Where', 'Of what', 'Expected', 'Found'], rows)}${left}</section>`;
}

/** What another pack said otherwise. */
export function sinceSection({ since }: Evidence): Markup | undefined {
  if (!since) return undefined;
  const rows = since.differences.map((one) => row([one.what, one.before, one.now]));
  return markup`<section><h2 id="since">Since the pack of ${since.time}</h2>
${rows.length === 0 ? markup`<p>Nothing is different.</p>` : table('Differences', ['What', 'Then', 'Now'], rows)}</section>`;
}
