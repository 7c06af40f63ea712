import type { Admitted } from './admission';
import type { AssemblyStack } from './assembly';
import { type Credentials, type Target, aws, variable } from './shell';

/** A rollback alarm that is there already. */
export interface ExistingAlarm {
  readonly arn: string;
  readonly firing: boolean;
}

/** CloudFormation refuses triggers that do not exist; a first deployment has none yet. */
export function existingAlarms(
  stacks: readonly AssemblyStack[],
  { region }: Target,
  reader: Credentials,
): ExistingAlarm[] {
  const names = [...new Set(stacks.flatMap(({ alarms }) => alarms))];
  if (names.length === 0) return [];
  const { MetricAlarms } = aws<{ MetricAlarms?: { AlarmArn: string; StateValue: string }[] }>(
    ['cloudwatch', 'describe-alarms', '--region', region, '--alarm-types', 'MetricAlarm', '--alarm-names', ...names],
    reader,
  );
  return (MetricAlarms ?? []).map(({ AlarmArn, StateValue }) => ({ arn: AlarmArn, firing: StateValue === 'ALARM' }));
}

/**
 * What CloudFormation is to watch. An alarm that fires before the deployment begins would take back every deployment, the
 * fix that is to silence it included: a fix, and a release before anything was released, leave such alarms out, and the
 * bake asks for silence at the end. A rollback leaves out all, since one may begin to fire on the way. Any other release is
 * watched by all: one that fires stops it.
 */
export function watched(alarms: readonly ExistingAlarm[], { rollback, excused }: Admitted): string[] {
  if (rollback) return [];
  return alarms.filter(({ firing }) => !(excused && firing)).map(({ arn }) => arn);
}

/** CloudFormation keeps the triggers of the deployment before where it is told of none, so it is told so: `none`. */
export function triggerOptions(alarms: readonly string[]): string[] {
  const minutes = alarms.length > 0 ? variable('MONITORING_MINUTES') : '0';
  const triggers = alarms.length > 0 ? alarms : ['none'];
  return ['--monitoring-time-minutes', minutes, '--rollback-trigger-alarm-arns', ...triggers];
}
