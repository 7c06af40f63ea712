import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { ChangeControl } from '../../../constructs/change';
import { ChangePipeline, PipelineFlavour, PipelineSource } from '../../../constructs/pipeline';
import type { ChangePipelineProps } from '../../../constructs/pipeline';
import { CDK_INTEGRITY, CDK_VERSION, deploySpec, verifySpec } from '../../../constructs/pipeline/engine/build-specs';
import { dataFile } from '../../../lib/package-root';
import lock from '../../../package-lock.json';
import { TOOLING, folder, pipelineProps } from './fixture';

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

function synthesize() {
  const app = new App({ outdir: folder() });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app));
  const props = pipelineProps();
  const changeControl = new ChangeControl(new Stack(app, 'Change', { env: TOOLING }), 'Control', props);
  const stack = new Stack(app, 'Pipeline', { env: TOOLING });
  const pipeline = new ChangePipeline(stack, 'Pipeline', { ...props, changeControl });
  app.synth(); // throws at any finding of the rule packs
  return { pipeline, template: Template.fromStack(stack) };
}

const { pipeline, template } = synthesize();
const resources = template.toJSON().Resources as Record<string, { Type: string; Properties: Record<string, never> }>;

const text = (value: unknown) => JSON.stringify(value);

/** Roles by name, each with its trust and the statements of its policies. */
const roles = Object.fromEntries(
  Object.entries(resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([id, { Properties }]) => {
      const role = Properties as unknown as {
        RoleName: string;
        Path: string;
        AssumeRolePolicyDocument: { Statement: Statement[] };
      };
      const policies = Object.values(resources).filter(
        ({ Type, Properties: p }) => Type === 'AWS::IAM::Policy' && text(p).includes(`{"Ref":"${id}"}`),
      );
      const statements = policies.flatMap(
        ({ Properties: p }) =>
          (p as unknown as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement,
      );
      return [role.RoleName, { ...role, id, trust: role.AssumeRolePolicyDocument.Statement, statements }];
    }),
);
const actionsOf = (name: string) => roles[name]!.statements.flatMap(({ Action }) => Action).sort();

describe('a change pipeline', () => {
  it('is a queued V2 pipeline that never changes itself', () => {
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Name: 'orders',
      PipelineType: 'V2',
      ExecutionMode: 'QUEUED',
      RestartExecutionOnUpdate: false,
    });
    expect(text(Object.values(roles).map(({ statements }) => statements))).not.toContain('codepipeline:UpdatePipeline');
  });

  it('rolls each wave back by itself', () => {
    const waves = ['Prod-one-box', 'Prod-rest'].map((Name) =>
      Match.objectLike({ Name, OnFailure: { Result: 'ROLLBACK' } }),
    );
    for (const wave of waves)
      template.hasResourceProperties('AWS::CodePipeline::Pipeline', { Stages: Match.arrayWith([wave]) });
  });

  it('makes each deployment of a wave ask for its own stage, and those before prod nobody', () => {
    const [{ Properties }] = Object.values(resources).filter(
      ({ Type }) => Type === 'AWS::CodePipeline::Pipeline',
    ) as unknown as [{ Properties: unknown }];
    const { Stages } = Properties as { Stages: { Name: string; Actions: { Name: string; Configuration: never }[] }[] };
    const told = Stages.flatMap(({ Name, Actions }) =>
      Actions.filter((action) => action.Name.startsWith('Deploy')).map(({ Configuration }) => {
        const listed = JSON.parse((Configuration as { EnvironmentVariables: string }).EnvironmentVariables) as {
          name: string;
          value: string;
        }[];
        const of = (key: string) => listed.find(({ name }) => name === key)?.value;
        return [Name, of('ADMISSION'), of('STAGE'), of('EXECUTION'), of('APPLICATION'), of('PIPELINE')];
      }),
    );
    const wave = (name: string) => [
      ...[name, 'orders-admit', name, '#{codepipeline.PipelineExecutionId}', 'orders', 'orders'],
    ];
    expect(told).toEqual([
      ['Dev', 'none', undefined, undefined, undefined, undefined],
      ['Test', 'none', undefined, undefined, undefined, undefined],
      wave('Prod-one-box'),
      wave('Prod-rest'),
      wave('Prod-rest'),
    ]);
  });

  it('names change and digest in every approval, and tells what approvers may answer', () => {
    const approval = (Name: string) =>
      Match.objectLike({
        Name,
        TimeoutInMinutes: 10_080,
        Configuration: Match.objectLike({
          CustomData: Match.stringLikeRegexp('#\\{Draft.NUMBER\\}.*#\\{Verify.DIGEST\\}.*#\\{Page.KEY\\}'),
          // An address in the console: it opens the page with the rights of whoever is signed in, and carries none.
          ExternalEntityLink:
            'https://eu-west-2.console.aws.amazon.com/s3/object/orders-changes-111111111111-eu-west-2?region=eu-west-2&prefix=#{Page.KEY}',
        }),
      });
    template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Stages: Match.arrayWith([
        Match.objectLike({ Name: 'Approve', Actions: [approval('ReleaseManager'), approval('BusinessOwner')] }),
      ]),
    });
    expect(pipeline.approvalActionArns.map((arn) => arn.split(':').slice(2).join(':'))).toEqual([
      'codepipeline:eu-west-2:111111111111:orders/Approve/ReleaseManager',
      'codepipeline:eu-west-2:111111111111:orders/Approve/BusinessOwner',
    ]);
  });

  it('keeps the logical ids of what holds data', () => {
    const stateful = Object.entries(resources).filter(([, { Type }]) =>
      /^AWS::(S3::Bucket|KMS::Key|CodePipeline::Pipeline)$/.test(Type),
    );
    expect(stateful.map(([id]) => id).sort()).toEqual(
      [
        'PipelineD808E361',
        'PipelineStoreAccessLogs8381F624',
        'PipelineStoreArtifacts3D015301',
        'PipelineStoreKeyB6B91842',
      ].sort(),
    );
  });
});

describe('who may do what', () => {
  it('lets CodePipeline alone take the pipeline role, for this pipeline', () => {
    const [trust, ...others] = roles['orders-pipeline']!.trust;
    expect(others).toEqual([]);
    expect(trust!.Principal).toEqual({ Service: 'codepipeline.amazonaws.com' });
    expect(text(trust!.Condition)).toContain(':codepipeline:eu-west-2:111111111111:orders');
    expect(trust!.Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
  });

  it('lets the pipeline role alone take the role of an action', () => {
    const takers = Object.values(roles).filter(({ trust }) => text(trust).includes('"AWS"'));
    expect(takers.map(({ RoleName }) => RoleName).sort()).toEqual(['orders-actions', 'orders-source']);
    for (const { trust } of takers) {
      expect(trust).toHaveLength(1);
      expect(text(trust[0]!.Principal)).toContain(':iam::111111111111:role/guarded/pipeline/orders-pipeline"');
    }
  });

  it('ties each project role to CodeBuild and its own project', () => {
    for (const project of ['build', 'integration-test', 'verify', 'deploy-dev', 'deploy-test', 'deploy-prod']) {
      const [trust, ...others] = roles[`orders-${project}`]!.trust;
      expect(others).toEqual([]);
      expect(trust!.Principal).toEqual({ Service: 'codebuild.amazonaws.com' });
      expect(text(trust!.Condition)).toContain(`:project/orders-${project}`);
    }
  });

  it('gives committers their artifacts and their log, within the boundary, and nothing else', () => {
    for (const name of ['orders-build', 'orders-integration-test']) {
      expect(roles[name]!.Path).toBe('/guarded/workload/');
      expect(text(roles[name])).toContain(':policy/guarded/guardrail/workload-boundary');
      expect([...new Set(actionsOf(name).map((action) => action.split(':')[0]))]).toEqual(['kms', 'logs', 's3']);
    }
    const build = roles['orders-build']!.statements.filter(({ Action }) => text(Action).includes('s3:PutObject'));
    expect(build.map(({ Resource }) => text(Resource))).toEqual([expect.stringContaining('/orders*/Assembly*')]);
    expect(text(roles['orders-integration-test']!.statements)).not.toContain('s3:PutObject');
  });

  it('lets the connection set the access lists of its two artifacts, which it fails without, and of nothing else', () => {
    const lists = Object.entries(roles).flatMap(([name, { statements }]) =>
      statements
        .filter(({ Action }) => text(Action).includes('Acl"'))
        .map((one) => [name, one.Action, text(one.Resource)]),
    );
    const writing = lists.filter(([, action]) => text(action).includes('PutObjectAcl'));
    expect(writing.map(([name]) => name)).toEqual(['orders-source', 'orders-source']);
    expect(writing.map(([, , resource]) => resource)).toEqual([
      expect.stringContaining('/orders*/Source*'),
      expect.stringContaining('/orders*/History*'),
    ]);
  });

  it('makes the pipeline last, which starts as soon as it is there', () => {
    const [made] = Object.values(resources).filter(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
    const { DependsOn } = made as unknown as { DependsOn: string[] };
    const others = Object.entries(resources).filter(([, { Type }]) =>
      [
        'AWS::CodeBuild::Project',
        'AWS::Lambda::Function',
        'AWS::DynamoDB::Table',
        'AWS::StepFunctions::StateMachine',
      ].includes(Type),
    );
    expect(others.map(([id]) => id).filter((id) => !DependsOn.includes(id))).toEqual([]);
  });

  it('lets a deploy role assume the bootstrap roles of its targets, exactly', () => {
    const assume = (name: string) =>
      roles[name]!.statements.filter(({ Action }) => Action === 'sts:AssumeRole').flatMap(({ Resource }) => Resource);
    const names = (account: string, region: string) =>
      ['deploy', 'file-publishing', 'image-publishing', 'lookup'].map(
        (role) => `arn:aws:iam::${account}:role/guarded/pipeline/cdk-guarded-${role}-role-${account}-${region}`,
      );
    expect(assume('orders-deploy-dev')).toEqual(names('222222222222', 'eu-west-2'));
    expect(assume('orders-deploy-prod')).toEqual([
      ...names('333333333333', 'eu-west-2'),
      ...names('333333333333', 'eu-west-1'),
    ]);
  });

  it('lets those that deploy to prod ask whether they may, and nobody else, nor anything else', () => {
    const asking = Object.values(roles).filter(({ RoleName }) => /-(deploy-[a-z]+|build|verify)$/.test(RoleName));
    const asked = asking.flatMap(({ RoleName, statements }) =>
      statements
        .filter(({ Action }) => text(Action).includes('lambda:'))
        .map(({ Action, Resource }) => [RoleName, Action, Resource]),
    );
    const arn = (parts: unknown) => text(parts).includes(':lambda:eu-west-2:111111111111:function:orders-admit');
    expect(asked).toEqual([['orders-deploy-prod', 'lambda:InvokeFunction', expect.anything()]]);
    expect(arn(asked[0]![2])).toBe(true);
  });

  it('keeps every other role out of the targets', () => {
    const others = Object.values(roles).filter(({ RoleName }) => !/-deploy-[a-z]+$/.test(RoleName));
    for (const { RoleName, statements } of others) {
      const assumed = statements.filter(({ Action }) => text(Action).includes('sts:AssumeRole'));
      expect([RoleName, assumed.length]).toEqual([RoleName, RoleName === 'orders-pipeline' ? 1 : 0]);
    }
  });

  it('runs nothing privileged, and no buildspec that comes with the source', () => {
    const projects = Object.values(resources).filter(({ Type }) => Type === 'AWS::CodeBuild::Project');
    expect(projects).toHaveLength(6);
    for (const { Properties } of projects) {
      const { Environment, Source } = Properties as unknown as {
        Environment: { PrivilegedMode: boolean };
        Source: { BuildSpec: string };
      };
      expect(Environment.PrivilegedMode).toBe(false);
      expect(Source.BuildSpec).toContain('"phases"');
    }
  });

  it.each(['verify', 'deploy'] as const)('unpacks %s to the very script, by the commands of its project', (script) => {
    const folder = mkdtempSync(join(tmpdir(), 'guarded-unpacked-'));
    const spec = script === 'deploy' ? deploySpec() : verifySpec('0'.repeat(64));
    const [unpack] = (spec.phases as { build: { commands: string[] } }).build.commands;
    execFileSync('bash', ['-c', unpack!.replaceAll('/opt/guarded', folder)]);
    const unpacked = readFileSync(join(folder, `${script}.cjs`), 'utf8');
    rmSync(folder, { recursive: true });
    expect(unpacked).toBe(readFileSync(dataFile(`pipeline/${script}.cjs`), 'utf8'));
  });

  it('refuses commands that are longer than CodeBuild takes', () => {
    const buildCommands = ['npm ci', `echo ${'x'.repeat(25_600)}`];
    const stack = new Stack(new App(), 'Long', { env: TOOLING });
    expect(() => new ChangePipeline(stack, 'Pipeline', pipelineProps({ buildCommands }))).toThrow(
      /Build.*: the buildspec has \d+ characters, CodeBuild takes 25600/,
    );
  });

  it('gives docker to the build alone, where the source builds images', () => {
    const stack = new Stack(new App(), 'Images', { env: TOOLING });
    new ChangePipeline(stack, 'Pipeline', pipelineProps({ images: true }));
    const projects = Template.fromStack(stack).findResources('AWS::CodeBuild::Project');
    const privileged = Object.values(projects).filter(({ Properties }) => Properties.Environment.PrivilegedMode);
    expect(privileged.map(({ Properties }) => [Properties.Name, Properties.Environment.EnvironmentVariables])).toEqual([
      ['orders-build', [{ Name: 'GUARDED_IMAGES', Type: 'PLAINTEXT', Value: 'build' }]],
    ]);
  });

  it('pins the CDK command line that deploys, by version and digest', () => {
    const locked = (lock.packages as Record<string, { version?: string; integrity?: string }>)['node_modules/aws-cdk'];
    expect([CDK_VERSION, CDK_INTEGRITY]).toEqual([locked?.version, locked?.integrity]);
  });
});

describe('properties that do not fit', () => {
  const make = (changes: Partial<ChangePipelineProps>) => () =>
    new ChangePipeline(
      new Stack(new App({ outdir: folder() }), 'Tooling', { env: TOOLING }),
      'Orders',
      pipelineProps(changes),
    );

  it('are told together, with the construct path', () => {
    const wrong = make({ application: 'Orders!', approvers: [], monitoringMinutes: 181 });
    expect(wrong).toThrow(/^Tooling\/Orders: .*application.*; approvers.*; monitoringMinutes/);
  });

  it.each<[string, Partial<ChangePipelineProps>, string]>([
    ['no environment before prod', { environments: [] }, 'environments is empty'],
    ['no snapshot to prove in', { platformSnapshot: undefined }, 'platformSnapshot is missing'],
    ['a stage name that is taken', { environments: [{ name: 'gate', targets: [] }] }, 'has that name already'],
    [
      'a prod account before the approvals',
      { environments: [{ name: 'dev', targets: [{ account: '333333333333', region: 'eu-west-2' }] }] },
      'account 333333333333 is deployed to before the approvals as well',
    ],
    [
      'an account of eleven digits',
      { waves: [{ name: 'all', targets: [{ account: '33333333333', region: 'eu-west-2' }] }] },
      'expected twelve digits',
    ],
    ['a window that never opens', { window: { timeZone: 'Europe/London', open: [] } }, 'prod would never deploy'],
    [
      'a time zone that knows no summer',
      { window: { ...pipelineProps().window, timeZone: 'EST5' } },
      'expected an IANA name',
    ],
    [
      'a connection of another account',
      {
        source: PipelineSource.codeConnections({
          connectionArn:
            'arn:aws:codeconnections:eu-west-2:999999999999:connection/11111111-2222-3333-4444-555555555555',
          repository: 'example/orders',
        }),
      },
      'source.connectionArn is of account 999999999999, eu-west-2; expected one of account 111111111111, eu-west-2',
    ],
    [
      'artifacts that expire while a release waits',
      { artifactRetention: Duration.days(30) },
      'artifactRetention is 30 days, expected at least 100',
    ],
    [
      'an approval of a minute',
      { approvers: [{ persona: 'A', timeout: Duration.minutes(1) }] },
      '5 minutes to 60 days',
    ],
    [
      'permission sets for the approval of nobody',
      { approvePermissionSets: { Manager: ['LZ-Release'] } },
      'approvePermissionSets.Manager is for no approver, expected one of ReleaseManager, BusinessOwner',
    ],
    [
      'an approval that no permission set may answer',
      { approvePermissionSets: { ReleaseManager: [] } },
      'approvePermissionSets.ReleaseManager is empty: nobody could approve',
    ],
    [
      'a role in the place of a permission set',
      { approvePermissionSets: { ReleaseManager: ['AWSReservedSSO_Release_0123456789abcdef'] } },
      'expected the name of a permission set',
    ],
    [
      'two waves of one name',
      { waves: [...pipelineProps().waves, pipelineProps().waves[0]!] },
      'waves has "one-box" twice',
    ],
    [
      'a native window of half hours',
      { nativeWindow: true, window: { timeZone: 'UTC', open: [{ days: ['Mon'], opens: '09:30', closes: '10:00' }] } },
      'one opening on whole hours',
    ],
    [
      'a connection that is none',
      { source: PipelineSource.codeConnections({ connectionArn: 'main', repository: 'orders' }) },
      'expected the ARN of a connection',
    ],
  ])('%s', (_what, changes, message) => {
    expect(make(changes)).toThrow(message);
  });
});

describe('a pipeline of the platform itself', () => {
  const stack = new Stack(new App({ outdir: folder() }), 'Tooling', { env: TOOLING });
  const made = new ChangePipeline(stack, 'Platform', {
    ...pipelineProps({ application: 'platform', environments: [], platformSnapshot: undefined }),
    flavour: PipelineFlavour.PLATFORM,
    source: PipelineSource.codeCommit({ repository: 'platform' }),
    nativeWindow: true,
  });

  it('is approved before its stacks are updated, with no environment before', () => {
    expect(made.stageNames.slice(2, 6)).toEqual(['Verify', 'Approve', 'Gate', 'Prod-one-box']);
  });

  it('is started by events of its repository, through a role that can do only that', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      Name: 'platform-source',
      EventPattern: Match.objectLike({
        source: ['aws.codecommit'],
        detail: { referenceType: ['branch'], referenceName: ['main'] },
      }),
    });
  });

  it('holds the gate by the native window where that is asked for', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Stages: Match.arrayWith([
        Match.objectLike({
          Name: 'Gate',
          BeforeEntry: {
            Conditions: [
              Match.objectLike({
                Result: 'FAIL',
                Rules: [
                  Match.objectLike({
                    Configuration: { Cron: '* * 9-15 ? * MON,TUE,WED,THU', TimeZone: 'Europe/London' },
                  }),
                ],
              }),
            ],
          },
        }),
      ]),
    });
  });
});
