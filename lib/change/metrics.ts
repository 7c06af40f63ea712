import type { ChangeRecord } from './record';

/** What the delivery metrics need of a record. */
export type Delivered = Pick<ChangeRecord, 'state' | 'opened' | 'verified' | 'outcome' | 'failedAt'>;

/** How an application delivers, over some days; a figure that nothing tells of is absent. */
export interface DeliveryMetrics {
  /** Releases that reached prod, rolled back ones included, a day. */
  readonly deploymentFrequency: number;
  /** Median seconds from a change's oldest commit to its healthy end. */
  readonly leadTime?: number;
  /**
   * Share of the releases that reached prod and failed there, 0 to 1: those that were rolled back, and those that a fix
   * for an incident followed. Fixes themselves count only where they were rolled back. As DORA defines it: deployments that
   * need a hotfix, a rollback, a fix forward or a patch.
   */
  readonly changeFailureRate?: number;
  /** Median seconds from the first failure of a wave to the end of the rollback. */
  readonly timeToRestore?: number;
}

/** The four measures of delivery from sealed records that ended in the `days` before `now`. */
export function deliveryMetrics(records: readonly Delivered[], now: Date, days: number): DeliveryMetrics {
  const since = now.getTime() - days * 86_400_000;
  const reached = records.filter((record) => endedAt(record) > since && endedAt(record) <= now.getTime());
  const good = reached.filter((record) => record.state === 'succeeded');
  const bad = reached.filter((record) => record.state === 'rolled back');
  const count = good.length + bad.length;
  return {
    deploymentFrequency: count / days,
    ...figure('leadTime', median(good.map(leadTime))),
    ...figure('changeFailureRate', failureRate(good, bad)),
    ...figure('timeToRestore', median(bad.map(timeToRestore))),
  };
}

/** A fix says that a release before it failed; fixes for one incident tell of one, and no more failed than there were. */
function failureRate(good: readonly Delivered[], bad: readonly Delivered[]): number | undefined {
  const features = good.filter((record) => !record.verified?.incident);
  const incidents = new Set(good.flatMap((record) => record.verified?.incident?.split(', ') ?? []));
  const failed = bad.length + Math.min(incidents.size, features.length);
  const counted = features.length + bad.length;
  return counted ? failed / counted : undefined;
}

function figure<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}

function endedAt(record: Delivered): number {
  return record.outcome ? Date.parse(record.outcome.at) : Number.NaN;
}

function leadTime(record: Delivered): number {
  return (endedAt(record) - Date.parse(record.verified?.firstCommitAt ?? record.opened)) / 1000;
}

function timeToRestore(record: Delivered): number {
  return (endedAt(record) - Date.parse(record.failedAt ?? '')) / 1000;
}

/** Commits may claim a date in the future; what came out negative or not at all is left out. */
function median(values: readonly number[]): number | undefined {
  const sorted = values.filter((value) => value >= 0).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (!sorted.length) return undefined;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
