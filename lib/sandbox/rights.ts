import type { Caller } from './caller';
import { type Lease, PREVIEW_OWNER } from './lease';
import { type Refusal, refuse } from './refusal';

/** What somebody may do with a lease that is there; everybody of the team may see it. */
export function mayChange(caller: Caller, lease: Lease): Refusal | undefined {
  if (caller.manages || lease.owner === caller.user || lease.owner === PREVIEW_OWNER) return undefined;
  return refuse(
    'rule',
    `${lease.name} belongs to ${lease.owner}.`,
    `Ask ${lease.owner}, or whoever looks after the account.`,
  );
}
