import type { Evidence } from '../../../lib/audit';
import { toldRecord } from '../../../lib/page/told';
import { blankRecord } from '../../../lib/change/record';

/** Text that wants to be markup, a link, another script's data, or something else than it seems. */
export const ATTACKS: readonly string[] = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '<!--',
  ']]>',
  '</title></style></textarea></table><iframe src=javascript:alert(1)>',
  '${alert(1)}',
  '&lt;script&gt;',
  'javascript:alert(1)',
  '\u202egnp.exe',
  '\u0000<b>',
];

/** Evidence in which each of these texts stands wherever people write. */
export function attacked(evidence: Evidence): Evidence {
  const text = ATTACKS.join(' ');
  const note = { id: text, statement: text };
  const record = {
    ...toldRecord(blankRecord({ change: text, number: 1, application: text, pipeline: text, execution: text })),
    ...{ title: text, why: text, authors: [text], starter: text, difference: [text], returnTo: text, outcome: text },
    tests: [{ stage: text, action: text, passed: true, at: text, note: text }],
    approvals: [{ action: text, by: text, approved: true, at: text, comment: text }],
    waves: [{ stage: text, state: text, reason: text, at: text }],
    history: [{ at: text, text }],
  };
  const deployment = { event: text, at: text, account: text, region: text, action: text, stack: text, by: text };
  const write = { id: text, first: text, last: text, count: 2, account: text, region: text, action: text, by: text };
  return {
    ...evidence,
    organization: {
      ...evidence.organization,
      accounts: evidence.organization.accounts.map((one) => ({ ...one, name: text })),
    },
    assumptions: [note],
    exceptions: [{ ...note, principals: [text], actions: [text], resources: [text] }],
    access: evidence.access.map((one) => ({ ...one, name: text, accountName: text, assumedBy: [text], where: text })),
    statements: { [text]: text },
    ways: [{ from: text, kind: 'commit', via: [{ kind: 'stage', name: text }], to: text, where: text }],
    acknowledged: [{ plugin: text, rule: text, description: text, reason: text, count: 1, where: [text] }],
    changes: [{ id: text, at: text, execution: text, deployments: [deployment], record, objections: [text] }],
    changesWithoutExecution: [{ ...write, resource: text, kind: 'not sanctioned', why: text }],
    population: {
      ...evidence.population,
      running: [{ by: text, action: text, account: text, count: 1 }],
      problems: [{ what: text, where: text, count: 1, lost: true }],
    },
    sample: { size: 1, seed: 1, of: 1, changes: [text] },
    leases: [{ name: text, application: text, owner: text, state: text, expires: text }],
    since: { time: text, digest: text, differences: [{ what: text, before: text, now: text }] },
    deployed: {
      ...{ digest: text, verdict: 'unknown', theorems: [], notCompared: [text] },
      drift: [{ where: text, expected: text, found: text, kind: text }],
    },
  };
}
