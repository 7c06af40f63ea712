import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** What `AvailabilityObjective` needs to know. */
export interface AvailabilityObjectiveProps {
  /** Name of what is available, for example `orders-api`; it starts the names of the alarms. Unique in the region. */
  readonly name: string;
  /**
   * Count of all requests (statistic Sum), one metric or a sum of several (`a + b`, `SUM([a, b])`); dimensions as the
   * service publishes them.
   */
  readonly requests: IMetric;
  /** Count of failed requests among them (statistic Sum), one metric or a sum: what a balancer answers and its targets. */
  readonly errors: IMetric;
  /**
   * Percentage of requests that must succeed over 30 days, 93.06 to below 100: below, the fastest pair of alarms
   * would need more failures than there are requests.
   * @default 99.98
   */
  readonly objectivePercent?: number;
  /**
   * Requests a minute at the quietest, synthetic ones included. Where a window at this rate holds fewer requests than
   * one error needs to stay quiet, synthesis warns that the window is blind.
   * @default - not known: not checked
   */
  readonly requestsPerMinute?: number;
  /**
   * Topic that hears of each burn-rate pair.
   * @default - nobody
   */
  readonly notify?: ITopic;
  /**
   * Also make an Application Signals service level objective with a rolling 30 days, which reports the error budget.
   * The account must have Application Signals enabled (`aws application-signals start-discovery`, once). Without it the
   * gate needs another objective to ask. One without any request has no budget to report, which counts as spent: keep
   * synthetic requests coming.
   * @default true
   */
  readonly applicationSignals?: boolean;
}
