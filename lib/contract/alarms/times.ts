import { NAMESPACES } from './metrics';
import type { WatchedMetric } from './simulate';

/** What of an alarm's metrics never comes where, or as often as, it is looked at. */
export function timesOf(metrics: readonly WatchedMetric[], region: string): string[] {
  return metrics.flatMap(({ namespace, name, period }) => {
    const { region: only, rare = {} } = NAMESPACES[namespace] ?? {};
    const every = rare[name];
    return [
      ...(only !== undefined && only !== region
        ? [`${namespace} has its data in ${only}, the alarm is in ${region}`]
        : []),
      ...(every !== undefined && period < every
        ? [`${name} comes every ${every} s, the alarm looks at ${period} s`]
        : []),
    ];
  });
}
