import { gunzipSync, gzipSync } from 'node:zlib';
import { describeAssembly } from '../../../../lib/world/assembly';
import { explore } from '../../../../lib/prover/closure/explore';
import { approvalDominatesProd } from '../../../../lib/prover/theorems/approval-dominates-prod';
import { SILENCING } from '../../../../lib/contract/proof/theorem-actions';
import { rollbackIsArmed } from '../../../../lib/prover/theorems/rollback-is-armed';
import type { Theorem } from '../../../../lib/prover/theorems/theorem';
import { ALARM_WRITES } from '../../../../lib/guardrail/actions';
import { ACCOUNTS } from '../../../_helpers/assembly-folder';
import { goodLine, lineFolder, machine, role, type Line } from './_line';

const { prod, tooling } = ACCOUNTS;

function check(theorem: Theorem, change: (line: Line) => void = () => undefined, people = {}) {
  const line = goodLine();
  change(line);
  const world = describeAssembly(lineFolder(line, people));
  const findings = theorem.check(world, explore(world));
  const whys = findings.counterexamples.flatMap((one) => one.steps.flatMap((step) => step.because));
  return { ...findings, world, whys: whys.join('\n') };
}
const stages = (line: Line) => line.pipeline.Properties.Stages;
const stage = (line: Line, name: string) => stages(line).find((one) => one.Name === name)!;
const deploy = (line: Line) => stage(line, 'Prod-all').Actions[0];
const without = (line: Line, name: string) => {
  line.pipeline.Properties.Stages = stages(line).filter((one) => one.Name !== name);
};
function environment(line: Line, name: string, value?: string): void {
  const listed = JSON.parse(deploy(line).Configuration.EnvironmentVariables!) as { name: string; value: string }[];
  const rest = listed.filter((one) => one.name !== name);
  deploy(line).Configuration.EnvironmentVariables = JSON.stringify(
    value === undefined ? rest : [...rest, { name, value }],
  );
}

/** A script in base64, packed. */
const PACKED = /H4sI[\w+/=]{1000,}/;

/** Puts something else into the commands of the deploy project, or into the script that they unpack. */
function edit(line: Line, old: string, instead: string): void {
  const spec = JSON.parse(line.project.Source.BuildSpec as string) as unknown;
  const inScript = (packed: string): string => {
    const text = gunzipSync(Buffer.from(packed, 'base64')).toString();
    return text.includes(old) ? gzipSync(text.replace(old, instead)).toString('base64') : packed;
  };
  const found = JSON.stringify(spec, (_, value: unknown) =>
    typeof value === 'string' ? value.replace(old, instead).replace(PACKED, inScript) : value,
  );
  expect(found === JSON.stringify(spec)).toBe(false);
  line.project.Source.BuildSpec = found;
}

/** The phases of the deploy project; what is changed in them is written back. */
function phases(line: Line): Record<string, { commands: string[] }> {
  const spec = JSON.parse(line.project.Source.BuildSpec as string) as {
    phases: Record<string, { commands: string[] }>;
  };
  Object.defineProperty(line.project.Source, 'BuildSpec', { get: () => JSON.stringify(spec), enumerable: true });
  return spec.phases;
}

describe('approval-dominates-prod', () => {
  test('holds on a line with approval, gate and digest', () => {
    const { world, counterexamples, unknowns } = check(approvalDominatesProd);
    expect(world.unknowns).toEqual([]);
    expect({ counterexamples, unknowns }).toEqual({ counterexamples: [], unknowns: [] });
  });

  test.each<[string, (line: Line) => void, RegExp]>([
    ['no approval', (line) => without(line, 'Approve'), /no approval/],
    ['no gate', (line) => without(line, 'Gate'), /no gate stands between/],
    [
      'a gate before the approval',
      (line) => void stages(line).splice(2, 2, stage(line, 'Gate'), stage(line, 'Approve')),
      /no gate stands between/,
    ],
    [
      'an approval after the deploy',
      (line) => void stages(line).push({ ...stage(line, 'Approve'), Name: 'Late' }),
      /Late does not come before/,
    ],
    [
      'an approval in the deploy stage',
      (line) => void stage(line, 'Prod-all').Actions.unshift(stage(line, 'Approve').Actions[0]),
      /mixes approvals/,
    ],
    [
      'an approval stage that can be skipped',
      (line) => void (stage(line, 'Approve').BeforeEntry = { Conditions: [{ Result: 'SKIP' }] }),
      /can be skipped/,
    ],
    [
      'a gate stage that can be skipped',
      (line) => void (stage(line, 'Gate').BeforeEntry = { Conditions: [{ Result: 'SKIP' }] }),
      /no gate stands between/,
    ],
    [
      'a gate that runs as somebody else',
      (line) =>
        void (
          (stage(line, 'Gate').Actions[0].Configuration.FunctionName = 'other'),
          (line.tooling.Other = {
            Type: 'AWS::Lambda::Function',
            Properties: { FunctionName: 'other', Role: machine(tooling, 'orders-plain') },
          })
        ),
      /no gate stands between/,
    ],
    ['a deploy that asks nobody', (line) => environment(line, 'ADMISSION'), /does not ask for its admission/],
    ['a deploy that says so', (line) => environment(line, 'ADMISSION', 'none'), /does not ask for its admission/],
    [
      'a deploy that asks a function that is not described',
      (line) => environment(line, 'ADMISSION', 'yes'),
      /asks yes, which is not the admission of change control/,
    ],
    [
      'a deploy that asks the gate once more',
      (line) => environment(line, 'ADMISSION', 'orders-gate'),
      /asks orders-gate, which is not the admission/,
    ],
    [
      'an admission that runs as somebody else',
      (line) => {
        environment(line, 'ADMISSION', 'other');
        const Properties = { FunctionName: 'other', Role: machine(tooling, 'orders-plain') };
        line.tooling.Other = { Type: 'AWS::Lambda::Function', Properties };
      },
      /asks other, which is not the admission/,
    ],
    ['a foreign application', (line) => environment(line, 'APPLICATION', 'billing'), /name of another application/],
    ['a foreign pipeline', (line) => environment(line, 'PIPELINE', 'billing'), /name of another application/],
    [
      'a gate that is asked about another one',
      (line) => void (stage(line, 'Gate').Actions[0].Configuration.UserParameters = '{"application":"billing"}'),
      /no gate stands between/,
    ],
    [
      'a deploy that asks for another stage',
      (line) => environment(line, 'STAGE', 'Prod-one-box'),
      /asks for another stage or execution than its own/,
    ],
    [
      'a deploy that asks for another execution',
      (line) => environment(line, 'EXECUTION', '11111111-2222-3333-4444-555555555555'),
      /asks for another stage or execution than its own/,
    ],
    ['a script that does not ask', (line) => edit(line, 'askAdmission();', '// askAdmission();'), /what runs differs/],
    [
      'credentials of somebody else',
      (line) => environment(line, 'AWS_ACCESS_KEY_ID', 'AKIA'),
      /run with AWS_ACCESS_KEY_ID, by which something else can be loaded/,
    ],
    ['a deploy without the digest', (line) => environment(line, 'DIGEST'), /does not carry the digest/],
    [
      'a deploy of a digest made after the approval',
      (line) => (
        environment(line, 'DIGEST', '#{Late.DIGEST}'),
        void (stage(line, 'Gate').Actions[0].Namespace = 'Late')
      ),
      /does not carry the digest/,
    ],
    [
      'an approval of something else',
      (line) => void (stage(line, 'Approve').Actions[0].Configuration.CustomData = 'please'),
      /does not name the digest/,
    ],
    [
      'a gate that is not told the digest',
      (line) => void (stage(line, 'Gate').Actions[0].Configuration.UserParameters = '{}'),
      /does not name the digest/,
    ],
    ['commands from the artifact', (line) => void delete line.project.Source.BuildSpec, /inline buildspec/],
    [
      'commands that name the digest and do not compare it',
      (line) => edit(line, 'checkDigest(root, variable("DIGEST"));', '// checkDigest(root, variable("DIGEST"));'),
      /not the deploy commands of this version of the platform: what runs differs/,
    ],
    [
      'a command before the script',
      (line) => void phases(line).build.commands.unshift('echo $DIGEST'),
      /what runs differs/,
    ],
    ['a command after the script', (line) => void phases(line).build.commands.push('cdk deploy'), /what runs differs/],
    ['a phase of its own', (line) => void (phases(line).pre_build = { commands: ['x'] }), /pre_build besides/],
    [
      'another tool that deploys',
      (line) => edit(line, 'npm pack aws-cdk@', 'npm pack other-cdk@'),
      /what is installed differs/,
    ],
    [
      'an image of somebody else',
      (line) => void (line.project.Environment = { Image: 'example/image:latest' }),
      /run in the image "example\/image:latest"/,
    ],
    [
      'a preloaded file',
      (line) =>
        void (line.project.Environment = {
          ...line.project.Environment,
          EnvironmentVariables: [{ Name: 'NODE_OPTIONS', Value: '--require ./x.js' }],
        }),
      /run with NODE_OPTIONS/,
    ],
    ['a preloaded file of the action', (line) => environment(line, 'BASH_ENV', 'x'), /run with BASH_ENV/],
    ['an option of the command line', (line) => environment(line, 'CDK_ROLLBACK', 'false'), /run with CDK_ROLLBACK/],
    [
      'a digest that other commands compute',
      (line) => void (line.verify = line.verify.replace('verify.cjs', 'other.cjs')),
      /commands of Verify\/Verify are not the verify commands/,
    ],
    ['a pipeline of type V1', (line) => void delete line.pipeline.Properties.PipelineType, /V1/],
    [
      'a verify action that deploys',
      (line) => void (stage(line, 'Verify').Actions[0].Configuration.ProjectName = 'orders-deploy-prod'),
      /does not come before Verify/,
    ],
    [
      'self-mutation',
      (line) => (
        void (stage(line, 'Verify').Actions[0].RoleArn = machine(tooling, 'editor')),
        void (line.tooling.Editor = role(
          'editor',
          { Service: 'codepipeline.amazonaws.com' },
          { action: 'codepipeline:UpdatePipeline', resource: '*' },
        ))
      ),
      /may change the pipeline/,
    ],
    [
      'a deploy to the own account before the approval',
      (line) => (
        void (stage(line, 'Verify').Actions[0].RoleArn = machine(tooling, 'own')),
        void (line.tooling.Own = role(
          'own',
          { Service: 'codepipeline.amazonaws.com' },
          { action: 'cloudformation:*', resource: '*' },
        ))
      ),
      /deploys to the pipeline's own account/,
    ],
  ])('is refuted by %s', (_, change, why) => {
    const { counterexamples, whys } = check(approvalDominatesProd, change);
    expect(whys).toMatch(why);
    expect(counterexamples[0]).toMatchObject({
      human: 'whoever can commit to example/orders',
      request: { principal: expect.stringContaining(':role/guarded/pipeline/') },
    });
  });

  test('is unknown where an action runs what nothing describes, or part of it is not known', () => {
    expect(
      check(approvalDominatesProd, (line) => void (deploy(line).Configuration.ProjectName = 'elsewhere')).unknowns[0]
        .why,
    ).toMatch(/nothing describes/);
    expect(
      check(
        approvalDominatesProd,
        (line) => void (stage(line, 'Gate').OnFailure = { Result: { 'Fn::ImportValue': 'x' } }),
      ).unknowns[0].why,
    ).toMatch(/not known before deployment/);
    expect(
      check(approvalDominatesProd, (line) => void (deploy(line).RoleArn = machine(tooling, 'nobody'))).unknowns[0].why,
    ).toMatch(/nothing describes the role/);
  });
});

describe('rollback-is-armed', () => {
  test('holds on a line with stage rollback and alarms that fire', () => {
    const { counterexamples, unknowns } = check(rollbackIsArmed);
    expect({ counterexamples, unknowns }).toEqual({ counterexamples: [], unknowns: [] });
  });

  test.each<[string, (line: Line) => void, RegExp]>([
    [
      'a hand-over that stands in a store',
      (line) => {
        const listed = JSON.parse(deploy(line).Configuration.EnvironmentVariables!) as Record<string, string>[];
        listed.find((one) => one.name === 'ROLLBACK_ALARMS')!.type = 'PARAMETER_STORE';
        deploy(line).Configuration.EnvironmentVariables = JSON.stringify(listed);
      },
      /ROLLBACK_ALARMS is "PARAMETER_STORE" hand over/,
    ],
    [
      'executions side by side',
      (line) => void (line.pipeline.Properties.ExecutionMode = 'PARALLEL'),
      /run in mode PARALLEL, in which no stage rolls back/,
    ],
    [
      'a rollback on a condition',
      (line) => void (stage(line, 'Prod-all').OnFailure = { Result: 'ROLLBACK', Conditions: [{ Rules: [] }] }),
      /hangs on more than its failure \(OnFailure Conditions\)/,
    ],
    [
      'a retry before the rollback',
      (line) =>
        void (stage(line, 'Prod-all').OnFailure = {
          Result: 'ROLLBACK',
          RetryConfiguration: { RetryMode: 'ALL_ACTIONS' },
        }),
      /OnFailure RetryConfiguration/,
    ],
    ['no rollback on failure', (line) => void delete stage(line, 'Prod-all').OnFailure, /does not roll back/],
    [
      'a retry on failure',
      (line) => void (stage(line, 'Prod-all').OnFailure = { Result: 'RETRY' }),
      /does not roll back/,
    ],
    [
      'an entry condition',
      (line) => void (stage(line, 'Prod-all').BeforeEntry = { Conditions: [{ Result: 'FAIL' }] }),
      /hold its rollback up/,
    ],
    [
      'alarms that are not handed over',
      (line) => environment(line, 'ROLLBACK_ALARMS', 'none'),
      /asks for no rollback alarms/,
    ],
    [
      'commands without triggers',
      (line) => edit(line, 'triggerOptions(watched(step.alarms, admitted))', '[]'),
      /nothing shows that Prod-all\/Deploy hands rollback alarms/,
    ],
    ['a stack without alarms', (line) => void (line.metadata = {}), /lists no rollback alarms/],
    [
      'an alarm that is elsewhere',
      (line) => void (line.metadata.alarms = [{ name: 'x', logicalId: 'Other' }]),
      /not in the stack/,
    ],
    ['a composite alarm', (line) => void (line.alarm.Type = 'AWS::CloudWatch::CompositeAlarm'), /composite/],
    ['a name that is another', (line) => void (line.alarm.Properties.AlarmName = 'other'), /has the name/],
    [
      'six alarms',
      (line) =>
        void (line.metadata.alarms = Array.from({ length: 6 }, () => ({
          name: 'Orders-rollback-errors',
          logicalId: 'Alarm',
        }))),
      /takes 5/,
    ],
    [
      'a slow alarm',
      (line) => void (line.alarm.Properties.Period = 300),
      /fires after up to 960 s, the bake lasts 600 s/,
    ],
    ['too many datapoints', (line) => void (line.alarm.Properties.DatapointsToAlarm = 3), /can never breach/],
    [
      'a slow metric in an expression',
      (line) => (
        void delete line.alarm.Properties.Period,
        void (line.alarm.Properties.Metrics = [{ MetricStat: { Period: 60 } }, { MetricStat: { Period: 600 } }])
      ),
      /fires after/,
    ],
    [
      'silence that nobody hears',
      (line) => void (line.alarm.Properties.ComparisonOperator = 'LessThanThreshold'),
      /silence never fires/,
    ],
    [
      'a stack that counts on a longer bake than the pipeline keeps',
      (line) => void (line.metadata.bakeMinutes = 30),
      /counts on 30 minutes of watching, its pipeline watches for 10/,
    ],
    ['a bake beyond what is possible', (line) => void (line.metadata.bakeMinutes = 500), /500 minutes/],
  ])('is refuted by %s', (_, change, why) => {
    expect(check(rollbackIsArmed, change).whys).toMatch(why);
  });

  test.each([
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:DeleteAlarms',
    'cloudwatch:DisableAlarmActions',
    'cloudwatch:SetAlarmState',
    'cloudwatch:PutAlarmMuteRule',
    'cloudformation:SetStackPolicy',
  ])('is refuted by a person who may %s', (Action) => {
    const inlinePolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
    const identityCenter = {
      permissionSets: [{ name: 'OnCall', inlinePolicy }],
      assignments: [{ permissionSet: 'OnCall', accountId: prod }],
    };
    const { counterexamples } = check(rollbackIsArmed, undefined, { identityCenter });
    expect(counterexamples).toMatchObject([
      { human: expect.stringContaining('AWSReservedSSO_OnCall'), request: { action: Action } },
    ]);
  });

  test.each([
    ['cloudwatch:PutAlarmMuteRule', 1],
    ['cloudwatch:DisableAlarmActions', 1],
    ['cloudformation:SetStackPolicy', 1],
    ['s3:GetObject', 0],
  ])('a machine of prod that may %s: %i counterexamples', (action, count) => {
    const { counterexamples } = check(rollbackIsArmed, (line) => {
      const own = role('app', { Service: 'lambda.amazonaws.com' }, { action, resource: '*' });
      line.prod.App = { ...own, Properties: { ...(own.Properties as object), Path: '/guarded/workload/' } };
    });
    expect(counterexamples).toHaveLength(count);
    for (const one of counterexamples) expect(one.request.action).toBe(action);
  });

  test('says what a stage goes back to, once there is a pipeline', () => {
    const note = { id: 'stage-rollback-target', statement: expect.stringContaining('structure of its pipeline') };
    expect(check(rollbackIsArmed).assumptions).toContainEqual(note);
  });

  test('looks for everything that the guardrails deny to keep alarms awake', () => {
    expect(SILENCING).toEqual(expect.arrayContaining([...ALARM_WRITES]));
  });

  test('says which prod stacks nobody deploys', () => {
    expect(check(rollbackIsArmed).assumptions).toContainEqual({
      id: 'stacks-by-hand',
      statement: expect.stringContaining('Bootstrap'),
    });
  });
});
