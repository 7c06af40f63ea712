import { fenceProblems } from '../../../constructs/pipeline/blueprint/fence';
import { flowProblems } from '../../../constructs/pipeline/blueprint/flow';
import { planPipeline } from '../../../constructs/pipeline/blueprint/plan';
import { planSource } from '../../../constructs/pipeline/blueprint/source';
import { structureProblems } from '../../../constructs/pipeline/blueprint/structure';
import type {
  ActionBlueprint,
  Blueprint,
  ConditionBlueprint,
  RuleBlueprint,
  StageBlueprint,
} from '../../../constructs/pipeline/blueprint/types';
import { windowCron } from '../../../constructs/pipeline/blueprint/window-cron';
import { pipelineProps } from './fixture';

const props = pipelineProps();
const sound = planPipeline({
  ...props,
  environments: props.environments!,
  pipeline: 'orders',
  source: planSource(props.source),
  nativeWindow: true,
  monitoringMinutes: 5,
  topicArn: 'topic',
  account: '111111111111',
  region: 'eu-west-2',
  controlName: 'orders',
  gateFunction: 'orders-gate',
  recordFunction: 'orders-record',
  admitFunction: 'orders-admit',
  waitMachineArn: 'wait',
  bakeMachineArn: 'bake',
});

type Change = (stage: StageBlueprint) => StageBlueprint;

const problems = (blueprint: Blueprint) => [
  ...structureProblems(blueprint),
  ...flowProblems(blueprint),
  ...fenceProblems(blueprint),
];

const inStage = (name: string, change: Change): Blueprint => ({
  ...sound,
  stages: sound.stages.map((stage) => (stage.name === name ? change(stage) : stage)),
});

const inAction = (stage: string, name: string, change: Partial<ActionBlueprint>): Blueprint =>
  inStage(stage, (found) => ({
    ...found,
    actions: found.actions.map((action) => (action.name === name ? { ...action, ...change } : action)),
  }));

/** Other environment variables of an action; undefined takes one out. */
const toldIn = (stage: string, name: string, told: Readonly<Record<string, string | undefined>>): Blueprint => {
  const { actions } = sound.stages.find((one) => one.name === stage)!;
  const { configuration } = actions.find((one) => one.name === name)!;
  const listed = JSON.parse(configuration.EnvironmentVariables!) as { name: string; value: string }[];
  const changed = { ...Object.fromEntries(listed.map((one) => [one.name, one.value])), ...told };
  const left = Object.entries(changed).flatMap(([key, value]) => (value === undefined ? [] : [{ name: key, value }]));
  return inAction(stage, name, { configuration: { ...configuration, EnvironmentVariables: JSON.stringify(left) } });
};

const without = (name: string): Blueprint => ({
  ...sound,
  stages: sound.stages.filter((stage) => stage.name !== name),
});

const rule = (provider: string, configuration: Record<string, string>): RuleBlueprint => ({
  name: `rule-${provider}`,
  provider,
  configuration,
});

const check = rule('LambdaInvoke', { FunctionName: 'check' });
const onEntry = (...beforeEntry: ConditionBlueprint[]): Blueprint =>
  inStage('Gate', (stage) => ({ ...stage, beforeEntry }));

describe('the plan of a pipeline', () => {
  it('is sound', () => {
    expect(problems(sound)).toEqual([]);
  });

  it('goes from source to close, with the gate before every wave', () => {
    expect(sound.stages.map(({ name }) => name)).toEqual([
      ...['Source', 'Build', 'Verify', 'Dev', 'Test', 'Approve'],
      ...['Gate', 'Prod-one-box', 'Gate-rest', 'Prod-rest', 'Close'],
    ]);
  });

  it('gives committers no clone: the clone goes to Verify alone', () => {
    const users = sound.stages.flatMap(({ actions }) => actions.filter(({ inputs }) => inputs?.includes('History')));
    expect(users.map(({ kind }) => kind)).toEqual(['verify']);
  });
});

describe('each guard, taken out, is missed', () => {
  const cases: [string, Blueprint, string][] = [
    ['the approvals', without('Approve'), 'Approve must come before the gate'],
    ['the gate', without('Gate'), 'the gate must come after Approve and before the first wave'],
    ['the verification', without('Verify'), 'Verify must come before Approve'],
    ['the close', without('Close'), 'Close must be last'],
    ['the waves', { ...sound, stages: sound.stages.filter(({ kind }) => kind !== 'wave') }, 'never reaches prod'],
    [
      'the stage rollback',
      inStage('Prod-one-box', ({ onFailure: _onFailure, ...stage }) => stage),
      'stage Prod-one-box: a wave needs onFailure ROLLBACK',
    ],
    [
      'the bake',
      inStage('Prod-rest', (stage) => ({ ...stage, actions: stage.actions.filter(({ kind }) => kind !== 'bake') })),
      'stage Prod-rest: a wave bakes after its last deployment',
    ],
    [
      'the bake after the deployment',
      inAction('Prod-rest', 'Bake', { runOrder: 1 }),
      'bakes after its last deployment',
    ],
    [
      'the digest of a deployment',
      inAction('Prod-one-box', 'Deploy-eu-west-2', { configuration: { ProjectName: 'p' } }),
      'it must name the digest',
    ],
    [
      'the admission of a deployment',
      toldIn('Prod-rest', 'Deploy-eu-west-2', { ADMISSION: undefined }),
      'stage Prod-rest, action Deploy-eu-west-2: a deployment to prod must name its admission',
    ],
    [
      'the admission of a deployment that says it needs none',
      toldIn('Prod-rest', 'Deploy-eu-west-1', { ADMISSION: 'none' }),
      'a deployment to prod must name its admission',
    ],
    [
      'the stage that a deployment asks for',
      toldIn('Prod-rest', 'Deploy-eu-west-1', { STAGE: 'Prod-one-box' }),
      'stage Prod-rest, action Deploy-eu-west-1: it must ask for its own stage and execution',
    ],
    [
      'the execution that a deployment asks for',
      toldIn('Prod-one-box', 'Deploy-eu-west-2', { EXECUTION: undefined }),
      'it must ask for its own stage and execution',
    ],
    [
      'the digest of an approval',
      inAction('Approve', 'ReleaseManager', { configuration: { CustomData: 'fine?' } }),
      'it must name the digest',
    ],
    [
      'the approval as a stage of its own',
      inStage('Prod-one-box', (stage) => ({ ...stage, actions: [...stage.actions, sound.stages[5]!.actions[0]!] })),
      'only deploy and bake belong here',
    ],
    [
      'a wave free of entry conditions',
      inStage('Prod-one-box', (stage) => ({ ...stage, beforeEntry: [{ result: 'FAIL', rules: [check] }] })),
      'an entry condition could hold a rollback up',
    ],
    [
      'the page before the approvals that link it',
      inStage('Test', (stage) => ({ ...stage, actions: stage.actions.filter(({ kind }) => kind !== 'page') })),
      'nothing before it exports variable Page.KEY',
    ],
    ['one execution at a time', { ...sound, executionMode: 'PARALLEL' }, 'needs QUEUED'],
  ];

  it.each(cases)('%s', (_what, blueprint, message) => {
    expect(problems(blueprint).join('\n')).toContain(message);
  });
});

describe('what the service would refuse is told before', () => {
  const many = (count: number): Blueprint => ({
    ...sound,
    stages: [...Array(count).keys()].map((index) => ({ ...sound.stages[1]!, name: `Stage${index}` })),
  });
  const actions = (count: number): Blueprint =>
    inStage('Build', (stage) => ({
      ...stage,
      actions: [...Array(count).keys()].map((index) => ({ ...stage.actions[0]!, name: `A${index}` })),
    }));
  const cases: [string, Blueprint, string][] = [
    ['a V1 pipeline', { ...sound, type: 'V1' }, 'need V2'],
    ['51 stages', many(51), '51 stages, the service takes 2 to 50'],
    ['101 actions in a stage', actions(101), '101 actions, the service takes 1 to 100'],
    ['an empty stage', actions(0), '0 actions, the service takes 1 to 100'],
    ['two stages of one name', { ...sound, stages: [...sound.stages, sound.stages[1]!] }, 'two stages are named Build'],
    ['no condition on entry', onEntry(), '0 conditions, the service takes exactly one'],
    [
      'two conditions on entry',
      onEntry({ result: 'FAIL', rules: [check] }, { result: 'FAIL', rules: [] }),
      '2 conditions',
    ],
    ['a condition without rules', onEntry({ result: 'FAIL', rules: [] }), '0 rules, the service takes 1 to 5'],
    ['six rules', onEntry({ result: 'FAIL', rules: [check, check, check, check, check, check] }), '6 rules'],
    ['two rules of one name', onEntry({ result: 'FAIL', rules: [check, check] }), 'two rules are named'],
    [
      'a rollback on entry',
      onEntry({ result: 'ROLLBACK', rules: [check] }),
      'result ROLLBACK, possible there: FAIL, SKIP',
    ],
    ['an unknown provider', onEntry({ result: 'FAIL', rules: [rule('Horoscope', {})] }), 'unknown provider Horoscope'],
    [
      'an alarm rule without alarm',
      onEntry({ result: 'FAIL', rules: [rule('CloudWatchAlarm', {})] }),
      'needs AlarmName',
    ],
    [
      'commands without commands',
      onEntry({ result: 'FAIL', rules: [rule('Commands', {})] }),
      'Commands needs commands',
    ],
    [
      'a window that skips',
      onEntry({ result: 'SKIP', rules: [rule('DeploymentWindow', { Cron: '*' })] }),
      'DeploymentWindow cannot skip a stage',
    ],
    ['an approval of 4 minutes', inAction('Approve', 'ReleaseManager', { timeoutMinutes: 4 }), '5 minutes to 60 days'],
    [
      'an approval of 61 days',
      inAction('Approve', 'ReleaseManager', { timeoutMinutes: 87_840 }),
      '5 minutes to 60 days',
    ],
    ['a time-out of a build', inAction('Build', 'Build', { timeoutMinutes: 60 }), 'only approvals take a time-out'],
    ['a run order of 0', inAction('Build', 'Build', { runOrder: 0 }), 'run order 0, expected 1 to 999'],
    ['a name with a space', inAction('Build', 'Build', { name: 'Build it' }), 'its name must match'],
    [
      'a source that rolls back',
      inStage('Source', (stage) => ({ ...stage, onFailure: { result: 'ROLLBACK' } })),
      'a source stage cannot roll back',
    ],
    [
      'an artifact out of nowhere',
      inAction('Build', 'Build', { inputs: ['Nothing'] }),
      'nothing before it makes artifact Nothing',
    ],
    [
      'a variable that comes later',
      inAction('Dev', 'Deploy-eu-west-2', { configuration: { X: '#{Later.X} #{Verify.DIGEST}' } }),
      'nothing before it exports variable Later.X',
    ],
    [
      'parameters that are too long',
      inAction('Gate', 'Check', { configuration: { UserParameters: `#{Verify.DIGEST}${'x'.repeat(1000)}` } }),
      'the service takes 1000',
    ],
  ];

  it.each(cases)('%s', (_what, blueprint, message) => {
    expect(problems(blueprint).join('\n')).toContain(message);
  });
});

describe('a window as a cron expression', () => {
  const opening = (opens: string, closes: string) => ({ open: [{ days: ['Mon', 'Fri'], opens, closes }] });
  it.each([
    ['whole hours', opening('09:00', '16:00'), '* * 9-15 ? * MON,FRI'],
    ['one hour', opening('09:00', '10:00'), '* * 9 ? * MON,FRI'],
    ['to the end of the day', opening('22:00', '24:00'), '* * 22-23 ? * MON,FRI'],
    ['half hours', opening('09:30', '16:00'), undefined],
    ['two openings', { open: [...opening('09:00', '10:00').open, ...opening('11:00', '12:00').open] }, undefined],
  ])('%s', (_what, window, cron) => {
    expect(windowCron(window)).toBe(cron);
  });
});
