import { explore } from '../../../../lib/prover/closure/explore';
import { rollbackIsArmed } from '../../../../lib/prover/theorems/rollback-is-armed';
import { describeAssembly } from '../../../../lib/world/assembly';
import { goodLine, lineFolder, type Line } from './_line';

function check(change: (line: Line) => void) {
  const line = goodLine();
  change(line);
  const world = describeAssembly(lineFolder(line));
  const { counterexamples, unknowns, assumptions } = rollbackIsArmed.check(world, explore(world));
  const whys = counterexamples.flatMap((one) => one.steps.flatMap((step) => step.because));
  return {
    unknowns,
    assumptions: assumptions.map(({ id }) => id),
    whys: whys.join('\n'),
    where: counterexamples.flatMap((one) => one.where),
  };
}

describe('what a rollback alarm watches', () => {
  test.each<[string, (line: Line) => void, RegExp]>([
    [
      'a threshold out of reach',
      (line) => (
        void (line.alarm.Properties.ComparisonOperator = 'LessThanThreshold'),
        void (line.alarm.Properties.TreatMissingData = 'breaching')
      ),
      /no bad release makes it fire/,
    ],
    [
      'metrics of another account',
      (line) =>
        void Object.assign(line.alarm.Properties, {
          Metrics: [
            {
              Id: 'm',
              AccountId: '444444444444',
              MetricStat: {
                Period: 60,
                Stat: 'Sum',
                Metric: { Namespace: 'AWS/SQS', MetricName: 'NumberOfMessagesSent' },
              },
            },
          ],
        }),
      /watches a metric of account "444444444444"/,
    ],
    [
      'few samples left out of a percentile',
      ({ alarm: { Properties: alarm } }) => {
        delete alarm.Statistic;
        Object.assign(alarm, { ExtendedStatistic: 'p99', EvaluateLowSampleCountPercentile: 'ignore' });
      },
      /leaves periods with few samples out/,
    ],
    [
      'actions that are disabled',
      (line) => void (line.alarm.Properties.ActionsEnabled = false),
      /its actions are disabled/,
    ],
    [
      'two values to compare',
      (line) =>
        void (line.alarm.Properties.Metrics = ['a', 'b'].map((Id) => ({
          Id,
          MetricStat: {
            Period: 60,
            Stat: 'Sum',
            Metric: { Namespace: 'AWS/SQS', MetricName: 'NumberOfMessagesSent' },
          },
        }))),
      /2 of its metrics return data/,
    ],
  ])('refutes with %s', (_, change, why) => {
    expect(check(change).whys).toMatch(why);
  });

  test.each<[string, (line: Line) => void, RegExp]>([
    [
      'a queue of somebody else',
      (line) => void (line.alarm.Properties.Dimensions = [{ Name: 'QueueName', Value: 'payments' }]),
      /watches QueueName "payments", which is no resource of the workload/,
    ],
    [
      'an import, which no template shows',
      (line) => void (line.metadata.alarms = [{ name: 'Paged', logicalId: 'Paged', imported: true }]),
      /the rollback alarm Paged of .* was imported/,
    ],
    ['no queue at all', (line) => void (line.alarm.Properties.Dimensions = []), /names no resource \(QueueName\)/],
    [
      'a misspelled namespace',
      (line) => void (line.alarm.Properties.Namespace = 'AWS/SQQ'),
      /nobody knows the namespace AWS\/SQQ/,
    ],
    [
      'a condition that shows only at deployment',
      (line) => void Object.assign(line.alarm, { Condition: 'WhoKnows' }),
      /whether it is there shows only at deployment/,
    ],
    [
      'few samples left out of a sum',
      (line) => void (line.alarm.Properties.EvaluateLowSampleCountPercentile = 'ignore'),
      /leaves periods with few samples out/,
    ],
    [
      'a property that nobody judged',
      (line) => void (line.alarm.Properties.WarmUpConfiguration = { WarmUpPeriodDurationInMinutes: 60 }),
      /what WarmUpConfiguration makes of it is not known/,
    ],
    [
      'a statistic that nobody knows',
      (line) => void (line.alarm.Properties.Statistic = 'Median'),
      /what the statistic Median of its metric m is worth is not known/,
    ],
  ])('is unknown where an alarm watches, or is there by, %s', (_, change, why) => {
    const { unknowns } = check(change);
    expect(unknowns.map((one) => one.why).join('\n')).toMatch(why);
  });

  test.each<[string, (line: Line) => void, RegExp]>([
    [
      'a queue of somebody else',
      (line) => void (line.alarm.Properties.Dimensions = [{ Name: 'QueueName', Value: 'payments' }]),
      /, Dimensions$/,
    ],
    ['a condition', (line) => void Object.assign(line.alarm, { Condition: 'WhoKnows' }), /, Condition$/],
    [
      'a property that nobody judged',
      (line) => void (line.alarm.Properties.WarmUpConfiguration = {}),
      /, WarmUpConfiguration$/,
    ],
    [
      'a statistic that nobody knows',
      (line) => void (line.alarm.Properties.Statistic = 'Median'),
      /, Metrics\.MetricStat\.Stat$/,
    ],
  ])(
    'tells with %s whose release goes through unseen, how, and which property of which alarm to change',
    (_, change, property) => {
      const [first] = check(change).unknowns;
      expect(first.who).toMatch(/^(arn:|whoever (can commit|releases))/);
      expect(first.way).toHaveLength(3);
      expect(first.way!.join('\n')).toMatch(/fails in prod\n.*stay quiet/);
      expect(first.where).toMatch(/Alarm/);
      expect(first.change).toMatch(property);
    },
  );

  test('names an alarm that is wrong by construct path, logical id and property, not the stack that lists it', () => {
    const { where } = check((line) => void (line.alarm.Properties.Period = 86_400));
    expect(where).toEqual([expect.stringMatching(/Alarm \(Alarm\), Period$/)]);
  });

  test('assumes by name that groups of CodeDeploy in prod take back themselves what somebody starts in them', () => {
    const group = { Type: 'AWS::CodeDeploy::DeploymentGroup', Properties: { ApplicationName: 'x' } };
    expect(check((line) => void (line.prod.Group = group)).assumptions).toContain('codedeploy-rollback');
    expect(check(() => undefined).assumptions).not.toContain('codedeploy-rollback');
  });

  test('holds where an alarm watches a queue of the workload by its name, or metrics that the stack emits', () => {
    const named = check((line) => {
      line.alarm.Properties.Dimensions = [{ Name: 'QueueName', Value: 'placed' }];
      line.prod.Placed = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'placed' } };
    });
    expect([named.whys, named.unknowns]).toEqual(['', []]);
    const emitted = check((line) => {
      line.alarm.Properties.Namespace = 'Orders';
      line.metadata.emits = ['Orders'];
    });
    expect([emitted.whys, emitted.unknowns]).toEqual(['', []]);
  });
});
