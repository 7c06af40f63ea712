import type { TemplateResource } from '../../world/model';
import type { Unread } from './unread';

/**
 * Can a metric alarm fire within the bake? The worst case counts: trouble starts just after a period began, only whole
 * bad periods breach, and the metric still has to arrive. This is a check of its own, apart from the one that refuses
 * slow alarms at synthesis.
 */

/** Seconds until the data of a period that has ended is evaluated. */
const ARRIVAL_SECONDS = 60;
/** PutMetricAlarm: a day of periods below an hour, seven days of longer ones. */
const LONGEST = { short: 86_400, long: 604_800 } as const;

/** Why an alarm cannot be relied on to fire within so many minutes, with the property that keeps it; nothing where it can. */
export function slowness({ properties }: TemplateResource, bakeMinutes: number): Unread[] {
  const period = longestPeriod(properties);
  const evaluated = number(properties.EvaluationPeriods);
  const needed = properties.DatapointsToAlarm === undefined ? evaluated : number(properties.DatapointsToAlarm);
  const timed = properties.Period === undefined ? 'Metrics.MetricStat.Period' : 'Period';
  if (period === undefined || evaluated === undefined || needed === undefined)
    return [{ why: 'its period or number of periods is not known before deployment', property: timed }];
  const problems: Unread[] = [];
  if (needed < 1 || needed > evaluated)
    problems.push({
      why: `${needed} datapoints of ${evaluated} periods can never breach`,
      property: 'DatapointsToAlarm',
    });
  const longest = period < 3600 ? LONGEST.short : LONGEST.long;
  if (period * evaluated > longest)
    problems.push({
      why: `${evaluated} periods of ${period} s are more than CloudWatch evaluates`,
      property: 'EvaluationPeriods',
    });
  const seconds = (needed + 1) * period + ARRIVAL_SECONDS;
  if (seconds > bakeMinutes * 60)
    problems.push({
      why: `it fires after up to ${seconds} s, the bake lasts ${bakeMinutes * 60} s`,
      property: 2 * period + ARRIVAL_SECONDS > bakeMinutes * 60 ? timed : 'EvaluationPeriods',
    });
  return [...problems, ...silence(properties)];
}

/** An alarm on too little of something stays quiet where missing data is taken as good. */
function silence(properties: TemplateResource['properties']): Unread[] {
  const property = 'TreatMissingData';
  const below = String(properties.ComparisonOperator).startsWith('LessThan');
  const treated = properties.TreatMissingData ?? 'missing';
  if (treated !== 'missing' && treated !== 'ignore' && treated !== 'breaching' && treated !== 'notBreaching')
    return [{ why: 'what missing data means is not known before deployment', property }];
  return below && treated !== 'breaching'
    ? [{ why: `it watches for too little, but missing data is ${String(treated)}: silence never fires it`, property }]
    : [];
}

function longestPeriod(properties: TemplateResource['properties']): number | undefined {
  if (properties.Period !== undefined) return number(properties.Period);
  const metrics = Array.isArray(properties.Metrics) ? (properties.Metrics as Record<string, unknown>[]) : [];
  const periods = metrics.flatMap((metric) => {
    const stat = metric.MetricStat as Record<string, unknown> | undefined;
    const period = stat?.Period ?? metric.Period;
    return period === undefined ? [] : [number(period)];
  });
  if (periods.length === 0 || periods.includes(undefined)) return undefined;
  return Math.max(...(periods as number[]));
}

function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isFinite(parsed) ? parsed : undefined;
}
