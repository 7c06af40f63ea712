import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, AlarmRule, CompositeAlarm, type IAlarm, type IAlarmRule, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type RollbackAlarm, RollbackAlarms, type RollbackAlarmsProps } from '../../../constructs/rollback';
import { readRollbackAlarms } from '../../../lib/rollback';

const env = { account: '666666666666', region: 'eu-west-2' };
const arnOf = (region: string, account = env.account): string => `arn:aws:cloudwatch:${region}:${account}:alarm:Paged`;

function stackOf(scope = new App(), id = 'Prod', at = env): Stack {
  return new Stack(scope, id, { env: at });
}

function alarmIn(
  stack: Stack,
  id = 'Errors',
  { evaluationPeriods = 1, alarmName = undefined as string | undefined } = {},
): Alarm {
  const dimensionsMap = { FunctionName: 'x' };
  const metric = new Metric({ namespace: 'AWS/Lambda', metricName: 'Errors', statistic: 'Sum', dimensionsMap });
  return new Alarm(stack, id, { metric, threshold: 1, evaluationPeriods, alarmName });
}

const guard = (stack: Stack, existing: IAlarm[], more: Partial<RollbackAlarmsProps> = {}): RollbackAlarms =>
  new RollbackAlarms(stack, 'Rollback', { alarms: [], existing, ...more });

const composite = (stack: Stack, alarmRule: IAlarmRule): CompositeAlarm =>
  new CompositeAlarm(stack, 'Composite', { alarmRule });

describe('an alarm that is there already', () => {
  it.each([undefined, 'errors'])('is listed by its id and a name known before deployment (%s)', (alarmName) => {
    const stack = stackOf();
    guard(stack, [alarmIn(stack, 'Errors', { alarmName })]);
    const template = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Properties: object }> };
    const [listed] = readRollbackAlarms(template)!.alarms;
    expect(listed!.name).toMatch(alarmName ?? /^Prod-rollback-ProdErrors/);
    expect(template.Resources[listed!.logicalId]!.Properties).toMatchObject({ AlarmName: listed!.name });
  });

  it('counts where it stands among the alarms to make', () => {
    const stack = stackOf();
    const alarms = [alarmIn(stack, 'Errors', { alarmName: 'errors' }) as unknown as RollbackAlarm];
    expect(guard(stack, [], { alarms }).alarmNames).toEqual(['errors']);
  });

  it('may be in a stack beside it', () => {
    const app = new App();
    const other = alarmIn(stackOf(app, 'Beside'), 'Errors', { alarmName: 'errors' });
    expect(guard(stackOf(app), [other]).alarmNames).toEqual(['errors']);
  });

  it('must be able to fire within the bake', () => {
    const stack = stackOf();
    expect(guard(stack, [alarmIn(stack, 'Slow', { evaluationPeriods: 9 })]).node.validate()).toEqual([
      expect.stringMatching(/^Prod\/Slow: the alarm cannot fire within the bake: .* = 3060 s, the bake is 900 s/),
    ]);
  });
});

describe('a composite alarm', () => {
  it('stands for the alarms any of which fires it', () => {
    const stack = stackOf();
    const [a, b] = ['a', 'b'].map((id) => alarmIn(stack, id, { alarmName: id }));
    const rule = AlarmRule.anyOf(AlarmRule.allOf(a!), AlarmRule.fromString('ALARM("b")'));
    expect(b).toBeDefined();
    expect(guard(stack, [composite(stack, rule)]).alarmNames).toEqual(['a', 'b']);
  });

  it('has its alarms checked', () => {
    const stack = stackOf();
    const slow = alarmIn(stack, 'Slow', { evaluationPeriods: 9 });
    const made = guard(stack, [composite(stack, AlarmRule.anyOf(slow))]);
    expect(made.node.validate()).toEqual([expect.stringMatching(/Slow.*cannot fire within the bake/)]);
  });

  it.each<[string, (one: Alarm, other: Alarm) => IAlarmRule, RegExp]>([
    ['all of whose alarms must fire', (a, b) => AlarmRule.allOf(a, b), /^Prod\/Composite: the rule .*AND.*right is/],
    ['that fires while an alarm is well', (a) => AlarmRule.not(a), /^Prod\/Composite: the rule .*NOT/],
    ['that always fires', () => AlarmRule.fromBoolean(true), /^Prod\/Composite: the rule .*TRUE/],
    [
      'of an alarm that nobody made',
      () => AlarmRule.fromString('ALARM("gone")'),
      /^Prod\/Composite: .*gone, is not in/,
    ],
  ])('is refused %s', (_, rule, message) => {
    const stack = stackOf();
    const made = composite(stack, rule(alarmIn(stack, 'A'), alarmIn(stack, 'B')));
    expect(() => guard(stack, [made])).toThrow(message);
  });
});

describe('an imported alarm', () => {
  it('is listed as one that nobody can read', () => {
    const stack = stackOf();
    guard(stack, [Alarm.fromAlarmArn(stack, 'Paged', arnOf('eu-west-2'))]);
    expect(readRollbackAlarms(Template.fromStack(stack).toJSON())!.alarms).toEqual([
      { name: 'Paged', logicalId: 'ProdPagedA68051DF', imported: true },
    ]);
  });

  it.each([arnOf('us-east-1'), arnOf('eu-west-2', '111111111111')])('is refused from elsewhere: %s', (arn) => {
    const stack = stackOf();
    expect(() => guard(stack, [Alarm.fromAlarmArn(stack, 'Paged', arn)])).toThrow(
      /^Prod\/Paged: is an alarm of account/,
    );
  });
});

describe('what is no alarm of the stack', () => {
  it.each<[string, (app: App, stack: Stack) => IAlarm, RegExp]>([
    [
      'of another region',
      (app) => alarmIn(stackOf(app, 'Far', { ...env, region: 'us-east-1' })),
      /^Far\/Errors: .*us-east-1/,
    ],
    ['of a nested stack', (_, stack) => alarmIn(new NestedStack(stack, 'Inner')), /^Prod\/Inner\/Errors: is in nested/],
    [
      'of another stage',
      (app) => alarmIn(stackOf(new Stage(app, 'Other') as App)),
      /^Other\/Prod\/Errors: is in another stage/,
    ],
    ['a stack', (_, stack) => stack as unknown as IAlarm, /^Prod: is a construct without alarmArn, no alarm/],
    ['a text', () => 'errors' as unknown as IAlarm, /^Prod\/Rollback: existing holds errors, right is alarms/],
  ])('is refused: %s', (_, given, message) => {
    const app = new App();
    const stack = stackOf(app);
    expect(() => guard(stack, [given(app, stack)])).toThrow(message);
  });

  it.each([undefined, null, 'errors', {}, { name: 'errors' }])('is refused among the alarms to make: %j', (entry) => {
    expect(() => guard(stackOf(), [], { alarms: [entry as unknown as RollbackAlarm] })).toThrow(
      /^Prod\/Rollback: alarms holds .*, right is \{ name, metric, threshold \} or an alarm/,
    );
  });
});
