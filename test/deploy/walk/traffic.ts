import { CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../cloud/cloud';
import { serviceFor } from '../cloud/principals';

/**
 * People use what was deployed: every alarm of an account is told whether all is well there, or is left as it was; it tells the
 * topics that its actions name, if these and their keys let CloudWatch. AWS notes a refusal in the alarm's history alone;
 * here it stops the walk.
 */
export async function traffic(
  cloud: Cloud,
  emulator: string,
  account: string,
  stateOf: (alarm: string) => 'OK' | 'ALARM' | undefined,
): Promise<void> {
  const regions = new Set([...cloud.named('AWS::CloudWatch::Alarm', account).values()].map(({ at }) => at.region));
  for (const region of regions) {
    const client = new CloudWatchClient({
      endpoint: emulator,
      region,
      credentials: { accessKeyId: account, secretAccessKey: 'x' },
    });
    const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({}));
    for (const { AlarmName, AlarmArn, AlarmActions, OKActions } of MetricAlarms) {
      const state = stateOf(AlarmName!);
      if (state === undefined) continue;
      await client.send(new SetAlarmStateCommand({ AlarmName, StateValue: state, StateReason: 'played' }));
      const actions = (state === 'ALARM' ? AlarmActions : OKActions) ?? [];
      for (const topic of actions.filter((arn) => arn.includes(':sns:'))) tell(cloud, account, AlarmArn!, topic);
    }
  }
}

function tell(cloud: Cloud, account: string, alarm: string, topic: string): void {
  const cloudWatch = serviceFor('cloudwatch.amazonaws.com', account, alarm);
  cloud.authorize(cloudWatch, { action: 'sns:Publish', resource: topic });
  const key = cloud.topicKeys.get(topic);
  if (key === undefined) return;
  for (const action of ['kms:GenerateDataKey', 'kms:Decrypt']) cloud.authorize(cloudWatch, { action, resource: key });
}
