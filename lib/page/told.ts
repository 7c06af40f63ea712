import type { ChangeRecord } from '../change/record';
import { imageLines, proverText, withinText } from '../change/tell';

type Of<K extends 'tests' | 'approvals' | 'waves'> = ChangeRecord[K];

/** What a record says to whoever reads pages and packs; the schema of the evidence has the same keys. */
export interface ToldRecord {
  readonly change: string;
  readonly application: string;
  readonly state: string;
  readonly opened: string;
  readonly title: string;
  readonly why: string;
  readonly revision: string;
  readonly digest: string;
  readonly proof: string;
  /** What it was proved by and within: another package than the deployed one, what was deployed then and how old that was. */
  readonly within?: string;
  /** Images that were built from source, and what their scans found. */
  images?: string[];
  authors: string[];
  readonly starter?: string;
  difference: string[];
  tests: Of<'tests'>;
  approvals: Of<'approvals'>;
  waves: Of<'waves'>;
  /** What it rolls back to; empty for a first release. */
  readonly returnTo: string;
  readonly outcome: string;
  history: { at: string; text: string }[];
}

/** What a record says to an auditor and to an approver. */
export function toldRecord(record: ChangeRecord): ToldRecord {
  const { verified, returnTo, outcome } = record;
  const within = [proverText(verified?.prover), withinText(verified?.within)].filter(Boolean).join(', ');
  return {
    change: record.change,
    application: record.application,
    state: record.state,
    opened: record.opened,
    title: verified?.title ?? '',
    why: verified?.why ?? '',
    revision: verified?.revision ?? '',
    digest: verified?.digest ?? '',
    proof: verified?.proof ?? '',
    ...(within ? { within } : {}),
    ...(verified?.images ? { images: imageLines(verified.images) } : {}),
    authors: [...(verified?.authors ?? [])],
    ...(record.starter === undefined ? {} : { starter: record.starter }),
    difference: [...(verified?.difference ?? [])],
    tests: record.tests.map((one) => ({ ...one })),
    approvals: record.approvals.map((one) => ({ ...one })),
    waves: record.waves.map((one) => ({ ...one })),
    returnTo: returnTo ? `${returnTo.change} (revision ${returnTo.revision})` : '',
    outcome: outcome ? `${outcome.state}: ${outcome.reason}` : '',
    history: record.history.map(({ at, text }) => ({ at, text })),
  };
}
