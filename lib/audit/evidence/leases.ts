import type { LeaseRecord } from '../../sandbox/record';
import type { Evidence } from './schema';

/** What stayed of an environment that somebody had for a while: deleted, or reported where something could not be. */
export function leaseEvidence(record: LeaseRecord): Evidence['leases'][number] {
  return { ...record, state: record.problem === null ? 'deleted' : 'reported' };
}
