import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ChangeControl } from '../../../constructs/change';
import { closedHandler } from '../../../constructs/change/handler-code';
import { changePolicy } from '../../../constructs/change/policy';
import { policySchema } from '../../../lib/change/policy';
import { HANDLERS } from '../../../lib/change/wiring';
import { TOOLING, folder, pipelineProps } from '../pipeline/fixture';

const stack = new Stack(new App({ outdir: folder() }), 'Change', { env: TOOLING });
new ChangeControl(stack, 'Control', pipelineProps());
const template = Template.fromStack(stack);
const text = (value: unknown) => JSON.stringify(value);

/** Objects of the bucket of the records. */
const recordsIn = (path: string) => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.any(String), 'Arn'] }, path]] });

/** The policy of a role, by the role's name. */
function statements(roleName: string): string {
  const [id] = Object.keys(template.findResources('AWS::IAM::Role', { Properties: { RoleName: roleName } }));
  return text(template.findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: id }] } }));
}

describe('the record store', () => {
  it('lets one role of another account read its records, and nobody where none is named', () => {
    const reader = 'arn:aws:iam::222222222222:role/guarded/pipeline/guarded-continuous-proof';
    const other = new Stack(new App({ outdir: folder() }), 'Change', { env: TOOLING });
    new ChangeControl(other, 'Control', { ...pipelineProps(), recordReader: reader });
    const theirs = (from: Template) =>
      ['AWS::S3::BucketPolicy', 'AWS::KMS::Key']
        .flatMap((type) => Object.values(from.findResources(type)))
        .flatMap(({ Properties: { PolicyDocument, KeyPolicy } }) => (PolicyDocument ?? KeyPolicy).Statement as object[])
        .filter((one) => text(one).includes('222222222222'));
    expect(theirs(template)).toEqual([]);
    const who = { ArnEquals: { 'aws:PrincipalArn': reader } };
    const only = { ...who, StringLike: { 's3:prefix': 'records/*' } };
    expect(theirs(Template.fromStack(other))).toEqual([
      expect.objectContaining({ Action: 's3:GetObject', Condition: who, Resource: recordsIn('/records/*') }),
      expect.objectContaining({ Action: 's3:ListBucket', Condition: only }),
      expect.objectContaining({ Action: 'kms:Decrypt', Condition: who }),
    ]);
  });

  it('seals records so that nobody changes or deletes them for seven years', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 2557 } } },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    });
  });

  it('refuses everything that does not come over TLS', () => {
    const policies = Object.values(template.findResources('AWS::S3::BucketPolicy')).map(text);
    expect(policies).toHaveLength(2);
    for (const policy of policies) expect(policy).toContain('"aws:SecureTransport":"false"');
  });

  it('keeps an index that can be restored to any second, and tells its news', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      },
    });
  });

  it('lets the alarms of its own account publish on its topic, and encrypt what they say', () => {
    const alarms = {
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': TOOLING.account } },
    };
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ ...alarms, Action: 'sns:Publish' })]) },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({ ...alarms, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] })]),
      },
    });
  });

  it('keeps the logical ids of what holds data', () => {
    const ids = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::SNS::Topic'].flatMap((type) =>
      Object.keys(template.findResources(type)),
    );
    expect(ids.sort()).toEqual([
      'ControlNotificationsTopicED3594C2',
      'ControlStoreAccessLogsCEE476A5',
      'ControlStoreIndexB764F505',
      'ControlStoreKeyAA9B0D85',
      'ControlStoreRecords905CEDAC',
    ]);
  });
});

describe('the handlers', () => {
  it.each([...HANDLERS])('%s has a function and a role of its own', (name) => {
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: `orders-${name}` });
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: `orders-${name}-function`,
      Path: '/guarded/pipeline/',
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }] },
    });
  });

  it.each([...HANDLERS])('%s without its bundle stays closed and says so', async (name) => {
    const exports: { handler?: (event: unknown) => Promise<unknown> } = {};
    const sent: unknown[] = [];
    const client = {
      CodePipelineClient: class {
        public send = (command: unknown) => Promise.resolve(sent.push(command));
      },
      PutJobFailureResultCommand: class {
        public constructor(public readonly input: unknown) {}
      },
    };
    new Function('exports', 'require', closedHandler(name))(exports, () => client);
    await expect(exports.handler!({})).rejects.toThrow(`The handler ${name} was not built`);
    await exports.handler!({ 'CodePipeline.job': { id: 'job-1' } });
    expect(sent).toEqual([
      { input: { jobId: 'job-1', failureDetails: expect.objectContaining({ type: 'ConfigurationError' }) } },
    ]);
  });

  it('may roll back waves, and only the unwinding may', () => {
    expect(statements('orders-unwind-function')).toContain(':codepipeline:eu-west-2:111111111111:orders/Prod-one-box');
    for (const name of HANDLERS.filter((other) => other !== 'unwind'))
      expect(statements(`orders-${name}-function`)).not.toContain('RollbackStage');
  });

  it('may answer for the pipeline only where it decides or records', () => {
    const answering = HANDLERS.filter((name) => statements(`orders-${name}-function`).includes('PutJobSuccessResult'));
    expect(answering).toEqual(['gate', 'record']);
  });

  it('reads targets through their lookup roles alone', () => {
    const reading = HANDLERS.filter((name) => statements(`orders-${name}-function`).includes('sts:AssumeRole'));
    expect(reading).toEqual(['gate', 'bake']);
    expect(statements('orders-bake-function')).toContain('cdk-guarded-lookup-role-333333333333-eu-west-1');
    expect(statements('orders-bake-function')).not.toContain('cdk-guarded-deploy-role');
  });

  it('can be called by people only where a signature tells who they are', () => {
    template.resourceCountIs('AWS::Lambda::Url', 1);
    template.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' });
    const open = Object.values(template.findResources('AWS::Lambda::Permission')).map(text);
    for (const permission of open) expect(permission).not.toContain('"Principal":"*"');
  });
});

describe('what moves change control', () => {
  it('follows every state of the pipeline', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.codepipeline'],
        'detail-type': ['Pipeline', 'Stage', 'Action'].map((what) => `CodePipeline ${what} Execution State Change`),
        detail: { pipeline: ['orders'] },
      },
    });
  });

  it('unwinds executions that ended badly', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      Name: 'orders-unwind',
      EventPattern: Match.objectLike({
        detail: { pipeline: ['orders'], state: ['FAILED', 'STOPPED', 'SUPERSEDED', 'CANCELED'] },
      }),
    });
  });

  it('loses nothing: every target and the stream have a dead-letter queue, and its first message an alarm', () => {
    const targets = Object.values(template.findResources('AWS::Events::Rule')).flatMap(
      ({ Properties }) => Properties.Targets,
    );
    for (const target of targets) expect(target).toHaveProperty('DeadLetterConfig');
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      DestinationConfig: { OnFailure: Match.anyValue() },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'orders-change-control-unhandled',
      Threshold: 1,
    });
  });

  it('ties each state machine to Step Functions and itself', () => {
    for (const name of ['wait-for-window', 'bake', 'unwind'])
      template.hasResourceProperties('AWS::IAM::Role', {
        RoleName: `orders-${name}-machine`,
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Principal: { Service: 'states.amazonaws.com' },
              Condition: {
                StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
                ArnLike: Match.anyValue(),
              },
            },
          ],
        },
      });
  });
});

describe('the policy that handlers decide by', () => {
  it('fits what they read', () => {
    const policy = policySchema.parse(changePolicy(pipelineProps({ identities: { 'Alice@Example.com': 'alice' } })));
    expect(policy.approvals).toEqual(['ReleaseManager', 'BusinessOwner']);
    expect(policy.waves.map(({ stage, bakeMinutes }) => [stage, bakeMinutes])).toEqual([
      ['Prod-one-box', 30],
      ['Prod-rest', 30],
    ]);
    expect(policy.identities).toEqual({ 'alice@example.com': 'alice' });
  });

  it('names other permission sets that may approve only where it is told of them', () => {
    const told = (changes: Parameters<typeof pipelineProps>[0]) =>
      policySchema.parse(changePolicy(pipelineProps(changes))).rights.approve;
    expect(told({})).toEqual({});
    const sets = { ReleaseManager: ['LZ-Release'] };
    expect(told({ approvePermissionSets: sets })).toEqual(sets);
  });

  it('speaks of the partition of each region', () => {
    const [wave] = changePolicy(
      pipelineProps({
        waves: [{ name: 'beijing', targets: [{ account: '333333333333', region: 'cn-north-1', alarms: ['a'] }] }],
      }),
    ).waves;
    expect(wave!.targets[0]!.readerRole).toMatch(/^arn:aws-cn:iam::333333333333:role\/guarded\/pipeline\//);
    expect(wave!.targets[0]!.alarms).toEqual(['arn:aws-cn:cloudwatch:cn-north-1:333333333333:alarm:a']);
  });
});

it('tells everything that is wrong with the properties together', () => {
  const wrong = pipelineProps({
    bakeMinutes: 0,
    waves: [],
    availabilityObjective: 100,
    recordRetention: Duration.days(1),
  });
  expect(() => new ChangeControl(new Stack(), 'Orders', wrong)).toThrow(
    /^Default\/Orders: waves is empty.*; bakeMinutes is 0.*; availabilityObjective is 100.*; recordRetention is 1 days/,
  );
});
