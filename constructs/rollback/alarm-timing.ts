import type { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Stack, Token, type Duration } from 'aws-cdk-lib';
import { firingProblems, type AlarmTiming, type MissingData } from '../../lib/rollback';

/** What a caller knows about the traffic behind an alarm; the template does not say it. */
export interface Traffic {
  readonly minimumRequests?: number;
  readonly requestsPerMinute?: number;
}

/** Problems of an alarm against a bake, each with the construct path, for `node.addValidation`. */
export function alarmProblems(alarm: Alarm, bake: Duration, traffic: Traffic = {}): string[] {
  const timing = timingOf(alarm, traffic);
  if (typeof timing === 'string') return [`${alarm.node.path}: ${timing}`];
  return firingProblems(timing, bake.toSeconds()).map(
    (problem) => `${alarm.node.path}: the alarm cannot fire within the bake: ${problem}.`,
  );
}

/** Timing as the template will have it; a sentence where it cannot be known at synthesis. */
function timingOf(alarm: Alarm, traffic: Traffic): AlarmTiming | string {
  const cfn = alarm.node.defaultChild as CfnAlarm;
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
