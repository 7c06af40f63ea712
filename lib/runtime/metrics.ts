import { type MetricDatum, PutMetricDataCommand, type StandardUnit } from '@aws-sdk/client-cloudwatch';
import { deliveryMetrics } from '../change/metrics';
import { parseChange } from './change-store';
import { attempt } from './failure';
import { KEYS } from './keys';
import { bind, type Runtime } from './runtime';
import { queryItems } from './table';

/** Days that the figures look back. */
const DAYS = 30;
/** Records read; more than most applications release in that time. */
const RECORDS = 2000;

/** Measures how the application delivers. The figures are gauges: telling them twice changes nothing. */
export async function metrics(runtime: Runtime, _event: unknown): Promise<{ records: number }> {
  const { application, metricNamespace } = runtime.settings;
  const items = await queryItems(runtime, KEYS.change(application, 1).pk, 'CHANGE#', RECORDS);
  const now = runtime.now();
  const measured = deliveryMetrics(items.map(parseChange), now, DAYS);
  const datum = (MetricName: string, Value: number | undefined, Unit: StandardUnit): MetricDatum[] =>
    Value === undefined
      ? []
      : [{ MetricName, Value, Unit, Timestamp: now, Dimensions: [{ Name: 'Application', Value: application }] }];
  const command = new PutMetricDataCommand({
    Namespace: metricNamespace,
    MetricData: [
      ...datum('DeploymentFrequency', measured.deploymentFrequency, 'Count'),
      ...datum('LeadTime', measured.leadTime, 'Seconds'),
      ...datum('ChangeFailureRate', measured.changeFailureRate && measured.changeFailureRate * 100, 'Percent'),
      ...datum('TimeToRestore', measured.timeToRestore, 'Seconds'),
    ],
  });
  await attempt(`put the metrics of ${application}`, () => runtime.clients.metrics.send(command));
  return { records: items.length };
}

/** Entry point of the function. */
export const handler = bind(metrics);
