import type { Lease } from './lease';

/** Names of the metrics by which the dashboard shows leases; each has the dimensions Application, Lease and Owner. */
export const LEASE_METRICS = {
  hoursLeft: 'HoursLeft',
  cost: 'Cost',
  budget: 'Budget',
  blocked: 'CouldNotBeDeleted',
} as const;

/** A value of one lease at one moment. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<'Application' | 'Lease' | 'Owner', string>>;
}

/** What the dashboard shows of a lease; a cost that the bill does not know yet is left out. */
export function measuresOf(lease: Lease, now: Date): Measure[] {
  const dimensions = { Application: lease.application, Lease: lease.name, Owner: lease.owner };
  const hours = Math.max(0, (Date.parse(lease.expires) - now.getTime()) / 3_600_000);
  const values: readonly (readonly [string, number | null])[] = [
    [LEASE_METRICS.hoursLeft, hours],
    [LEASE_METRICS.cost, lease.cost],
    [LEASE_METRICS.budget, lease.budget],
    [LEASE_METRICS.blocked, lease.state === 'reported' ? lease.remains.length : 0],
  ];
  return values.flatMap(([name, value]) => (value === null ? [] : [{ name, value, dimensions }]));
}
