import { ALARM_LOOKS, DEPLOY_LOOKS, WATCH_LOOKS } from '../../../../../lib/prover/checker/theorems/rollback';
import { ACCOUNTS } from '../../../../_helpers/assembly-folder';
import { CANNOT_LOOKS } from '../../../../../lib/prover/checker/theorems/cannot';
import { role } from '../../delivery/_line';
import { configured, lineWorld, stageOf } from './_lines';
import { Certified, refusesOpened, refusesTampering } from './_tamper';

const { prod } = ACCOUNTS;

describe('the certificate of rollback-is-armed', () => {
  const withMachine = (action: string) =>
    lineWorld((line) => {
      const own = role('app', { Service: 'lambda.amazonaws.com' }, { action, resource: '*' });
      line.prod.App = { ...own, Properties: { ...(own.Properties as object), Path: '/guarded/workload/' } };
    });
  const certified = new Certified(withMachine('s3:GetObject'), 'rollback-is-armed');

  it('says of each deployment how it goes back, and of each alarm when it fires', () => {
    const by = certified.claims.map((one) => one.by);
    expect(by).toEqual(
      expect.arrayContaining([
        { kind: 'stage', onFailure: 'ROLLBACK', mode: 'SUPERSEDED' },
        { kind: 'script' },
        { kind: 'alarm', seconds: 240 },
        { kind: 'fires' },
        { kind: 'own' },
        { kind: 'watch', minutes: 10 },
      ]),
    );
  });

  refusesTampering(certified, [
    { kind: 'stage', onFailure: 'RETRY', mode: 'SUPERSEDED' },
    { kind: 'stage', onFailure: 'ROLLBACK', mode: 'QUEUED' },
    { kind: 'alarm', seconds: 60 },
    { kind: 'watch', minutes: 180 },
    { kind: 'watch', minutes: 1 },
    { kind: 'assumed' },
    { kind: 'guarded' },
  ]);

  const stage = { why: /rolls back by its stage/, looks: DEPLOY_LOOKS, kind: 'stage' };
  const script = { why: /hands the alarms over/, looks: DEPLOY_LOOKS, kind: 'script' };
  const alarm = { why: /fires within the bake/, looks: ALARM_LOOKS, kind: 'alarm' };
  const fires = { why: /fires on a bad release/, looks: ALARM_LOOKS, kind: 'fires' };
  const heard = { why: /is heard/, looks: ALARM_LOOKS, kind: 'heard' };
  const own = { why: /watches the workload/, looks: ALARM_LOOKS, kind: 'own' };
  const watch = { why: /is watched as long/, looks: WATCH_LOOKS, kind: 'watch' };
  const withAlarm = (more: object) =>
    lineWorld((line) => void (line.alarm.Properties = { ...line.alarm.Properties, ...more }));
  const withStage = (more: object) => lineWorld((line) => void Object.assign(stageOf(line, 'Prod-all'), more));
  const told = (old: string, instead: string) =>
    lineWorld(configured('Prod-all', 'EnvironmentVariables', old, instead));

  refusesOpened(certified, {
    'the stage retries': { world: withStage({ OnFailure: { Result: 'RETRY' } }), ...stage },
    'the stage does nothing on failure': { world: withStage({ OnFailure: undefined }), ...stage },
    'the rollback hangs on a condition': {
      world: withStage({ OnFailure: { Result: 'ROLLBACK', Conditions: [{ Result: 'ROLLBACK' }] } }),
      ...stage,
    },
    'an entry condition holds it up': {
      world: withStage({ BeforeEntry: { Conditions: [{ Result: 'FAIL' }] } }),
      ...stage,
    },
    'executions run side by side': {
      world: lineWorld((line) => void (line.pipeline.Properties.ExecutionMode = 'PARALLEL')),
      ...stage,
    },
    'no alarms are handed over': { world: told('"hand over"', '"none"'), ...script },
    'something else deploys': {
      world: lineWorld((line) => void (line.project.Source.BuildSpec = '{"phases":{}}')),
      ...script,
    },
    'an alarm is slow': { world: withAlarm({ EvaluationPeriods: 20 }), ...alarm },
    'an alarm needs more periods than it looks at': { world: withAlarm({ DatapointsToAlarm: 3 }), ...alarm },
    'an alarm watches for too little': { world: withAlarm({ ComparisonOperator: 'LessThanThreshold' }), ...alarm },
    'an alarm never fires': { world: withAlarm({ Threshold: -1 }), ...fires },
    'an alarm has its actions disabled': { world: withAlarm({ ActionsEnabled: false }), ...heard },
    'an alarm leaves few samples out': { world: withAlarm({ EvaluateLowSampleCountPercentile: 'ignore' }), ...heard },
    'an alarm has a property that nobody knows': { world: withAlarm({ Odd: 1 }), ...heard },
    'a machine of prod may mute alarms': {
      world: withMachine('cloudwatch:PutAlarmMuteRule'),
      ...{ why: /silences nothing/, looks: CANNOT_LOOKS, kind: 'silent' },
    },
    'a machine of prod may hold a stack up': {
      world: withMachine('cloudformation:SetStackPolicy'),
      ...{ why: /silences nothing/, looks: CANNOT_LOOKS, kind: 'silent' },
    },
    'an alarm watches something else': {
      world: withAlarm({ Dimensions: [{ Name: 'QueueName', Value: 'dev-queue' }] }),
      ...own,
    },
    'the pipeline watches for less': { world: told('"10"', '"5"'), ...watch },
  });

  it.each([
    ['no alarms', lineWorld((line) => void (line.metadata.alarms = [])), /lists 0 rollback alarms/],
    ['no bake', lineWorld((line) => void (line.metadata.bakeMinutes = 0)), /is watched for 0 minutes/],
    [
      'another alarm',
      lineWorld((line) => void (line.metadata.alarms = [{ name: 'more', logicalId: 'More' }])),
      /nothing is claimed about .* more/,
    ],
  ])('is refused where a stack lists %s', (_, world, why) => {
    expect(certified.check(undefined, world).problems.join()).toMatch(why);
  });

  it('is refused where a stack is neither deployed by a pipeline nor said to be', () => {
    const [, , , stack] = certified.world.stacks!;
    const more = { ...stack, name: 'ByHand', stage: '', where: 'ByHand', account: prod };
    const world = { ...certified.world, stacks: [...certified.world.stacks!, more] };
    expect(certified.check(undefined, world).problems.join()).toMatch(/no pipeline deploys ByHand/);
  });
});
