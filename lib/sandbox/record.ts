import { z } from 'zod';
import { leaseSchema, type Lease } from './lease';

/** What stays of a lease: who, what, when, why extended, cost, deleted when. */
export const leaseRecordSchema = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  name: z.string(),
  application: z.string(),
  owner: z.string(),
  branch: z.string(),
  revision: z.string().nullable(),
  created: z.string(),
  expires: z.string(),
  deleted: z.string(),
  budget: z.number(),
  cost: z.number().nullable(),
  problem: z.string().nullable(),
  history: leaseSchema.shape.history,
});

/** What stays of a lease. */
export type LeaseRecord = z.output<typeof leaseRecordSchema>;

/** The record of a lease of which nothing is left. */
export function recordOf(lease: Lease): LeaseRecord {
  const { id, name, application, owner, branch, revision, created, expires, budget, cost, problem, history } = lease;
  const deleted = history.at(-1)?.at ?? lease.expires;
  return {
    version: 1,
    id,
    name,
    application,
    owner,
    branch,
    revision,
    created,
    expires,
    deleted,
    budget,
    cost,
    problem,
    history,
  };
}

/** Key of a record in the write-once bucket. */
export function recordKey({ application, id }: Pick<Lease, 'application' | 'id'>): string {
  return `leases/${application}/${id}.json`;
}
