import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { APPLICATIONS_LEFT, METRIC_NAMESPACE } from '../../lib/change/wiring';
import { PROOF } from '../../lib/continuous';
import { rollbackAlarmName } from '../../lib/rollback';
import type { ChangeControl } from '../change/change-control';
import { RollbackAlarms } from '../rollback/rollback-alarms';
import type { RollbackAlarm } from '../rollback/rollback-alarms-props';

/** Short enough for a bake of a quarter of an hour, long enough that one retry is no fault. */
const PERIOD = Duration.minutes(5);

/** Short names of the alarms, in the order in which they are made. */
const CHANGE_CONTROL = ['records', 'unhandled'] as const;
/** The one that change control of many applications has besides. */
const MANY = 'applications';
/** Of so many applications in five minutes something is left over where change control itself is at fault. */
const AT_FAULT = 3;
const AUDIT = 'proof';

/**
 * Alarms that take a release of the platform back when change control stops keeping records. A gate that stays closed is
 * no fault: what decides by failing is not watched here.
 */
export function watchChangeControl(scope: Construct, control: Watched): void {
  const metric = control.recordFunction.metricErrors({ period: PERIOD, statistic: Stats.SUM });
  new RollbackAlarms(scope, 'rollback', { alarms: [recordsAlarm(metric), unhandledAlarm(control)] });
}

/**
 * The same where many applications share it. The fault of one is told to its people and must not take back, or hold up, what the
 * platform releases for all: errors count where they are half of the calls, and what lanes lay aside by application.
 *
 * @param applications How many share it.
 */
export function watchSharedChangeControl(scope: Construct, control: Watched, applications: number): void {
  const left = new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: APPLICATIONS_LEFT,
    statistic: Stats.SUM,
    period: PERIOD,
  });
  const several = {
    name: MANY,
    metric: left,
    threshold: Math.min(AT_FAULT, applications),
    description: 'Change control could not handle something of several applications at once.',
  };
  const records = recordsAlarm(errorsOfMost(control.recordFunction));
  const alarms = [records, unhandledAlarm(control), several];
  new RollbackAlarms(scope, 'rollback', { alarms, emits: [METRIC_NAMESPACE] });
}

/** What the alarms look at. */
type Watched = Pick<ChangeControl, 'recordFunction' | 'unhandled'>;

function recordsAlarm(metric: IMetric): RollbackAlarm {
  const description = 'Change records are not kept: the function that keeps them fails again and again.';
  return { name: CHANGE_CONTROL[0], metric, threshold: 3, description };
}

function unhandledAlarm({ unhandled }: Watched): RollbackAlarm {
  return {
    name: CHANGE_CONTROL[1],
    metric: unhandled.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: Stats.MAXIMUM }),
    threshold: 1,
    description: 'Something that change control should have handled was left over, after its retries.',
  };
}

/** Errors of a function, counted where at least half of its calls have one. */
function errorsOfMost(called: IFunction): IMetric {
  const options = { period: PERIOD, statistic: Stats.SUM };
  return new MathExpression({
    expression: 'IF(errors * 2 >= calls, errors, 0)',
    usingMetrics: { errors: called.metricErrors(options), calls: called.metricInvocations(options) },
    period: PERIOD,
  });
}

/** Names of the alarms above, for whoever has to know them before the stack is made. */
export function changeControlAlarms(stackName: string): string[] {
  return CHANGE_CONTROL.map((name) => rollbackAlarmName(stackName, name));
}

/** The same of change control that many share. */
export function sharedChangeControlAlarms(stackName: string): string[] {
  return [...changeControlAlarms(stackName), rollbackAlarmName(stackName, MANY)];
}

/** An alarm that takes a release of the platform back when the continuous proof does not run to its end any more. */
export function watchProof(scope: Construct): void {
  const metric = new Metric({
    namespace: 'AWS/CodeBuild',
    metricName: 'FailedBuilds',
    dimensionsMap: { ProjectName: PROOF.project },
    statistic: Stats.SUM,
    period: PERIOD,
  });
  const description = 'The continuous proof failed: it could not run, or a theorem is no longer proved.';
  new RollbackAlarms(scope, 'rollback', { alarms: [{ name: AUDIT, metric, threshold: 1, description }] });
}

/** Name of the alarm above. */
export function proofAlarms(stackName: string): string[] {
  return [rollbackAlarmName(stackName, AUDIT)];
}
