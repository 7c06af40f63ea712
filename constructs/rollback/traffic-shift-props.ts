import type { Duration } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type {
  DeploymentAlarmConfig,
  DeploymentCircuitBreaker,
  DeploymentStrategy,
  TrafficShiftConfig,
} from 'aws-cdk-lib/aws-ecs';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

/** How traffic moves from the old version to the new one. */
export enum TrafficShiftKind {
  /** A share first, everything after the interval. */
  CANARY = 'canary',
  /** A share, and again the same share after each interval. */
  LINEAR = 'linear',
  /** Everything at once, watched for the bake time; for environments without traffic to sample. */
  ALL_AT_ONCE = 'all-at-once',
}

/** What `LambdaTrafficShift` needs to know. */
export interface LambdaTrafficShiftProps {
  /** The function; its current version gets the traffic. */
  readonly handler: LambdaFunction;
  /**
   * Name of the alias that callers use.
   * @default 'live'
   */
  readonly aliasName?: string;
  /**
   * How traffic moves.
   * @default TrafficShiftKind.CANARY
   */
  readonly kind?: TrafficShiftKind;
  /**
   * Share of the traffic that moves first (canary) or each time (linear), 1 to 99 percent.
   * @default 10
   */
  readonly percent?: number;
  /**
   * Time between the steps, whole minutes. Each alarm must be able to fire within it: after the last step nobody looks.
   * @default Duration.minutes(5)
   */
  readonly interval?: Duration;
  /**
   * Share of failed invocations of the new version, alone, that takes it back.
   * @default 1
   */
  readonly maxErrorPercent?: number;
  /**
   * Further alarms that take it back, at most nine; a composite that any of its alarms fires stands for these.
   * @default - the alarm on the new version's errors only
   */
  readonly alarms?: IAlarm[];
}

/** What `EcsTrafficShift` needs to know. */
export interface EcsTrafficShiftProps {
  /** Alarms that take the deployment back; one at least. A composite that any of its alarms fires stands for these. */
  readonly alarms: IAlarm[];
  /**
   * How traffic moves. Canary and linear need a load balancer or Service Connect; a service without either (a worker) uses
   * ALL_AT_ONCE, which ECS calls blue/green.
   * @default TrafficShiftKind.ALL_AT_ONCE
   */
  readonly kind?: TrafficShiftKind;
  /**
   * Share of the traffic that moves first (canary: 0.1 to 100) or each time (linear: 3 to 100), in percent.
   * @default 10
   */
  readonly percent?: number;
  /**
   * Time between the steps, up to 24 hours. Each alarm must be able to fire within it.
   * @default Duration.minutes(5)
   */
  readonly interval?: Duration;
  /**
   * Time that old and new run side by side after all traffic has moved, up to 24 hours. Each alarm must be able to fire
   * within it.
   * @default Duration.minutes(10)
   */
  readonly bake?: Duration;
}

/** Options for an ECS service, to be spread into the props of `FargateService`. */
export interface EcsDeploymentOptions {
  /** Native strategy of ECS. */
  readonly deploymentStrategy: DeploymentStrategy;
  /** Time that old and new run side by side. */
  readonly bakeTime: Duration;
  /** Alarms that take the deployment back. */
  readonly deploymentAlarms: DeploymentAlarmConfig;
  /** Takes back a deployment whose tasks do not start. */
  readonly circuitBreaker: DeploymentCircuitBreaker;
  /**
   * Steps of a canary.
   * @default - no canary
   */
  readonly canaryConfiguration?: TrafficShiftConfig;
  /**
   * Steps of a linear shift.
   * @default - not linear
   */
  readonly linearConfiguration?: TrafficShiftConfig;
}
