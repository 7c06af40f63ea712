/* eslint-disable @typescript-eslint/no-explicit-any -- templates are JSON */
import { App, Stack, type Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Environment, EnvironmentKind, EnvironmentStage } from '../../../constructs/environment';
import { AlarmTopicRules } from '../../../constructs/checks/alarm-topics';
import { letAlarmsPublish } from '../../../constructs/rollback/alarm-topic';

const env = { account: '333333333333', region: 'eu-west-2' };

function deaf(prepare: (topic: Topic) => void, enforceSSL = true, app: App | Stage = new App()): string[] {
  const stack = new Stack(app, 'S', { env });
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

describe('a stage', () => {
  const environment = new Environment({
    ...{ application: 'orders', name: 'prod', kind: EnvironmentKind.PROD },
    ...{ account: env.account, regions: [env.region] },
  });
  const stageOf = () => new EnvironmentStage(new App(), 'P', { environment, region: env.region });

  test('lets the alarms of a workload be heard, and nobody else', () => {
    const stage = stageOf();
    expect(deaf(() => {}, true, stage)).toEqual(['P/S/Topic/Resource']);
    stage.synth();
    const stack = stage.node.findChild('S') as Stack;
    const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, any> };
    const policy = Object.values(Resources).find(({ Type }) => Type === 'AWS::SNS::TopicPolicy');
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny' }),
      expect.objectContaining({
        ...{ Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } },
        Condition: { StringEquals: { 'aws:SourceAccount': env.account } },
      }),
    ]);
    const context = { appConstruct: stage, templatePaths: [], stackTemplates: [] };
    expect(new AlarmTopicRules().validate(context as never).success).toBe(true);
  });

  test('opens no topic that no alarm publishes on', () => {
    const stage = stageOf();
    new Topic(new Stack(stage, 'S', { env }), 'Topic', { enforceSSL: true });
    stage.synth();
    const text = JSON.stringify(Template.fromStack(stage.node.findChild('S') as Stack).toJSON());
    expect(text).toContain('AllowPublishThroughSSLOnly');
    expect(text).not.toContain('cloudwatch.amazonaws.com');
  });
});
