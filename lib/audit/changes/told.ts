import type { ChangeRecord } from '../../change/record';
import type { ToldRecord } from '../evidence/schema-changes';

/** What a record says to an auditor. */
export function toldRecord(record: ChangeRecord): ToldRecord {
  const { verified, returnTo, outcome } = record;
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
