import type { Duration } from 'aws-cdk-lib';
import type { ComparisonOperator, IAlarm, IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** One metric alarm that takes a deployment back. */
export interface RollbackAlarm {
  /** Short name, unique in the stack, for example `errors`; the alarm is named `<stack name>-rollback-errors`. */
  readonly name: string;
  /** A metric or a metric math expression; its period is the alarm's period. */
  readonly metric: IMetric;
  /** Value that the metric is compared with. */
  readonly threshold: number;
  /**
   * Number of periods that are looked at.
   * @default 1
   */
  readonly evaluationPeriods?: number;
  /**
   * Number of those periods that must breach.
   * @default - all of them
   */
  readonly datapointsToAlarm?: number;
  /**
   * How the metric is compared with the threshold.
   * @default ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
   */
  readonly comparisonOperator?: ComparisonOperator;
  /**
   * What a period without data means.
   * @default TreatMissingData.NOT_BREACHING
   */
  readonly treatMissingData?: TreatMissingData;
  /**
   * Requests in one period below which the metric stays silent (its traffic floor). Give it where the expression has
   * one, so that it can be checked against `requestsPerMinute`.
   * @default 1
   */
  readonly minimumRequests?: number;
  /**
   * Requests a minute that this environment sees at its quietest, synthetic ones included.
   * @default - not known: the traffic floor is not checked
   */
  readonly requestsPerMinute?: number;
  /**
   * What is wrong when it fires, for the person who reads the notification.
   * @default - the short name and the stack
   */
  readonly description?: string;
}

/** What `RollbackAlarms` needs to know. */
export interface RollbackAlarmsProps {
  /**
   * Alarms to make. With `existing` one to five: CloudFormation takes no more rollback triggers. An entry that is an alarm
   * construct already counts as `existing`.
   */
  readonly alarms: RollbackAlarm[];
  /**
   * Alarms that are there already: metric alarms of the stage in this stack's account and region, composite alarms that any
   * of their alarms fires, which stand for those alarms, and imported ones, of which nobody can read whether they fire. An
   * alarm without a name gets one, since it must be known before anything is deployed.
   * @default - none
   */
  readonly existing?: IAlarm[];
  /**
   * Time that the alarms are watched after the update, 1 to 180 minutes. Each alarm must be able to fire within it.
   * @default Duration.minutes(15)
   */
  readonly bake?: Duration;
  /**
   * Namespaces of metrics that the workload emits itself, for example `Orders`. An alarm on a metric of a namespace that
   * neither AWS nor the workload emits would never fire, so it is refused.
   * @default - none: the metrics of AWS services alone
   */
  readonly emits?: string[];
  /**
   * Topic that hears of each alarm.
   * @default - nobody: the deployment itself reacts
   */
  readonly notify?: ITopic;
}
