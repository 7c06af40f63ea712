import { CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { pages } from '../unread';
import { byCloudFormationNames, type Content } from './content';
import type { Kind, ResourceEntry } from './kind';

/** What an alarm says of its own state, and when it was made: nothing of what it is. */
const STATE = /^(AlarmArn|.*Timestamp|State.*|EvaluationState)$/;

/** Alarms by what they watch and whom they tell: nothing runs as them, and a proof does not rest on them. */
export const alarms: Kind = {
  type: 'AWS::CloudWatch::Alarm',
  lists: 'cloudwatch:DescribeAlarms',
  informs: true,
  async collect({ config }) {
    const client = new CloudWatchClient(config);
    const found = await pages(async (NextToken) => {
      const page = await client.send(new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm'], NextToken }));
      return { items: page.MetricAlarms, token: page.NextToken };
    });
    return found.map(entryOf);
  },
};

function entryOf(alarm: MetricAlarm): ResourceEntry {
  const kept = Object.entries(alarm).filter(([name]) => !STATE.test(name));
  const content = byCloudFormationNames(Object.fromEntries(kept)) as Content;
  return { arn: alarm.AlarmArn ?? '', type: 'AWS::CloudWatch::Alarm', content };
}
