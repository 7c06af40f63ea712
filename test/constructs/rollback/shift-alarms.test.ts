/** What may take a shift back: alarms of the stage, composites by what they listen to, alarms that others made. */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, AlarmRule, CfnAlarm, CompositeAlarm, type IAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { EcsTrafficShift, LambdaTrafficShift } from '../../../constructs/rollback';

const alarm = (stack: Stack, id: string, minutes = 1): Alarm =>
  new Alarm(stack, id, {
    metric: new Metric({ namespace: 'N', metricName: id, period: Duration.minutes(minutes) }),
    threshold: 1,
    evaluationPeriods: 1,
  });

const anyOf = (stack: Stack, ...children: IAlarm[]): CompositeAlarm =>
  new CompositeAlarm(stack, 'Any', { alarmRule: AlarmRule.anyOf(...children) });

function lambda(make: (stack: Stack) => IAlarm[]): Stack {
  const stack = new Stack(new App(), 'Prod');
  const code = Code.fromInline('exports.handler = async () => 0;');
  const handler = new LambdaFunction(stack, 'Handler', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code,
  });
  new LambdaTrafficShift(stack, 'Shift', { handler, alarms: make(stack) });
  return stack;
}

const names = (stack: Stack): unknown[] => {
  const [group] = Object.values(Template.fromStack(stack).findResources('AWS::CodeDeploy::DeploymentGroup'));
  return (group!.Properties.AlarmConfiguration.Alarms as { Name: unknown }[]).map(({ Name }) => Name).slice(1);
};

const said = (stack: Stack): string[] => stack.node.findAll().flatMap((node) => node.node.validate());

test('a composite stands for the alarms that it listens to', () => {
  const made = lambda((stack) => [anyOf(stack, alarm(stack, 'A'), alarm(stack, 'B'))]);
  expect(names(made)).toEqual([{ Ref: expect.stringMatching(/^A/) }, { Ref: expect.stringMatching(/^B/) }]);
  expect(said(made)).toEqual([]);
});

test('an alarm within a composite that cannot fire between two steps is told by its own path', () => {
  const made = lambda((stack) => [anyOf(stack, alarm(stack, 'Slow', 10))]);
  expect(said(made)).toEqual([expect.stringMatching(/^Prod\/Slow: the alarm cannot fire within the bake/)]);
});

test('one that only all of its alarms fire is refused', () => {
  const all = (stack: Stack): IAlarm[] => [
    new CompositeAlarm(stack, 'All', { alarmRule: AlarmRule.allOf(alarm(stack, 'A'), alarm(stack, 'B')) }),
  ];
  expect(() => lambda(all)).toThrow(/^Prod\/All: the rule of this composite alarm is/);
});

test('plain resources within a composite are found by reference', () => {
  const made = lambda((stack) => {
    const threshold = { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1, threshold: 1 };
    const metric = { namespace: 'N', metricName: 'X', period: 60, statistic: 'Sum' };
    const plain = new CfnAlarm(stack, 'Plain', { ...threshold, ...metric });
    return [anyOf(stack, Alarm.fromAlarmArn(stack, 'Imported', plain.attrArn))];
  });
  expect(names(made)).toEqual([{ Ref: 'Plain' }]);
});

test('an alarm that others made is taken, and said to be unread', () => {
  const made = lambda((stack) => [Alarm.fromAlarmName(stack, 'Theirs', 'their-alarm')]);
  expect(names(made)).toEqual(['their-alarm']);
  Annotations.fromStack(made).hasWarning('/Prod/Shift', Match.stringLikeRegexp('Prod/Theirs: was imported'));
});

test('what is no alarm is told with the construct that was given it', () => {
  expect(() => lambda(() => ['their-alarm' as never])).toThrow(
    'Prod/Shift: alarms holds their-alarm, right is an alarm',
  );
  expect(() => lambda((stack) => [stack as never])).toThrow('is a construct without alarmArn, no alarm');
});

test('composites count by their alarms: CodeDeploy takes ten', () => {
  const ten = (stack: Stack): IAlarm[] => [anyOf(stack, ...[...'ABCDEFGHIJ'].map((id) => alarm(stack, id)))];
  expect(() => lambda(ten)).toThrow(/Prod\/Shift: 10 alarms and the one on the new version; CodeDeploy takes 10/);
});

test('a service takes composites by their alarms, each once', () => {
  const stack = new Stack(new App(), 'Prod');
  const [a, b] = [alarm(stack, 'A'), alarm(stack, 'B')];
  const { serviceOptions } = new EcsTrafficShift(stack, 'Shift', { alarms: [a, anyOf(stack, a, b)] });
  expect(stack.resolve(serviceOptions.deploymentAlarms.alarmNames)).toEqual([
    stack.resolve(a.alarmName),
    stack.resolve(b.alarmName),
  ]);
});
