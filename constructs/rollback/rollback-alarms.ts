import { Duration, Names, Stack, Token } from 'aws-cdk-lib';
import { Alarm, type CfnAlarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { ROLLBACK_ALARMS_METADATA, ROLLBACK_LIMITS, alarmArn, rollbackAlarmName } from '../../lib/rollback';
import { acknowledgeReadBy } from './acknowledgements';
import { letAlarmsPublish } from './alarm-topic';
import { alarmProblems } from './alarm-timing';
import { type ExistingAlarm, isAlarmConstruct, metricAlarmsOf } from './existing-alarms';
import type { RollbackAlarm, RollbackAlarmsProps } from './rollback-alarms-props';
import { required } from '../../lib/required';

/**
 * The alarms of a stack that take its deployment back. They live with the workload, carry names that are known before
 * anything is deployed, and stand in the template's metadata under `GuardedEnvironments::RollbackAlarms`, where the deploy
 * action finds what it hands to CloudFormation as rollback triggers. One to a stack.
 *
 * A first deployment has nothing to return to and no alarms yet: CloudFormation refuses triggers that do not exist, so the
 * deploy action hands over those that do.
 *
 * @throws at synthesis, with the construct path and the arithmetic, when an alarm cannot fire within the bake.
 */
export class RollbackAlarms extends Construct {
  /** The alarms that it made, in the order given. */
  public readonly alarms: Alarm[];
  /** Names of all, those that were there already last: `<stack name>-rollback-<short name>` where it gave the name. */
  public readonly alarmNames: string[];
  /** Their ARNs, as CloudFormation's rollback triggers take them. */
  public readonly alarmArns: string[];
  /** Time that they are watched after the update. */
  public readonly bake: Duration;

  public constructor(scope: Construct, id: string, props: RollbackAlarmsProps) {
    super(scope, id);
    required(`RollbackAlarms '${id}'`, props, ['alarms']);
    this.bake = props.bake ?? Duration.minutes(15);
    const stack = Stack.of(this);
    const made = props.alarms.filter((entry) => !isAlarmConstruct(entry));
    this.refuse([...shapeProblems(made), ...this.bakeProblems(), ...this.nameProblems(stack)]);
    const existing = this.existing(props);
    const names = made.map((alarm) => rollbackAlarmName(stack.stackName, alarm.name));
    this.alarmNames = [...names, ...existing.map(({ name }) => name)];
    this.refuse(this.countProblems());
    this.alarmArns = this.alarmNames.map((name) => alarmArn(stack.partition, stack.region, stack.account, name));
    if (props.notify) letAlarmsPublish(props.notify);
    this.alarms = made.map((alarm, index) => this.makeAlarm(alarm, names[index]!, props));
    this.node.addValidation({ validate: () => existing.flatMap((alarm) => this.firing(alarm, props)) });
    this.publish(stack, existing, props.emits);
  }

  /** Metric alarms that were there already, each once. */
  private existing({ alarms, existing = [] }: RollbackAlarmsProps): ExistingAlarm[] {
    const given = [...(alarms as unknown[]).filter(isAlarmConstruct), ...existing];
    const strange = given.find((one) => !isAlarmConstruct(one));
    if (strange !== undefined) this.refuse([`existing holds ${shown(strange)}, right is alarms`]);
    const found = given.flatMap((alarm) => metricAlarmsOf(this, alarm));
    return found.filter(({ name }, index) => found.findIndex((other) => other.name === name) === index);
  }

  private firing({ construct, cfn }: ExistingAlarm, { emits }: RollbackAlarmsProps): string[] {
    return cfn === undefined ? [] : alarmProblems(construct, this.bake, {}, emits ?? []);
  }

  private makeAlarm(alarm: RollbackAlarm, alarmName: string, props: RollbackAlarmsProps): Alarm {
    const made = new Alarm(this, alarm.name, {
      alarmName,
      alarmDescription: alarm.description ?? `${alarm.name} of ${Stack.of(this).stackName}: takes a deployment back`,
      metric: alarm.metric,
      threshold: alarm.threshold,
      evaluationPeriods: alarm.evaluationPeriods ?? 1,
      datapointsToAlarm: alarm.datapointsToAlarm,
      comparisonOperator: alarm.comparisonOperator ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: alarm.treatMissingData ?? TreatMissingData.NOT_BREACHING,
    });
    if (props.notify) made.addAlarmAction(new SnsAction(props.notify));
    else acknowledgeReadBy(made, 'CloudFormation');
    made.node.addValidation({ validate: () => alarmProblems(made, this.bake, alarm, props.emits ?? []) });
    return made;
  }

  /** Names are literals in the metadata: the deploy action reads them before anything is resolved. */
  private publish(stack: Stack, existing: readonly ExistingAlarm[], emits: readonly string[] | undefined): void {
    stack.templateOptions.metadata = {
      ...stack.templateOptions.metadata,
      [ROLLBACK_ALARMS_METADATA]: {
        version: 1,
        bakeMinutes: this.bake.toMinutes(),
        alarms: [
          ...this.alarms.map((alarm, index) => ({
            name: this.alarmNames[index],
            logicalId: stack.getLogicalId(alarm.node.defaultChild as CfnAlarm),
          })),
          ...existing.map(({ name, cfn, construct }) =>
            cfn
              ? { name, logicalId: cfn.logicalId }
              : { name, logicalId: Names.uniqueId(construct), imported: true as const },
          ),
        ],
        ...(emits && emits.length > 0 ? { emits } : {}),
      },
    };
  }

  private countProblems(): string[] {
    const stack = Stack.of(this);
    const problems: string[] = [];
    const { length } = this.alarmNames;
    if (length < 1 || length > ROLLBACK_LIMITS.alarms)
      problems.push(`${length} alarms; CloudFormation takes 1 to ${ROLLBACK_LIMITS.alarms} rollback triggers`);
    if (new Set(this.alarmNames).size < length)
      problems.push(`two alarms share a name among ${this.alarmNames.join(', ')}`);
    if (stack.templateOptions.metadata?.[ROLLBACK_ALARMS_METADATA])
      problems.push(`stack ${stack.node.path} has RollbackAlarms already; put all of them into one`);
    return problems;
  }

  private bakeProblems(): string[] {
    const seconds = this.bake.toSeconds();
    if (seconds % 60 === 0 && seconds >= 60 && seconds <= ROLLBACK_LIMITS.bakeMinutes * 60) return [];
    return [`a bake of ${seconds} s; CloudFormation watches 1 to ${ROLLBACK_LIMITS.bakeMinutes} whole minutes`];
  }

  private nameProblems(stack: Stack): string[] {
    if (stack.nestedStackParent)
      return [`nested stack ${stack.node.path} has no name before it is deployed; put RollbackAlarms into its parent`];
    return Token.isUnresolved(stack.stackName)
      ? [`the name of stack ${stack.node.path} is not known at synthesis`]
      : [];
  }

  private refuse(problems: string[]): void {
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}.`);
  }
}

/** What of the entries is neither a description of an alarm nor an alarm: TypeScript does not ask everybody. */
function shapeProblems(alarms: readonly RollbackAlarm[]): string[] {
  return alarms.flatMap((entry: Partial<RollbackAlarm> | null | undefined) =>
    typeof entry?.name === 'string' && entry.name !== '' && typeof entry.metric?.toMetricConfig === 'function'
      ? []
      : [`alarms holds ${shown(entry)}, right is { name, metric, threshold } or an alarm`],
  );
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? `an object of ${Object.keys(value).join(', ') || 'nothing'}`
    : String(value);
}
