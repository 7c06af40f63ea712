import type { WatchedAlarm, WatchedMetric } from './simulate';

type Json = Readonly<Record<string, unknown>>;

/** A metric as the template has it, with its dimensions and its place among the alarm's. */
export interface PlacedMetric extends WatchedMetric {
  readonly at: number;
  readonly account?: unknown;
  readonly dimensions: readonly Json[];
}

/** The alarm's metrics; a sentence where they cannot be read. */
export function metricsOf(properties: Json): PlacedMetric[] | string {
  if (properties.Metrics === undefined) return single(properties);
  if (!Array.isArray(properties.Metrics)) return 'its metrics are not known before deployment';
  const listed = properties.Metrics as Json[];
  const odd = listed.find((one) => one.MetricStat === undefined && typeof one.Expression !== 'string');
  if (odd) return 'one of its metrics is not known before deployment';
  return listed.flatMap((one, at) => {
    const stat = object(one.MetricStat);
    const metric = object(stat.Metric);
    return one.MetricStat === undefined
      ? []
      : [placed(String(one.Id), metric, stat.Stat, stat.Period, at, one.AccountId)];
  });
}

function single(properties: Json): PlacedMetric[] | string {
  if (typeof properties.MetricName !== 'string') return 'it names no metric';
  const statistic = properties.Statistic ?? properties.ExtendedStatistic;
  return [placed('m', properties, statistic, properties.Period, 0, undefined)];
}

function placed(
  id: string,
  metric: Json,
  statistic: unknown,
  period: unknown,
  at: number,
  account: unknown,
): PlacedMetric {
  const dimensions = Array.isArray(metric.Dimensions) ? metric.Dimensions.map(object) : [];
  const [namespace, name] = [metric.Namespace, metric.MetricName].map((one) => (typeof one === 'string' ? one : '?'));
  return {
    id,
    namespace: namespace!,
    name: name!,
    statistic: String(statistic),
    period: Number(period),
    at,
    account,
    dimensions,
  };
}

/** What the alarm compares with what. */
export function watchedAlarm(properties: Json, metrics: readonly PlacedMetric[]): WatchedAlarm {
  const listed = Array.isArray(properties.Metrics) ? (properties.Metrics as Json[]) : [];
  const expressions = listed.filter((one) => typeof one.Expression === 'string');
  const compared = listed.find((one) => one.ReturnData !== false) ?? listed[0];
  return {
    metrics,
    expressions: Object.fromEntries(expressions.map((one) => [String(one.Id), String(one.Expression)])),
    compared: compared === undefined ? 'm' : String(compared.Id),
    comparison: String(properties.ComparisonOperator),
    threshold: properties.Threshold === undefined ? Number.NaN : Number(properties.Threshold),
  };
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
