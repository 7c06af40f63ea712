import { App, CfnParameter, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { type RollbackAlarm, RollbackAlarms, type RollbackAlarmsProps } from '../../../constructs/rollback';
import { ROLLBACK_ALARMS_METADATA, readRollbackAlarms } from '../../../lib/rollback';

const errors = (period = Duration.minutes(1)): Metric =>
  new Metric({ namespace: 'AWS/Lambda', metricName: 'Errors', statistic: 'Sum', period });

const alarm = (change: Partial<RollbackAlarm> = {}): RollbackAlarm => ({
  name: 'errors',
  metric: errors(),
  threshold: 1,
  ...change,
});

function stackOf(): Stack {
  return new Stack(new App(), 'Prod', {
    stackName: 'orders-prod',
    env: { account: '666666666666', region: 'eu-west-2' },
  });
}

function make(props: Partial<RollbackAlarmsProps> = {}, stack = stackOf()): RollbackAlarms {
  return new RollbackAlarms(stack, 'Rollback', { alarms: [alarm()], ...props });
}

/** What synthesis says; without the AWS types check, which has its own say about each template. */
function problems(props: Partial<RollbackAlarmsProps>): string[] {
  return make(props)
    .node.findAll()
    .flatMap((node) => node.node.validate());
}

describe('rollback alarms', () => {
  const stack = stackOf();
  const made = make(
    { alarms: [alarm(), alarm({ name: 'slow' })], bake: Duration.minutes(20), notify: new Topic(stack, 'Topic') },
    stack,
  );
  const template = Template.fromStack(stack);

  it('have names known before anything is deployed', () => {
    expect(made.alarmNames).toEqual(['orders-prod-rollback-errors', 'orders-prod-rollback-slow']);
    expect(
      Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties.AlarmName),
    ).toEqual(made.alarmNames);
  });

  it('stand in the template for the deploy action, each pointing at a metric alarm of the same template', () => {
    const listed = readRollbackAlarms(template.toJSON())!;
    expect(listed.bakeMinutes).toBe(20);
    expect(listed.alarms.map(({ name }) => name)).toEqual(made.alarmNames);
    for (const { name, logicalId } of listed.alarms)
      expect(template.toJSON().Resources[logicalId]).toMatchObject({
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { AlarmName: name },
      });
  });

  it('keep metadata that was there', () => {
    const other = stackOf();
    other.templateOptions.metadata = { Owner: 'orders' };
    make({}, other);
    expect(Template.fromStack(other).toJSON().Metadata).toMatchObject({
      Owner: 'orders',
      [ROLLBACK_ALARMS_METADATA]: { version: 1 },
    });
  });

  it('have ARNs that CloudFormation takes as triggers', () => {
    expect(stack.resolve(made.alarmArns[0])).toEqual({
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':cloudwatch:eu-west-2:666666666666:alarm:orders-prod-rollback-errors'],
      ],
    });
  });

  it('tell the topic, and are quiet without data', () => {
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      TreatMissingData: 'notBreaching',
      AlarmActions: [Match.anyValue()],
    });
  });
});

describe('an alarm that cannot fire within the bake', () => {
  it.each<[string, Partial<RollbackAlarm>]>([
    ['its period is longer', { metric: errors(Duration.minutes(15)) }],
    ['it waits for too many periods', { evaluationPeriods: 14 }],
    [
      'a metric of its expression is longer',
      { metric: new MathExpression({ expression: 'e', usingMetrics: { e: errors() }, period: Duration.minutes(10) }) },
    ],
    ['its floor is above the traffic', { minimumRequests: 100, requestsPerMinute: 5 }],
  ])('is an error where %s', (_, change) => {
    expect(problems({ alarms: [alarm(change)] })).toEqual([
      expect.stringMatching(/^Prod\/Rollback\/errors: the alarm cannot fire within the bake: .*right would be/),
    ]);
  });

  it.each<[string, Partial<RollbackAlarmsProps>]>([
    ['the bake is longer', { alarms: [alarm({ metric: errors(Duration.minutes(15)) })], bake: Duration.minutes(31) }],
    ['few of many periods suffice', { alarms: [alarm({ evaluationPeriods: 14, datapointsToAlarm: 3 })] }],
    [
      'silence breaches',
      { alarms: [alarm({ minimumRequests: 100, requestsPerMinute: 5, treatMissingData: TreatMissingData.BREACHING })] },
    ],
  ])('is none where %s', (_, props) => expect(problems(props)).toEqual([]));

  it('fails synthesis', () => {
    const stack = stackOf();
    make({ alarms: [alarm({ evaluationPeriods: 14 })] }, stack);
    expect(() => Template.fromStack(stack)).toThrow(
      /\(14 datapoints \+ 1 period already begun\) × 60 s \+ 60 s .* = 960 s, the bake is 900 s/,
    );
  });

  it('is suspected where its period is not known', () => {
    const stack = stackOf();
    const made = make({}, stack);
    const periods = new CfnParameter(stack, 'Periods', { type: 'Number' });
    const cfn = made.alarms[0].node.defaultChild as unknown as { evaluationPeriods: number };
    cfn.evaluationPeriods = periods.valueAsNumber;
    expect(made.node.findAll().flatMap((node) => node.node.validate())).toEqual([
      expect.stringMatching(/not known at synthesis/),
    ]);
  });
});

describe('wrong props', () => {
  it.each<[string, Partial<RollbackAlarmsProps>, RegExp]>([
    ['no alarms', { alarms: [] }, /Prod\/Rollback: 0 alarms; CloudFormation takes 1 to 5/],
    ['six alarms', { alarms: [...'abcdef'].map((name) => alarm({ name })) }, /6 alarms/],
    ['two of a name', { alarms: [alarm(), alarm()] }, /two alarms share a name/],
    [
      'a bake of four hours',
      { bake: Duration.hours(4) },
      /a bake of 14400 s; CloudFormation watches 1 to 180 whole minutes/,
    ],
    ['a bake of seconds', { bake: Duration.seconds(90) }, /90 s/],
  ])('%s', (_, props, message) => expect(() => make(props)).toThrow(message));

  it('a second set in the same stack', () => {
    const stack = stackOf();
    make({}, stack);
    expect(() => new RollbackAlarms(stack, 'Again', { alarms: [alarm({ name: 'other' })] })).toThrow(
      /has RollbackAlarms already/,
    );
  });

  it('a nested stack, whose name nobody knows', () => {
    const nested = new NestedStack(stackOf(), 'Nested');
    expect(() => new RollbackAlarms(nested, 'Rollback', { alarms: [alarm()] })).toThrow(
      /put RollbackAlarms into its parent/,
    );
  });
});
