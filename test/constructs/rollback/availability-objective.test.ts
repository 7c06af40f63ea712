import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AvailabilityObjective, type AvailabilityObjectiveProps } from '../../../constructs/rollback';

const metric = (metricName: string): Metric =>
  new Metric({ namespace: 'AWS/ApiGateway', metricName, dimensionsMap: { ApiId: 'a' }, period: Duration.minutes(1) });

function make(props: Partial<AvailabilityObjectiveProps> = {}): Stack {
  const stack = new Stack(new App(), 'Prod');
  const notify = new Topic(stack, 'Topic');
  new AvailabilityObjective(stack, 'Availability', {
    name: 'orders-api',
    requests: metric('Count'),
    errors: metric('5xx'),
    notify,
    ...props,
  });
  return stack;
}

/** What synthesis says of the objective. */
const said = (props: Partial<AvailabilityObjectiveProps>): string[] =>
  make(props).node.findChild('Availability').node.validate();

const template = Template.fromStack(make());

interface Window {
  readonly Threshold: number;
  readonly Metrics: {
    readonly Expression?: string;
    readonly MetricStat?: { readonly Period: number; readonly Stat: string };
  }[];
}

const windowAlarm = (name: string): Window =>
  Object.values(
    template.findResources('AWS::CloudWatch::Alarm', { Properties: { AlarmName: `orders-api-burn-${name}` } }),
  )[0].Properties;

describe('an availability objective of 99.98 %', () => {
  it.each([
    ['long1h', 3600, 0.00288, 348],
    ['short1h', 300, 0.00288, 1],
    ['long6h', 21_600, 0.0012, 834],
    ['short6h', 1800, 0.0012, 1],
    ['long1d', 86_400, 0.0006, 1667],
    ['short1d', 7200, 0.0006, 1],
    ['long3d', 259_200, 0.0002, 5000],
    ['short3d', 21_600, 0.0002, 1],
  ])('%s looks at %d s, fires from %d, is silent below %d requests', (name, period, threshold, floor) => {
    const { Threshold, Metrics } = windowAlarm(name);
    expect(Threshold).toBe(threshold);
    const stats = Metrics.flatMap(({ MetricStat }) => MetricStat ?? []);
    expect(stats.map(({ Period, Stat }) => [Period, Stat])).toEqual([
      [period, 'Sum'],
      [period, 'Sum'],
    ]);
    expect(Metrics.find(({ Expression }) => Expression)!.Expression).toBe(
      `IF(requests >= ${floor}, FILL(errors, 0) / requests, 0)`,
    );
  });

  it.each(['1h', '6h', '1d', '3d'])('the pair of %s fires when both windows burn, and tells the topic', (id) => {
    const [composite] = Object.values(
      template.findResources('AWS::CloudWatch::CompositeAlarm', { Properties: { AlarmName: `orders-api-burn-${id}` } }),
    );
    const rule = JSON.stringify(composite.Properties.AlarmRule);
    expect(rule).toContain(`Long${id}`);
    expect(rule).toContain(`Short${id}`);
    expect(rule).toContain(' AND ');
    expect(rule).not.toContain(' OR ');
    expect(composite.Properties.AlarmActions).toHaveLength(1);
  });

  it('reports its budget through Application Signals', () => {
    template.hasResourceProperties('AWS::ApplicationSignals::ServiceLevelObjective', {
      Goal: { AttainmentGoal: 99.98, Interval: { RollingInterval: { Duration: 30, DurationUnit: 'DAY' } } },
      RequestBasedSli: {
        RequestBasedSliMetric: {
          TotalRequestCountMetric: [{ MetricStat: { Metric: { MetricName: 'Count' }, Period: 60, Stat: 'Sum' } }],
          MonitoredRequestCountMetric: { BadCountMetric: [{ MetricStat: { Metric: { MetricName: '5xx' } } }] },
        },
      },
      BurnRateConfigurations: [60, 360, 1440, 4320].map((LookBackWindowMinutes) => ({ LookBackWindowMinutes })),
    });
  });
});

it('does without Application Signals where it is not enabled', () => {
  Template.fromStack(make({ applicationSignals: false })).resourceCountIs(
    'AWS::ApplicationSignals::ServiceLevelObjective',
    0,
  );
});

describe('traffic too low for a window', () => {
  const warning = Match.stringLikeRegexp('1 requests a minute × 60 minutes = 60 requests, the window needs 348');

  it('is a warning that says how many synthetic requests would do', () => {
    Annotations.fromStack(make({ requestsPerMinute: 1 })).hasWarning('/Prod/Availability', warning);
  });

  it('is none where the traffic suffices or is not known', () => {
    for (const requestsPerMinute of [6, undefined])
      Annotations.fromStack(make({ requestsPerMinute })).hasNoWarning('/Prod/Availability', Match.anyValue());
  });
});

describe('wrong props', () => {
  it.each([
    [0.9998, /Prod\/Availability: objectivePercent is 0.9998.*1h: .* = 14.25.*at least 93.06, or 99.98 where a share/],
    [93.05, /\(1h: \(100 - 93.05\) \/ 100 × 14.4 = 1.0008\); right is at least 93.06/],
  ])('an objective of %d %%, whose alarms never fire', (objectivePercent, message) => {
    expect(said({ objectivePercent })).toEqual([expect.stringMatching(message)]);
  });

  it('none where every alarm may just fire', () => {
    expect(said({ objectivePercent: 93.06 })).toEqual([]);
  });

  it('errors that are all requests', () => {
    expect(said({ errors: metric('Count') })).toEqual([
      expect.stringMatching(/Prod\/Availability: .* the same metric Count/),
    ]);
  });

  it('a name that another stack of the stage has, in the same place alone', () => {
    const props = { name: 'api', requests: metric('Count'), errors: metric('5xx') };
    const app = new App();
    const place = (id: string, region: string): AvailabilityObjective =>
      new AvailabilityObjective(new Stack(app, id, { env: { account: '666666666666', region } }), 'Av', props);
    const [one, , far] = [place('A', 'eu-west-2'), place('B', 'eu-west-2'), place('C', 'eu-west-1')];
    expect(one!.node.validate()).toEqual([expect.stringMatching(/^A\/Av: name "api" is that of B\/Av too/)]);
    expect(far!.node.validate()).toEqual([]);
  });

  it.each([100, 0])('an objective of %d %%', (objectivePercent) => {
    expect(() => make({ objectivePercent })).toThrow(/no error budget/);
  });

  it.each(['a / b', 'MAX([a, b])', 'a * 2', 'a +', 'SUM([a, c])'])(
    '%s, which no window of another length has',
    (expression) => {
      const usingMetrics = { a: metric('5xx'), b: metric('Count') };
      expect(() => make({ errors: new MathExpression({ expression, usingMetrics }) })).toThrow(
        /^Prod\/Availability: errors is the expression .*; right is a metric, or a sum of metrics/,
      );
    },
  );

  it('what is no metric at all', () => {
    expect(() => make({ requests: 'Count' as never })).toThrow(
      'Prod/Availability: requests is "Count", right is a metric.',
    );
  });

  it('sums of the same metrics, in another order', () => {
    const usingMetrics = { a: metric('Count'), b: metric('Other') };
    const [one, other] = ['a + b', 'SUM([b, a])'].map((expression) => new MathExpression({ expression, usingMetrics }));
    expect(said({ requests: one, errors: other })).toEqual([expect.stringMatching(/the same metric Count \+ Other/)]);
  });
});

describe('sums of metrics', () => {
  const errors = new MathExpression({
    expression: 'FILL(a, 0) + b',
    usingMetrics: { a: metric('Balancer5xx'), b: metric('Target5xx') },
  });
  const stack = make({
    errors,
    requests: new MathExpression({ expression: 'SUM(METRICS())', usingMetrics: { a: metric('A'), b: metric('B') } }),
  });
  const sums = Template.fromStack(stack);

  it('are taken over each window, under names of their own', () => {
    const [{ Properties }] = Object.values(
      sums.findResources('AWS::CloudWatch::Alarm', { Properties: { AlarmName: 'orders-api-burn-long6h' } }),
    ) as [{ Properties: Window }];
    const stats = Properties.Metrics.flatMap(({ MetricStat }) => MetricStat ?? []);
    expect(stats.map(({ Period, Stat }) => `${Stat} ${Period}`)).toEqual(Array(4).fill('Sum 21600'));
    expect(Properties.Metrics.flatMap(({ Expression }) => Expression ?? [])).toEqual([
      'IF(requests >= 834, FILL(errors, 0) / requests, 0)',
      'FILL(requests0, 0) + FILL(requests1, 0)',
      'FILL(errors0, 0) + FILL(errors1, 0)',
    ]);
  });

  it('are what Application Signals counts', () => {
    sums.hasResourceProperties('AWS::ApplicationSignals::ServiceLevelObjective', {
      RequestBasedSli: {
        RequestBasedSliMetric: {
          MonitoredRequestCountMetric: {
            BadCountMetric: [
              { Id: 'errors0', ReturnData: false },
              { Id: 'errors1', ReturnData: false },
              { Id: 'errors', Expression: 'FILL(errors0, 0) + FILL(errors1, 0)', ReturnData: true },
            ],
          },
        },
      },
    });
  });
});
