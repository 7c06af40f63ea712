import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { PROOF } from '../../lib/continuous';
import { rollbackAlarmName } from '../../lib/rollback';
import type { ChangeControl } from '../change/change-control';
import { RollbackAlarms } from '../rollback/rollback-alarms';

/** Short enough for a bake of a quarter of an hour, long enough that one retry is no fault. */
const PERIOD = Duration.minutes(5);

/** Short names of the alarms, in the order in which they are made. */
const CHANGE_CONTROL = ['records', 'unhandled'] as const;
const AUDIT = 'proof';

/**
 * Alarms that take a release of the platform back when change control stops keeping records. A gate that stays closed is
 * no fault: what decides by failing is not watched here.
 */
export function watchChangeControl(
  scope: Construct,
  { recordFunction, unhandled }: Pick<ChangeControl, 'recordFunction' | 'unhandled'>,
): void {
  const [records, left] = CHANGE_CONTROL;
  new RollbackAlarms(scope, 'rollback', {
    alarms: [
      {
        name: records,
        metric: recordFunction.metricErrors({ period: PERIOD, statistic: Stats.SUM }),
        threshold: 3,
        description: 'Change records are not kept: the function that keeps them fails again and again.',
      },
      {
        name: left,
        metric: unhandled.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: Stats.MAXIMUM }),
        threshold: 1,
        description: 'Something that change control should have handled was left over, after its retries.',
      },
    ],
  });
}

/** Names of the alarms above, for whoever has to know them before the stack is made. */
export function changeControlAlarms(stackName: string): string[] {
  return CHANGE_CONTROL.map((name) => rollbackAlarmName(stackName, name));
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
