import { App, Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AlarmTopicRules } from '../../../constructs/checks/alarm-topics';
import { letAlarmsPublish } from '../../../constructs/rollback/alarm-topic';

function deaf(prepare: (topic: Topic) => void, enforceSSL = true): string[] {
  const app = new App();
  const stack = new Stack(app, 'S', { env: { account: '333333333333', region: 'eu-west-2' } });
  const topic = new Topic(stack, 'Topic', { enforceSSL });
  const metric = new Metric({ namespace: 'N', metricName: 'M' });
  new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(topic));
  prepare(topic);
  const context = { appConstruct: app, templatePaths: [], stackTemplates: [] };
  const { violations } = new AlarmTopicRules().validate(context as never);
  return violations.flatMap(({ violatingResources }) => violatingResources.map((one) => String(one.constructPath)));
}

test('a topic that only denies is deaf to alarms', () => {
  expect(deaf(() => {})).toEqual(['S/Topic/Resource']);
});

test('one without a policy has the default one', () => {
  expect(deaf(() => {}, false)).toEqual([]);
});

test('one that lets CloudWatch in hears them', () => {
  expect(deaf(letAlarmsPublish)).toEqual([]);
});

test('letting somebody else in does not count, nor a denial', () => {
  expect(deaf((topic) => topic.grantPublish(new ServicePrincipal('events.amazonaws.com')))).toEqual([
    'S/Topic/Resource',
  ]);
});
