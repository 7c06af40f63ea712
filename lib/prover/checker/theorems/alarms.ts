import {
  metricsOf,
  NAMESPACES,
  type PlacedMetric,
  simulate,
  STATISTIC,
  timesOf,
  UNDERSTOOD,
  watchedAlarm,
} from '../../../contract/alarms';
import type { CheckedStack, CheckedTemplate } from '../input';
import type { ArmedStack } from './armed-stacks';
import { object, objects } from './pipelines';

/** CloudWatch needs that long to see the data of a period that ended. */
const ARRIVAL = 60;
/** PutMetricAlarm: a day for periods below an hour, seven days for longer ones. */
const LONGEST = { hour: 3600, short: 86_400, long: 604_800 };

/**
 * Seconds until an alarm fires at the latest after something went wrong: the period that had begun, as many periods as
 * must be bad, and the time that data takes. Nothing where it cannot be relied on at all.
 */
export function slowest({ properties }: CheckedTemplate): number | undefined {
  const periods = periodsOf(properties).map(figure);
  const evaluated = figure(properties.EvaluationPeriods);
  const needed = figure(properties.DatapointsToAlarm ?? properties.EvaluationPeriods);
  if (periods.length === 0 || periods.includes(undefined) || evaluated === undefined || needed === undefined)
    return undefined;
  const period = Math.max(...(periods as number[]));
  const within = period * evaluated <= (period < LONGEST.hour ? LONGEST.short : LONGEST.long);
  const reachable = needed >= 1 && needed <= evaluated && within && !staysQuiet(properties);
  return reachable ? period * (needed + 1) + ARRIVAL : undefined;
}

function periodsOf({ Period, Metrics }: CheckedTemplate['properties']): readonly unknown[] {
  if (Period !== undefined) return [Period];
  const all = objects(Metrics).map((one) => object(one.MetricStat).Period ?? one.Period);
  return all.filter((one) => one !== undefined);
}

function figure(value: unknown): number | undefined {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** What watches for too little never fires on silence that counts as good. */
function staysQuiet({ TreatMissingData = 'missing', ComparisonOperator }: CheckedTemplate['properties']): boolean {
  const known = ['missing', 'ignore', 'breaching', 'notBreaching'].includes(String(TreatMissingData));
  return !known || (String(ComparisonOperator).startsWith('LessThan') && TreatMissingData !== 'breaching');
}

/** Whether an alarm fires on a bad release and not on a good one, in the stack's own account and region. */
export function firesOnTrouble(alarm: CheckedTemplate, { stack, emitted }: ArmedStack): boolean {
  const metrics = metricsOf(alarm.properties);
  if (typeof metrics === 'string' || alarm.uncertain) return false;
  const elsewhere = metrics.some(({ account }) => account !== undefined && account !== stack.account);
  const faults = [...timesOf(metrics, stack.region), ...simulate(watchedAlarm(alarm.properties, metrics), emitted)];
  return !elsewhere && faults.length === 0;
}

/** Whether an alarm compares one value of a statistic that is known, on few samples too, and is heard. */
export function isHeard({ properties }: CheckedTemplate): boolean {
  const { ActionsEnabled, EvaluateLowSampleCountPercentile, Metrics } = properties;
  const known = Object.keys(properties).every((one) => properties[one] === undefined || UNDERSTOOD.has(one));
  const heard = ActionsEnabled === undefined || String(ActionsEnabled) === 'true';
  const few = EvaluateLowSampleCountPercentile === undefined || EvaluateLowSampleCountPercentile === 'evaluate';
  const compared =
    !Array.isArray(Metrics) || objects(Metrics).filter((one) => String(one.ReturnData) !== 'false').length === 1;
  const metrics = metricsOf(properties);
  return (
    known &&
    heard &&
    few &&
    compared &&
    typeof metrics !== 'string' &&
    metrics.every((one) => STATISTIC.test(one.statistic))
  );
}

/** Whether every metric of AWS that an alarm watches is one of a resource of the workload. */
export function watchesOwn(alarm: CheckedTemplate, armed: ArmedStack): boolean {
  const metrics = metricsOf(alarm.properties);
  return typeof metrics !== 'string' && metrics.every((one) => isOwnMetric(one, alarm, armed));
}

function isOwnMetric(metric: PlacedMetric, alarm: CheckedTemplate, { stack, family, emitted }: ArmedStack): boolean {
  const known = NAMESPACES[metric.namespace];
  if (!known || emitted.includes(metric.namespace)) return true;
  const naming = metric.dimensions.filter((one) => known.names.includes(String(one.Name)));
  return (
    naming.length > 0 && naming.every(({ Name, Value }) => isOwn(String(Name), Value, metric.at, alarm, stack, family))
  );
}

function isOwn(
  name: string,
  value: unknown,
  at: number,
  { refersTo = [] }: CheckedTemplate,
  stack: CheckedStack,
  family: readonly CheckedStack[],
): boolean {
  const ids = refersTo.filter((one) => one.metric === at && one.dimension === name).flatMap((one) => one.logicalIds);
  if (ids.length > 0) return ids.every((id) => stack.resources.some((one) => one.logicalId === id));
  if (typeof value !== 'string' || value.includes('*')) return false;
  return family.some((one) => one.resources.some((each) => bears(each, value)));
}

/** By its Ref, its ARN, or a property that names it. */
function bears({ ref, arn, properties }: CheckedTemplate, name: string): boolean {
  const own = Object.keys(properties).filter((key) => /(^|[a-z])(Name|Identifier|Id)$/.test(key));
  return [ref, arn, ...own.map((key) => properties[key])].includes(name);
}
