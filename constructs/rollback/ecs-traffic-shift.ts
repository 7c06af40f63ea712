import { Duration, Token } from 'aws-cdk-lib';
import type { CfnAlarm, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmBehavior, DeploymentStrategy } from 'aws-cdk-lib/aws-ecs';
import { Construct, type IConstruct } from 'constructs';
import { shiftProblems } from '../../lib/rollback';
import { shiftAlarmProblems, shiftAlarms } from './shift-alarms';
import { resourceOf } from './existing-alarms';
import { carrierProblems } from './shift-carriers';
import { type EcsDeploymentOptions, type EcsTrafficShiftProps, TrafficShiftKind } from './traffic-shift-props';
import { required } from '../../lib/required';

const STRATEGIES: Record<TrafficShiftKind, DeploymentStrategy> = {
  [TrafficShiftKind.CANARY]: DeploymentStrategy.CANARY,
  [TrafficShiftKind.LINEAR]: DeploymentStrategy.LINEAR,
  [TrafficShiftKind.ALL_AT_ONCE]: DeploymentStrategy.BLUE_GREEN,
};

/** Smallest step of each kind in percent, as ECS documents TrafficShiftConfig. */
const SMALLEST_STEP = { canary: 0.1, linear: 3, 'all-at-once': 0 } as const;

/** ECS waits at most a day, for a step and for the bake. */
const LONGEST_WAIT_SECONDS = 24 * 60 * 60;

/**
 * Progressive delivery of an ECS service by ECS itself, taken back when an alarm fires or tasks do not start. Spread
 * `serviceOptions` into the props of the service. A first deployment has nothing to return to: it fails.
 *
 * @throws at synthesis, with the construct path and the arithmetic, when an alarm cannot fire within a step and the bake,
 * when no service of the stage carries the options, and when a service has nothing that traffic could be shifted with.
 * @example
 * const shift = new EcsTrafficShift(this, 'Shift', { alarms: [backlog] });
 * new FargateService(this, 'Worker', { cluster, taskDefinition, ...shift.serviceOptions });
 */
export class EcsTrafficShift extends Construct {
  /** Options for the service. */
  public readonly serviceOptions: EcsDeploymentOptions;

  private readonly kind: TrafficShiftKind;
  private readonly percent: number;
  private readonly interval: Duration;
  private readonly bake: Duration;

  public constructor(scope: Construct, id: string, props: EcsTrafficShiftProps) {
    super(scope, id);
    required(`EcsTrafficShift '${id}'`, props, ['alarms']);
    this.kind = props.kind ?? TrafficShiftKind.ALL_AT_ONCE;
    this.percent = props.percent ?? 10;
    this.interval = props.interval ?? Duration.minutes(5);
    this.bake = props.bake ?? Duration.minutes(10);
    const alarms = shiftAlarms(this, props.alarms);
    this.check(alarms.length);
    this.serviceOptions = {
      deploymentStrategy: STRATEGIES[this.kind],
      bakeTime: this.bake,
      deploymentAlarms: { alarmNames: [...new Set(alarms.map(nameOf))], behavior: AlarmBehavior.ROLLBACK_ON_ALARM },
      circuitBreaker: { enable: true, rollback: true },
      ...this.steps(),
    };
    this.node.addValidation({ validate: () => alarms.flatMap((alarm) => this.timingProblems(alarm)) });
    this.node.addValidation({ validate: () => carrierProblems(this, this.serviceOptions, this.stepped) });
  }

  private steps(): Pick<EcsDeploymentOptions, 'canaryConfiguration' | 'linearConfiguration'> {
    const step = { stepPercent: this.percent, stepBakeTime: this.interval };
    if (this.kind === TrafficShiftKind.CANARY) return { canaryConfiguration: step };
    return this.kind === TrafficShiftKind.LINEAR ? { linearConfiguration: step } : {};
  }

  private get stepped(): boolean {
    return this.kind !== TrafficShiftKind.ALL_AT_ONCE;
  }

  private timingProblems(alarm: IConstruct): string[] {
    return [...(this.stepped ? shiftAlarmProblems(alarm, this.interval) : []), ...shiftAlarmProblems(alarm, this.bake)];
  }

  private check(alarms: number): void {
    const problems = [...waitProblems('interval', this.interval), ...waitProblems('bake', this.bake)];
    const smallest = SMALLEST_STEP[this.kind];
    if (alarms === 0) problems.push('no alarms; a deployment that nothing can take back is not progressive');
    if (!(this.percent >= smallest && this.percent <= 100))
      problems.push(`percent is ${this.percent}, right is ${smallest} to 100 for ${this.kind}`);
    else if (this.stepped && problems.length === 0) problems.push(...this.paceProblems());
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}.`);
  }

  private paceProblems(): string[] {
    const pace = { linear: this.kind === TrafficShiftKind.LINEAR, percent: this.percent };
    return shiftProblems({ ...pace, stepSeconds: this.interval.toSeconds(), bakeSeconds: this.bake.toSeconds() });
  }
}

function waitProblems(name: string, wait: Duration): string[] {
  const seconds = wait.toSeconds();
  const right = seconds % 60 === 0 && seconds <= LONGEST_WAIT_SECONDS;
  return right ? [] : [`${name} is ${seconds} s, right is whole minutes up to 24 hours`];
}

/** The name given, where there is one: a reference would make a circle when the alarm watches the service itself. */
function nameOf(alarm: IAlarm & IConstruct): string {
  const given = (resourceOf(alarm) as CfnAlarm | undefined)?.alarmName;
  return given && !Token.isUnresolved(given) ? given : alarm.alarmName;
}
