import type { Lease } from '../../sandbox/lease';

/** Input of the state machine: the lease, exactly. */
export interface LeaseInput {
  readonly lease: { readonly name: string; readonly id: string };
}

/** Input of the state machine for a lease. */
export function inputOf({ name, id }: Pick<Lease, 'name' | 'id'>): LeaseInput {
  return { lease: { name, id } };
}
