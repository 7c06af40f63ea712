import { Annotations, CfnResource, Names, Stack, Stage, Token } from 'aws-cdk-lib';
import type { CfnAlarm, CfnCompositeAlarm, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, type IConstruct } from 'constructs';
import { rollbackAlarmName } from '../../lib/rollback';
import { childrenOf } from './composite-rule';

/** A metric alarm that RollbackAlarms did not make. */
export interface ExistingAlarm {
  /** What the workload wrote; its path stands in messages. */
  readonly construct: IConstruct;
  /** Its resource; undefined where the alarm was imported. */
  readonly cfn?: CfnAlarm;
  readonly name: string;
}

/** An entry of `alarms` that is an alarm already, whatever its declared type says. */
export const isAlarmConstruct = (entry: unknown): entry is IAlarm & IConstruct => Construct.isConstruct(entry);

/**
 * The metric alarms behind an alarm: itself, or those that a composite listens to. The CDK command line hands every ARN to
 * CloudFormation as a metric alarm, so a composite stands for its children, which is the same where any of them fires it.
 *
 * @param scope The RollbackAlarms.
 * @throws with the construct path where an alarm cannot watch this stack.
 */
export function metricAlarmsOf(scope: Construct, given: IAlarm & IConstruct): ExistingAlarm[] {
  const cfn = resourceOf(given);
  if (cfn?.cfnResourceType === 'AWS::CloudWatch::CompositeAlarm')
    return childrenOf(cfn as CfnCompositeAlarm, given.node.path).flatMap((child) => metricAlarmsOf(scope, child));
  if (cfn?.cfnResourceType === 'AWS::CloudWatch::Alarm') return [ownAlarm(scope, given, cfn as CfnAlarm)];
  if (cfn === undefined && typeof given.alarmArn === 'string') return [imported(scope, given)];
  throw new Error(
    `${given.node.path}: is ${cfn?.cfnResourceType ?? 'a construct without alarmArn'}, no alarm; right is a metric alarm, ` +
      'a composite alarm or an imported one.',
  );
}

/** The resource of an alarm, whether the construct is the resource or holds it. */
export function resourceOf(construct: IConstruct): CfnResource | undefined {
  if (CfnResource.isCfnResource(construct)) return construct;
  const child = construct.node.defaultChild;
  return child !== undefined && CfnResource.isCfnResource(child) ? child : undefined;
}

/** An alarm of this stack or of one beside it; one without a name gets one that is known before anything is deployed. */
function ownAlarm(scope: Construct, construct: IConstruct, cfn: CfnAlarm): ExistingAlarm {
  const own = Stack.of(scope);
  const { stack } = cfn;
  if (stack.nestedStackParent)
    throw new Error(`${construct.node.path}: is in nested stack ${stack.node.path}; right is an alarm of its parent.`);
  if (Stage.of(stack) !== Stage.of(own))
    throw new Error(`${construct.node.path}: is in another stage; right is an alarm of the stage of ${own.node.path}.`);
  refuseElsewhere(construct, stack, own);
  return { construct, cfn, name: nameOf(construct, cfn) };
}

function nameOf({ node }: IConstruct, cfn: CfnAlarm): string {
  // An alarm without a name has a token that resolves to none.
  const given: unknown = cfn.stack.resolve(cfn.alarmName);
  if (typeof given === 'string') return given;
  if (given !== undefined)
    throw new Error(`${node.path}: its alarmName is known at deployment alone; right is a literal name, or none.`);
  const name = rollbackAlarmName(cfn.stack.stackName, Names.uniqueResourceName(cfn, { maxLength: 100 }));
  cfn.alarmName = name;
  return name;
}

function imported(scope: Construct, alarm: IAlarm & IConstruct): ExistingAlarm {
  if (!Token.isUnresolved(alarm.alarmArn)) refuseElsewhere(alarm, placeOf(alarm.alarmArn), Stack.of(scope));
  const { alarmName: name } = alarm;
  if (Token.isUnresolved(name))
    throw new Error(
      `${alarm.node.path}: the name of this imported alarm is known at deployment alone; right is a literal ARN or name.`,
    );
  Annotations.of(scope).addWarningV2(
    `guarded:imported-alarm-${name}`,
    `${alarm.node.path}: ${name} was imported: nobody can read whether it can fire within the bake, and a composite alarm ` +
      'would not be handed to CloudFormation; the proof says unknown.',
  );
  return { construct: alarm, name };
}

interface Place {
  readonly account: string;
  readonly region: string;
}

function placeOf(arn: string): Place {
  const [, , , region = '', account = ''] = arn.split(':');
  return { account, region };
}

/** CloudFormation takes triggers of the stack's own account and region alone. */
function refuseElsewhere({ node }: IConstruct, at: Place, own: Place): void {
  const differs = (one: string, other: string): boolean =>
    one !== other && !Token.isUnresolved(one) && !Token.isUnresolved(other);
  if (!differs(at.account, own.account) && !differs(at.region, own.region)) return;
  throw new Error(
    `${node.path}: is an alarm of account ${at.account}, ${at.region}; CloudFormation takes rollback triggers of the ` +
      `stack's own, which is ${own.account}, ${own.region}.`,
  );
}
