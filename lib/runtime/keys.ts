import { DEPLOYED, partitionKey } from '../change/deployed';
import { sortable } from '../change/number';

/** Keys of the table; `pk` and `sk`, both strings. */
export const KEYS = {
  /** Which change an execution of the pipeline is. */
  execution: (execution: string) => ({ pk: `EXECUTION#${execution}`, sk: 'CHANGE' }),
  counter: (application: string) => ({ pk: partitionKey(application), sk: 'COUNTER' }),
  change: (application: string, number: number) => ({
    pk: partitionKey(application),
    sk: `CHANGE#${sortable(number)}`,
  }),
  /** One item for each change that is not sealed. */
  open: (application: string, number: number) => ({ pk: `OPEN#${application}`, sk: `CHANGE#${sortable(number)}` }),
  lane: (application: string) => ({ pk: partitionKey(application), sk: 'LANE' }),
  freeze: (application: string) => ({ pk: partitionKey(application), sk: 'FREEZE' }),
  released: (application: string) => ({ pk: partitionKey(application), sk: 'RELEASED' }),
  /** Rollback alarms that a bake was told of, for the gate of the next release. */
  alarms: (application: string, stage: string) => ({ pk: `ALARMS#${application}`, sk: stage }),
  /** A person's word on an inconclusive bake. */
  decision: (execution: string, stage: string) => ({ pk: `EXECUTION#${execution}`, sk: `DECISION#${stage}` }),
  notice: (application: string, id: string) => ({ pk: `NOTICE#${application}`, sk: id }),
  /** That people were told of what was left over, once an hour. */
  left: (application: string, hour: string) => ({ pk: `LEFT#${application}`, sk: hour }),
} as const;

/** Key of a page of a record in the bucket. */
export function pageKey(application: string, number: number, page: number): string {
  return `${folder(application, number)}${String(page).padStart(4, '0')}.json`;
}

/** Key of a sealed record in the bucket. */
export function sealedKey(application: string, number: number): string {
  return `${folder(application, number)}record.json`;
}

/**
 * Key of the page that approvers read, made after so many pages of the record. It is named by what it says: after a new
 * version or policy the same record makes another page, which then has a key of its own.
 */
export function pageFileKey(application: string, number: number, pages: number, sha256: string): string {
  return `${folder(application, number)}page-${String(pages).padStart(4, '0')}-${sha256.slice(0, 16)}.html`;
}

/** Key of the page of a sealed record. */
export function sealedPageKey(application: string, number: number): string {
  return `${folder(application, number)}record.html`;
}

function folder(application: string, number: number): string {
  return `${DEPLOYED.recordFolder(application)}${sortable(number)}/`;
}
