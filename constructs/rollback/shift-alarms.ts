import { Annotations, CfnResource, type Duration } from 'aws-cdk-lib';
import type { CfnCompositeAlarm, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct, IConstruct } from 'constructs';
import { alarmProblems } from './alarm-timing';
import { childrenOf } from './composite-rule';
import { isAlarmConstruct, resourceOf } from './existing-alarms';

/**
 * The metric alarms that take a shift back: those that were given, and for a composite those that it listens to, which is
 * the same where any of them fires it.
 *
 * @throws with the construct path where an entry is no alarm, or a composite's rule is another.
 */
export function shiftAlarms(scope: Construct, given: readonly IAlarm[]): (IAlarm & IConstruct)[] {
  return given.flatMap((entry) => metricAlarms(scope, entry));
}

function metricAlarms(scope: Construct, entry: IAlarm): (IAlarm & IConstruct)[] {
  if (!isAlarmConstruct(entry))
    throw new Error(`${scope.node.path}: alarms holds ${String(entry)}, right is an alarm.`);
  const cfn = resourceOf(entry);
  if (cfn?.cfnResourceType === 'AWS::CloudWatch::CompositeAlarm')
    return childrenOf(cfn as CfnCompositeAlarm, entry.node.path).flatMap((child) => metricAlarms(scope, child));
  if (cfn === undefined) return [noticed(scope, entry)];
  if (cfn.cfnResourceType !== 'AWS::CloudWatch::Alarm')
    throw new Error(`${entry.node.path}: is ${cfn.cfnResourceType}, no alarm; right is a metric or composite alarm.`);
  return [CfnResource.isCfnResource(entry) ? aroundResource(scope, entry) : entry];
}

/** A plain resource has a reference and no `alarmName`; the construct around it, where there is one, has both. */
function aroundResource(scope: Construct, cfn: IConstruct): IAlarm & IConstruct {
  const around = cfn.node.scope;
  if (around?.node.defaultChild === cfn && isAlarmConstruct(around)) return around;
  return Alarm.fromAlarmName(scope, `Alarm-${cfn.node.addr}`, (cfn as unknown as { readonly ref: string }).ref);
}

function noticed(scope: Construct, alarm: IAlarm & IConstruct): IAlarm & IConstruct {
  if (typeof alarm.alarmArn !== 'string')
    throw new Error(
      `${alarm.node.path}: is a construct without alarmArn, no alarm; right is a metric or composite alarm.`,
    );
  Annotations.of(scope).addWarningV2(
    `guarded:imported-shift-alarm-${alarm.node.addr}`,
    `${alarm.node.path}: was imported: nobody can read whether it can fire while the traffic moves.`,
  );
  return alarm;
}

/** What `alarmProblems` says of an alarm of the stage; an imported one cannot be read. */
export function shiftAlarmProblems(alarm: IConstruct, wait: Duration): string[] {
  return resourceOf(alarm) === undefined ? [] : alarmProblems(alarm, wait);
}
