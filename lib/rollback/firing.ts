/**
 * Can an alarm fire within the bake? The worst case is what counts: the first bad request arrives just after a period
 * began, that period is mostly good, and only whole bad periods breach; then the metric must still arrive.
 */

/** Seconds from the end of a period until its data is in CloudWatch and has been evaluated. */
export const METRIC_DELAY_SECONDS = 60;

/** What CloudWatch makes of a period without data (TreatMissingData). */
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** The parts of a metric alarm that decide when it fires. */
export interface AlarmTiming {
  /** Longest period among its metrics, in seconds. */
  readonly periodSeconds: number;
  /** Number of periods that are looked at. */
  readonly evaluationPeriods: number;
  /** Number of them that must breach, at most `evaluationPeriods`. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
  /** Requests in a period below which the metric is silent; 1 where any request shows. */
  readonly minimumRequests: number;
  /** Requests a minute at the quietest; undefined where nobody said. */
  readonly requestsPerMinute?: number;
}

/** Seconds after the first bad request by which the alarm has fired, at the latest, if all periods from then on breach. */
export function secondsToFire(alarm: AlarmTiming): number {
  return (alarm.datapointsToAlarm + 1) * alarm.periodSeconds + METRIC_DELAY_SECONDS;
}

/** Why the alarm cannot be relied on to fire within the bake: empty where it can. Each entry carries its arithmetic. */
export function firingProblems(alarm: AlarmTiming, bakeSeconds: number): string[] {
  return [...shapeProblems(alarm), ...timeProblems(alarm, bakeSeconds), ...trafficProblems(alarm)];
}

/** Limits of PutMetricAlarm: seven days in all, one day where the period is under an hour; M of N with M ≤ N. */
function shapeProblems({ periodSeconds, evaluationPeriods, datapointsToAlarm }: AlarmTiming): string[] {
  const problems: string[] = [];
  const limit = periodSeconds < 3600 ? 86_400 : 604_800;
  if (periodSeconds * evaluationPeriods > limit)
    problems.push(
      `period ${periodSeconds} s × ${evaluationPeriods} evaluation periods = ${periodSeconds * evaluationPeriods} s, ` +
        `CloudWatch allows ${limit} s`,
    );
  if (datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods)
    problems.push(
      `${datapointsToAlarm} datapoints to alarm of ${evaluationPeriods} evaluation periods; right is 1 to ${evaluationPeriods}`,
    );
  return problems;
}

function timeProblems(alarm: AlarmTiming, bakeSeconds: number): string[] {
  const needed = secondsToFire(alarm);
  if (needed <= bakeSeconds) return [];
  const { datapointsToAlarm: datapoints, periodSeconds: period } = alarm;
  return [
    `(${datapoints} datapoints + 1 period already begun) × ${period} s + ${METRIC_DELAY_SECONDS} s for the metric to arrive ` +
      `= ${needed} s, the bake is ${bakeSeconds} s; right would be a bake of at least ${Math.ceil(needed / 60)} minutes` +
      shorterPeriod(datapoints, bakeSeconds),
  ];
}

function shorterPeriod(datapoints: number, bakeSeconds: number): string {
  const longest = Math.floor((bakeSeconds - METRIC_DELAY_SECONDS) / (datapoints + 1) / 60) * 60;
  return longest >= 60 ? ` or a period of at most ${longest} s` : '';
}

/** A floor above the traffic keeps the metric silent; silence breaches only where missing data does. */
function trafficProblems(alarm: AlarmTiming): string[] {
  const { requestsPerMinute, minimumRequests, periodSeconds } = alarm;
  if (requestsPerMinute === undefined || alarm.treatMissingData === 'breaching') return [];
  const seen = (requestsPerMinute * periodSeconds) / 60;
  if (seen >= minimumRequests && seen > 0) return [];
  return [
    `${requestsPerMinute} requests a minute × ${periodSeconds} s = ${seen} requests a period, its traffic floor is ` +
      `${minimumRequests} and missing data is '${alarm.treatMissingData}', so it stays silent; ` +
      'right would be a lower floor, a longer period, or synthetic requests',
  ];
}
