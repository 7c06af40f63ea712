import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../cloud/cloud';

/** People use what was deployed: every alarm that stands in an account says that all is well, or that it is not. */
export async function traffic(cloud: Cloud, emulator: string, account: string, state: 'OK' | 'ALARM'): Promise<void> {
  const regions = new Set([...cloud.named('AWS::CloudWatch::Alarm', account).values()].map(({ at }) => at.region));
  for (const region of regions) {
    const client = new CloudWatchClient({
      endpoint: emulator,
      region,
      credentials: { accessKeyId: account, secretAccessKey: 'x' },
    });
    const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({}));
    for (const { AlarmName } of MetricAlarms)
      await client.send(new SetAlarmStateCommand({ AlarmName, StateValue: state, StateReason: 'played' }));
  }
}
