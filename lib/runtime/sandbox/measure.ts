import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Lease } from '../../sandbox/lease';
import { measuresOf } from '../../sandbox/measures';
import { SANDBOX_METRICS } from '../../sandbox/wiring';
import { attempt } from '../failure';
import type { SandboxRuntime } from './runtime';

/** Values that one call may carry. */
const MOST = 1000;

/** Tells the dashboard how leases stand. */
export async function putMeasures(runtime: SandboxRuntime<'metrics'>, leases: readonly Lease[]): Promise<void> {
  const now = runtime.now();
  const data = leases
    .flatMap((lease) => measuresOf(lease, now))
    .map(({ name, value, dimensions }) => ({
      MetricName: name,
      Value: value,
      Timestamp: now,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    }));
  for (let first = 0; first < data.length; first += MOST) {
    const MetricData = data.slice(first, first + MOST);
    const command = new PutMetricDataCommand({ Namespace: SANDBOX_METRICS, MetricData });
    await attempt('tell the dashboard how environments stand', () => runtime.clients.metrics.send(command));
  }
}
