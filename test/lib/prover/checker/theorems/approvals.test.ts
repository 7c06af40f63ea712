import { APPROVAL_LOOKS } from '../../../../../lib/prover/checker/theorems/approvals';
import { CANNOT_LOOKS } from '../../../../../lib/prover/checker/theorems/cannot';
import { REACH_LOOKS } from '../../../../../lib/prover/checker/theorems/deployments';
import { ACCOUNTS } from '../../../../_helpers/assembly-folder';
import { type Line, machine, role } from '../../delivery/_line';
import { configured, lineWorld, order, stageOf } from './_lines';
import { Certified, refusesOpened, refusesTampering } from './_tamper';

const { tooling } = ACCOUNTS;
const codebuild = { Service: 'codebuild.amazonaws.com' };
const codepipeline = { Service: 'codepipeline.amazonaws.com' };

describe('the certificate of approval-dominates-prod', () => {
  const certified = new Certified(lineWorld(), 'approval-dominates-prod');
  const of = (kind: string) => certified.claims.find(({ by }) => by.kind === kind)!.by;

  it('names the approvals, the gate, the digest, the script and the admission of each deployment', () => {
    expect([of('approvals'), of('gate'), of('digest'), of('admission')]).toEqual([
      { kind: 'approvals', actions: ['Approve/ReleaseManager'] },
      { kind: 'gate', action: 'Gate/Check' },
      { kind: 'digest', variable: 'Verify.DIGEST' },
      { kind: 'admission', function: 'orders-admit' },
    ]);
    expect(certified.claims.map(({ by }) => by.kind)).toEqual(expect.arrayContaining(['script', 'reach', 'silent']));
  });

  refusesTampering(certified, [
    { kind: 'approvals', actions: ['Gate/Check'] },
    { kind: 'approvals', actions: [] },
    { kind: 'gate', action: 'Verify/Verify' },
    { kind: 'gate', action: 'none' },
    { kind: 'digest', variable: 'Verify.ALARMS' },
    { kind: 'admission', function: 'orders-gate' },
    { kind: 'deny', statement: 'nowhere' },
    { kind: 'boundary' },
  ]);

  it('is refused where a role that deploys is said to deploy nowhere, or to come to nobody', () => {
    const lies = certified.claims
      .map((one) =>
        one.by.kind === 'reach' && one.by.to.length > 0
          ? [
              { ...one.by, to: [] },
              { ...one.by, as: one.by.as.slice(0, 1) },
            ].map((by) => ({ one, by }))
          : [],
      )
      .flat();
    expect(lies.length).toBeGreaterThan(0);
    for (const { one, by } of lies) {
      const claims = certified.claims.map((each) => (each === one ? { ...one, by } : each));
      expect(certified.check(claims).problems.join()).toMatch(/it is not so that deploys nowhere else/);
    }
  });

  const NOT_SO = /it is not so that/;
  const approvals = { why: /comes after the approvals/, looks: APPROVAL_LOOKS, kind: 'approvals' };
  const gate = { why: /comes after the gate/, looks: APPROVAL_LOOKS, kind: 'gate' };
  const digest = { why: /deploys the digest/, looks: APPROVAL_LOOKS, kind: 'digest' };
  const script = { why: /runs the platform's script/, looks: APPROVAL_LOOKS, kind: 'script' };
  const admission = { why: /asks for its admission/, looks: APPROVAL_LOOKS, kind: 'admission' };
  const entry = { Conditions: [{ Result: 'SKIP' }] };

  refusesOpened(certified, {
    'the approval comes after the deployment': {
      world: lineWorld(order('Source', 'Verify', 'Gate', 'Prod-all', 'Approve')),
      ...approvals,
    },
    'the approvals may be skipped': {
      world: lineWorld((line) => void (stageOf(line, 'Approve').BeforeEntry = entry)),
      ...approvals,
    },
    'something else stands in the stage of the approvals': {
      world: lineWorld((line) => void stageOf(line, 'Approve').Actions.push(...stageOf(line, 'Source').Actions)),
      ...approvals,
    },
    'there is another approval': {
      world: lineWorld((line) => {
        const [own] = stageOf(line, 'Approve').Actions;
        stageOf(line, 'Approve').Actions.push({ ...own, Name: 'BusinessOwner' });
      }),
      ...approvals,
    },
    'the gate is gone': { world: lineWorld(order('Source', 'Verify', 'Approve', 'Prod-all')), ...gate },
    'the gate comes before the approvals': {
      world: lineWorld(order('Source', 'Verify', 'Gate', 'Approve', 'Prod-all')),
      ...gate,
    },
    'the gate may be skipped': {
      world: lineWorld((line) => void (stageOf(line, 'Gate').BeforeEntry = entry)),
      ...gate,
    },
    'the gate is another function': {
      world: lineWorld((line) => {
        line.tooling.Other = {
          Type: 'AWS::Lambda::Function',
          Properties: { FunctionName: 'other', Role: machine(tooling, 'orders-plain') },
        };
        stageOf(line, 'Gate').Actions[0].Configuration.FunctionName = 'other';
      }),
      ...gate,
    },
    'the approval does not name the digest': {
      world: lineWorld(configured('Approve', 'CustomData', '#{Verify.DIGEST}', 'it')),
      ...digest,
    },
    'the gate does not name the digest': {
      world: lineWorld(configured('Gate', 'UserParameters', '#{Verify.DIGEST}', 'it')),
      ...digest,
    },
    'the deployment carries none': {
      world: lineWorld(configured('Prod-all', 'EnvironmentVariables', '#{Verify.DIGEST}', 'it')),
      ...digest,
    },
    'the deployment runs something else': {
      world: lineWorld((line) => void (line.project.Source.BuildSpec = '{"phases":{}}')),
      ...script,
    },
    'the deployment runs something besides': {
      world: lineWorld((line) => {
        const spec = JSON.parse(line.project.Source.BuildSpec as string) as {
          phases: Record<string, { commands: string[] }>;
        };
        spec.phases.build.commands.push('true');
        line.project.Source.BuildSpec = JSON.stringify(spec);
      }),
      ...script,
    },
    'something is loaded into the deployment': {
      world: lineWorld(
        (line) =>
          void (line.project.Environment = {
            ...line.project.Environment,
            EnvironmentVariables: [{ Name: 'NODE_OPTIONS', Value: 'x' }],
          }),
      ),
      ...script,
    },
    'the digest is computed by something else': {
      world: lineWorld((line) => void (line.verify = '{"phases":{}}')),
      ...script,
    },
    'nobody admits it': {
      world: lineWorld(configured('Prod-all', 'EnvironmentVariables', '"orders-admit"', '"none"')),
      ...admission,
    },
    ...Object.fromEntries(
      ['APPLICATION', 'PIPELINE'].map((name) => [
        `it asks as another one (${name})`,
        {
          world: lineWorld(
            configured('Prod-all', 'EnvironmentVariables', /^\[/, `[{"name":"${name}","value":"billing"},`),
          ),
          ...admission,
        },
      ]),
    ),
    'it asks in the name of another stage': {
      world: lineWorld(configured('Prod-all', 'EnvironmentVariables', '"Prod-all"', '"Other"')),
      ...admission,
    },
    'an early role may change the pipeline': {
      world: lineWorld((line) => {
        line.tooling.Plain = role('orders-plain', codepipeline, {
          action: 'codepipeline:UpdatePipeline',
          resource: '*',
        });
      }),
      ...{ why: /leaves the pipeline alone/, looks: CANNOT_LOOKS, kind: 'silent' },
    },
    'a role that deployed nowhere comes to the one that deploys': {
      world: lineWorld((line) => {
        line.tooling.Verifier = role('orders-verify', codebuild, {
          action: 'cloudformation:UpdateStack',
          resource: '*',
        });
      }),
      ...{ why: NOT_SO, looks: REACH_LOOKS as never, kind: 'reach' },
    },
  });

  it.each([
    ['V1', lineWorld((line) => void (line.pipeline.Properties.PipelineType = 'V1')), /is of type V1/],
    ['not stated by anything', { ...lineWorld(), machinery: [] }, /nothing states what/],
    [
      'running what nothing describes',
      lineWorld(configured('Gate', 'FunctionName', 'orders-gate', 'nowhere')),
      /which nothing describes/,
    ],
  ])('is refused where the pipeline is %s', (_, world, why) => {
    expect(certified.check(undefined, world).problems.join()).toMatch(why);
  });

  it('is refused where a policy of prod names a role that runs what a commit brings', () => {
    const building = (line: Line): void => {
      line.verify = '{"phases":{}}';
      line.prod.Door = role('door', { AWS: machine(tooling, 'orders-verify') });
    };
    expect(certified.check(undefined, lineWorld(building)).problems.join()).toMatch(
      /names .*orders-verify, which runs what a commit brings/,
    );
  });

  it('asks for the machines of prod where no pipeline is listed', () => {
    const stacks = certified.world.stacks!.map((one) => ({ ...one, resources: [] }));
    const accounts = certified.world.accounts.map((one) => ({
      ...one,
      resources: one.resources.filter((each) => each.type !== 'AWS::CodePipeline::Pipeline'),
    }));
    expect(certified.check(undefined, { ...certified.world, stacks, accounts }).problems.join()).toMatch(
      /nothing is claimed about .*deploy \(releases nothing/,
    );
  });

  it('is refused where a sanctioned approval is not asked for', () => {
    const exception = {
      ...{ id: 'approve', statement: 'x', principals: ['*'], actions: ['codepipeline:PutApprovalResult'] },
      resources: [
        `arn:aws:codepipeline:eu-west-2:${tooling}:${certified.world.stacks![1].resources.find((one) => one.type.endsWith('Pipeline'))!.ref}/Approve/BusinessOwner`,
      ],
    };
    expect(certified.check(undefined, { ...certified.world, exceptions: [exception] }).problems.join()).toMatch(
      /does not ask for the approval Approve\/BusinessOwner/,
    );
  });
});
