import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import {
  EcsTrafficShift,
  type EcsTrafficShiftProps,
  LambdaTrafficShift,
  type LambdaTrafficShiftProps,
  TrafficShiftKind,
} from '../../../constructs/rollback';

const validate = (stack: Stack): string[] => stack.node.findAll().flatMap((node) => node.node.validate());

const stackOf = (): Stack => new Stack(new App(), 'Prod');

function alarm(stack: Stack, id: string, minutes = 1, alarmName?: string): Alarm {
  const metric = new Metric({ namespace: 'N', metricName: id, period: Duration.minutes(minutes) });
  return new Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1, alarmName });
}

function lambdaShift(props: Partial<LambdaTrafficShiftProps> = {}, stack = stackOf()): Stack {
  const handler = new LambdaFunction(stack, 'Handler', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => 0;'),
  });
  new LambdaTrafficShift(stack, 'Shift', { handler, ...props });
  return stack;
}

describe('traffic of a function', () => {
  const template = Template.fromStack(lambdaShift());

  it('moves a tenth, then after five minutes the rest', () => {
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentConfig', {
      ComputePlatform: 'Lambda',
      TrafficRoutingConfig: { Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryInterval: 5, CanaryPercentage: 10 } },
    });
  });

  it('goes back on an alarm, on a stop, on a failure, and when alarms cannot be read', () => {
    template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      AlarmConfiguration: {
        Enabled: true,
        IgnorePollAlarmFailure: false,
        Alarms: [{ Name: { Ref: Match.stringLikeRegexp('NewVersionErrors') } }],
      },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
      },
    });
  });

  it('is watched on the new version alone', () => {
    const [watch] = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    const dimensions = watch.Properties.Metrics.flatMap(
      (m: { MetricStat?: { Metric: { Dimensions: { Name: string; Value: unknown }[] } } }) =>
        m.MetricStat?.Metric.Dimensions ?? [],
    );
    const versions = dimensions.filter(({ Name }: { Name: string }) => Name === 'ExecutedVersion');
    expect(versions).toHaveLength(2);
    expect(versions[0].Value['Fn::GetAtt'][0]).toMatch(/^HandlerCurrentVersion/);
  });

  it('is CodeDeploy’s to move, on this function alone, by no policy of AWS', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'codedeploy.amazonaws.com' } }] },
      ManagedPolicyArns: Match.absent(),
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Action: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
                Resource: Match.arrayWith([{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Handler'), 'Arn'] }]),
              },
              { Action: 'cloudwatch:DescribeAlarms', Resource: '*' },
            ],
          },
        },
      ],
    });
  });

  it('moves by CodeDeploy when the alias changes', () => {
    template.hasResource('AWS::Lambda::Alias', { UpdatePolicy: { CodeDeployLambdaAliasUpdate: Match.anyValue() } });
  });

  it.each([
    [
      TrafficShiftKind.LINEAR,
      {
        TrafficRoutingConfig: { Type: 'TimeBasedLinear', TimeBasedLinear: { LinearInterval: 5, LinearPercentage: 10 } },
      },
    ],
    [TrafficShiftKind.CANARY, { TrafficRoutingConfig: { Type: 'TimeBasedCanary' } }],
  ])('can be %s', (kind, config) => {
    Template.fromStack(lambdaShift({ kind })).hasResourceProperties('AWS::CodeDeploy::DeploymentConfig', config);
  });

  it('can move at once where there is nothing to sample', () => {
    const atOnce = Template.fromStack(
      lambdaShift({ kind: TrafficShiftKind.ALL_AT_ONCE, interval: Duration.minutes(1) }),
    );
    atOnce.resourceCountIs('AWS::CodeDeploy::DeploymentConfig', 0);
    atOnce.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
    });
  });
});

describe('an alarm that cannot fire between two steps of a function’s traffic', () => {
  it('is an error: its own', () => {
    expect(validate(lambdaShift({ interval: Duration.minutes(2) }))).toEqual([
      expect.stringMatching(
        /^Prod\/Shift\/NewVersionErrors: the alarm cannot fire within the bake: .* = 180 s, the bake is 120 s/,
      ),
    ]);
  });

  it('is an error: one given', () => {
    const stack = stackOf();
    lambdaShift({ alarms: [alarm(stack, 'Slow', 5)] }, stack);
    expect(validate(stack)).toEqual([expect.stringMatching(/^Prod\/Slow: .* = 660 s, the bake is 300 s/)]);
  });

  it('is none where the interval lets it', () => {
    const stack = stackOf();
    lambdaShift({ alarms: [alarm(stack, 'Slow', 5)], interval: Duration.minutes(11) }, stack);
    expect(validate(stack)).toEqual([]);
  });
});

describe('wrong props of a function’s traffic', () => {
  it.each<[string, Partial<LambdaTrafficShiftProps>, RegExp]>([
    ['all of it first', { percent: 100 }, /percent is 100, right is 1 to 99/],
    ['none of it first', { percent: 0 }, /percent is 0/],
    ['half minutes', { interval: Duration.seconds(30) }, /interval is 0.5 minutes/],
    ['every error allowed', { maxErrorPercent: 100 }, /maxErrorPercent is 100/],
  ])('%s', (_, props, message) => expect(() => lambdaShift(props)).toThrow(message));

  it('more alarms than CodeDeploy takes', () => {
    const stack = stackOf();
    const alarms = Array.from({ length: 10 }, (_, i) => alarm(stack, `A${i}`));
    expect(() => lambdaShift({ alarms }, stack)).toThrow(
      /10 alarms and the one on the new version; CodeDeploy takes 10/,
    );
  });
});

function ecsShift(props: Partial<EcsTrafficShiftProps> = {}, stack = stackOf()): EcsTrafficShift {
  return new EcsTrafficShift(stack, 'Shift', { alarms: [alarm(stack, 'Backlog', 1, 'orders-backlog')], ...props });
}

describe('delivery of an ECS service', () => {
  it('runs old and new side by side and goes back on an alarm', () => {
    expect(ecsShift().serviceOptions).toEqual({
      deploymentStrategy: 'BLUE_GREEN',
      bakeTime: Duration.minutes(10),
      deploymentAlarms: { alarmNames: ['orders-backlog'], behavior: 'ROLLBACK_ON_ALARM' },
      circuitBreaker: { enable: true, rollback: true },
    });
  });

  it.each([
    [TrafficShiftKind.CANARY, 'CANARY', 'canaryConfiguration'],
    [TrafficShiftKind.LINEAR, 'LINEAR', 'linearConfiguration'],
  ])('can be %s', (kind, strategy, steps) => {
    expect(ecsShift({ kind }).serviceOptions).toMatchObject({
      deploymentStrategy: strategy,
      [steps]: { stepPercent: 10, stepBakeTime: Duration.minutes(5) },
    });
  });

  it('names a nameless alarm by reference', () => {
    const stack = stackOf();
    const shift = ecsShift({ alarms: [alarm(stack, 'Nameless')] }, stack);
    expect(stack.resolve(shift.serviceOptions.deploymentAlarms.alarmNames)).toEqual([
      { Ref: expect.stringMatching(/^Nameless/) },
    ]);
  });

  it.each<[string, Partial<EcsTrafficShiftProps>, number]>([
    ['within the bake', { bake: Duration.minutes(2) }, 1],
    ['within a step', { kind: TrafficShiftKind.CANARY, interval: Duration.minutes(2) }, 1],
    ['within either', { kind: TrafficShiftKind.LINEAR, interval: Duration.minutes(2), bake: Duration.minutes(2) }, 2],
    ['in time', { kind: TrafficShiftKind.CANARY, interval: Duration.minutes(3), bake: Duration.minutes(3) }, 0],
  ])('has an alarm that can fire %s, or says so', (_, props, count) => {
    const said = ecsShift(props).node.validate();
    expect(said.filter((one) => one.includes('cannot fire'))).toHaveLength(count);
  });

  it.each<[string, Partial<EcsTrafficShiftProps>, RegExp]>([
    ['no alarms', { alarms: [] }, /no alarms/],
    [
      'linear steps below 3 %',
      { kind: TrafficShiftKind.LINEAR, percent: 2 },
      /percent is 2, right is 3 to 100 for linear/,
    ],
    ['a bake over a day', { bake: Duration.hours(25) }, /bake is 90000 s, right is whole minutes up to 24 hours/],
    [
      'a shift of ten days',
      { kind: TrafficShiftKind.LINEAR, percent: 5, interval: Duration.hours(12) },
      /19 waits × 43200 s \+ a bake of 600 s = 821400 s, right is at most 86400 s/,
    ],
    ['a step of seconds', { interval: Duration.seconds(10) }, /interval is 10 s/],
  ])('refuses %s', (_, props, message) => expect(() => ecsShift(props)).toThrow(message));
});
