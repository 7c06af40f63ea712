import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack, Token, type Duration } from 'aws-cdk-lib';
import { metricsOf, simulate, timesOf, watchedAlarm } from '../../lib/contract/alarms';
import type { IConstruct } from 'constructs';
import { firingProblems, type AlarmTiming, type MissingData } from '../../lib/rollback';
import { resourceOf } from './existing-alarms';

/** What a caller knows about the traffic behind an alarm; the template does not say it. */
export interface Traffic {
  readonly minimumRequests?: number;
  readonly requestsPerMinute?: number;
}

/**
 * Problems of an alarm against a bake, each with the construct path, for `node.addValidation`.
 *
 * @param emitted Namespaces that the workload says it emits; absent where nobody asks.
 */
export function alarmProblems(
  alarm: IConstruct,
  bake: Duration,
  traffic: Traffic = {},
  emitted?: readonly string[],
): string[] {
  const timing = timingOf(alarm, traffic);
  if (typeof timing === 'string') return [`${alarm.node.path}: ${timing}`];
  return [
    ...firingProblems(timing, bake.toSeconds()).map(
      (problem) => `${alarm.node.path}: the alarm cannot fire within the bake: ${problem}.`,
    ),
    ...watchingProblems(alarm, emitted).map((problem) => `${alarm.node.path}: the alarm is of no use: ${problem}.`),
  ];
}

/** What the proof would say of its metrics, expression and threshold: the same arithmetic, where the construct is. */
function watchingProblems(alarm: IConstruct, emitted: readonly string[] | undefined): string[] {
  const stack = Stack.of(alarm);
  const cfn = resourceOf(alarm) as CfnAlarm;
  const rendered = stack.resolve((cfn as unknown as { _toCloudFormation(): unknown })._toCloudFormation()) as Rendered;
  const [properties = {}] = Object.values(rendered.Resources).map(({ Properties }) => Properties);
  const name = properties.AlarmName;
  const names =
    typeof name === 'string' && name.length > 255 ? [`its name has ${name.length} characters, 255 are right`] : [];
  const metrics = metricsOf(properties);
  if (typeof metrics === 'string') return [...names, metrics];
  const region = Token.isUnresolved(stack.region) ? [] : timesOf(metrics, stack.region);
  // Where nobody asks what the workload emits, a metric that AWS does not know is the workload's own.
  const found = simulate(watchedAlarm(properties, metrics), emitted ?? metrics.map(({ namespace }) => namespace));
  return [...names, ...region, ...found.map(({ why }) => why)];
}

interface Rendered {
  readonly Resources: Readonly<Record<string, { readonly Properties?: Readonly<Record<string, unknown>> }>>;
}

/** Timing as the template will have it; a sentence where it cannot be known at synthesis. */
function timingOf(alarm: IConstruct, traffic: Traffic): AlarmTiming | string {
  const cfn = resourceOf(alarm) as CfnAlarm;
  const periodSeconds = longestPeriod(cfn);
  const { evaluationPeriods } = cfn;
  if (periodSeconds === undefined || !isKnown(evaluationPeriods))
    return 'its period or its evaluation periods are not known at synthesis, so nobody can say whether it fires within the bake.';
  return {
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm: cfn.datapointsToAlarm ?? evaluationPeriods,
    treatMissingData: (cfn.treatMissingData ?? 'missing') as MissingData,
    minimumRequests: traffic.minimumRequests ?? 1,
    requestsPerMinute: traffic.requestsPerMinute,
  };
}

const isKnown = (value: unknown): value is number => typeof value === 'number' && !Token.isUnresolved(value);

interface RenderedMetric {
  readonly period?: number;
  readonly metricStat?: { readonly period?: number };
}

/** The longest period of the alarm's own metric or of those its expression reads; undefined where one is not a number. */
function longestPeriod(cfn: CfnAlarm): number | undefined {
  const rendered = Stack.of(cfn).resolve(cfn.metrics ?? []) as RenderedMetric[];
  const periods = [cfn.period, ...rendered.flatMap((metric) => [metric.metricStat?.period, metric.period])];
  const given = periods.filter((period) => period !== undefined);
  return given.length > 0 && given.every(isKnown) ? Math.max(...given) : undefined;
}
