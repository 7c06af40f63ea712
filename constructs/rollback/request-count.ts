import { Duration, type Stack } from 'aws-cdk-lib';
import type { CfnServiceLevelObjective } from 'aws-cdk-lib/aws-applicationsignals';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { summandsOf } from '../../lib/rollback';

/** A metric that counts requests, and whether it is added or taken off. */
interface Summand {
  readonly metric: IMetric;
  readonly sign: 1 | -1;
}

/** A count of requests: one metric, or a sum of several, which can be taken over any window. */
export class RequestCount {
  private readonly summands: readonly Summand[];

  /**
   * @param id Name of the count within expressions, `requests`.
   * @throws with `where` when the metric is neither plain nor a sum of plain ones.
   */
  public constructor(
    private readonly where: string,
    private readonly id: string,
    metric: IMetric,
  ) {
    this.summands = this.read(metric, 1);
  }

  /** The count over a window. */
  public over(period: Duration): IMetric {
    const [only, ...others] = this.summands;
    if (only!.sign === 1 && others.length === 0) return summed(only!.metric, period);
    const metrics = this.summands.map(({ metric }, at) => [`${this.id}${at}`, summed(metric, period)] as const);
    return new MathExpression({ expression: this.expression(), usingMetrics: Object.fromEntries(metrics), period });
  }

  /** The count as Application Signals takes it: one-minute sums. */
  public queries(): CfnServiceLevelObjective.MetricDataQueryProperty[] {
    const [only, ...others] = this.summands;
    if (only!.sign === 1 && others.length === 0) return [query(this.id, only!.metric, true)];
    return [
      ...this.summands.map(({ metric }, at) => query(`${this.id}${at}`, metric, false)),
      { id: this.id, expression: this.expression(), returnData: true },
    ];
  }

  /** What is counted, whatever order it is added up in. */
  public key(stack: Stack): string {
    return JSON.stringify(this.summands.map(({ metric, sign }) => `${sign} ${keyOf(stack, metric)}`).sort());
  }

  /** The names of the metrics, for messages. */
  public names(): string {
    return this.summands.map(({ metric }) => metric.toMetricConfig().metricStat!.metricName).join(' + ');
  }

  /** A metric without data is nothing to add; without the zero the whole sum would be missing. */
  private expression(): string {
    return this.summands.map(({ sign }, at) => `${signOf(sign, at)}FILL(${this.id}${at}, 0)`).join('');
  }

  private read(metric: IMetric, sign: 1 | -1): Summand[] {
    if (typeof (metric as { toMetricConfig?: unknown }).toMetricConfig !== 'function')
      throw new Error(`${this.where}: ${this.id} is ${JSON.stringify(metric)}, right is a metric.`);
    const { metricStat, mathExpression: sum } = metric.toMetricConfig();
    if (metricStat) return [{ metric, sign }];
    const ids = Object.keys(sum?.usingMetrics ?? {});
    const found = sum && summandsOf(sum.expression, ids);
    if (found) return found.flatMap(({ id, sign: own }) => this.read(sum.usingMetrics[id]!, own === sign ? 1 : -1));
    const got = sum ? `the expression ${JSON.stringify(sum.expression)}` : 'a search';
    throw new Error(
      `${this.where}: ${this.id} is ${got}, which cannot be taken over several windows; right is a metric, or a sum of ` +
        'metrics: a + b - c, SUM([a, b]), FILL(a, 0) + b.',
    );
  }
}

function signOf(sign: 1 | -1, at: number): string {
  if (at === 0) return sign === 1 ? '' : '-';
  return sign === 1 ? ' + ' : ' - ';
}

/** The same metric summed over another period. */
function summed(metric: IMetric, period: Duration): IMetric {
  return (metric as unknown as { with(props: { period: Duration; statistic: string }): IMetric }).with({
    period,
    statistic: 'Sum',
  });
}

function keyOf(stack: Stack, metric: IMetric): string {
  const { namespace, metricName, dimensions = [], account, region } = metric.toMetricConfig().metricStat ?? {};
  const sorted = dimensions.map(({ name, value }) => JSON.stringify([name, stack.resolve(value)])).sort();
  return JSON.stringify(stack.resolve([namespace, metricName, sorted, account, region]));
}

function query(id: string, metric: IMetric, returnData: boolean): CfnServiceLevelObjective.MetricDataQueryProperty {
  const stat = summed(metric, Duration.minutes(1)).toMetricConfig().metricStat!;
  return {
    id,
    returnData,
    metricStat: {
      metric: {
        namespace: stat.namespace,
        metricName: stat.metricName,
        dimensions: stat.dimensions?.map(({ name, value }) => ({ name, value: String(value) })),
      },
      period: 60,
      stat: 'Sum',
    },
  };
}
