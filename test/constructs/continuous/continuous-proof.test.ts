import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  ContinuousProof,
  type ContinuousProofProps,
  GuardedStackSynthesizer,
  ProofChangeWatch,
  WriteOnceStore,
} from '../../../constructs';
import { CHANGES_PATTERN, FILTER_LIMIT } from '../../../constructs/continuous/changes-pattern';
import { smallPackage } from '../../_helpers/small-package';

const AUDIT = { account: '222222222222', region: 'eu-west-2' };
const ROLE = 'arn:aws:iam::222222222222:role/guarded/pipeline/guarded-continuous-proof';
const VERIFY = 'arn:aws:iam::111111111111:role/guarded/pipeline/*-verify';

function proof(props: Partial<ContinuousProofProps> = {}): Template {
  const stack = new Stack(new App(), 'Audit', { env: AUDIT, synthesizer: new GuardedStackSynthesizer() });
  const store = new WriteOnceStore(stack, 'Evidence', { retention: Duration.days(2557), bucketName: 'evidence' });
  new ContinuousProof(stack, 'Proof', {
    store,
    organizationId: 'o-abc123defg',
    managementAccount: '100000000000',
    readers: { account: '111111111111', roleArns: [VERIFY] },
    ...props,
  });
  return Template.fromStack(stack);
}

function watch(): Template {
  const stack = new Stack(new App(), 'Management', { env: { account: '100000000000', region: 'eu-west-2' } });
  new ProofChangeWatch(stack, 'Watch', { trailLogs: new LogGroup(stack, 'Trail'), auditAccount: AUDIT.account });
  return Template.fromStack(stack);
}

/** A value with its references in short: `<Logical.Arn>`. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref: ref, 'Fn::Sub': text } = value as Record<string, unknown>;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(flat).join('');
  return text ? String(text) : `<${attribute ? (attribute as string[]).join('.') : String(ref)}>`;
}

/** The value of a condition's one key. */
const ruleOf = (condition: unknown): unknown =>
  Object.values(Object.values(condition as Record<string, Record<string, unknown>>)[0]!)[0];

const made = (template: Template, type: string) => Object.values(template.findResources(type));

describe('the continuous proof', () => {
  const template = proof();

  test('runs this very package by its digest, with a command that nothing but the project says', () => {
    const [project] = made(template, 'AWS::CodeBuild::Project');
    const { Source, ServiceRole, Environment, Artifacts, Triggers } = project!.Properties;
    const spec = JSON.parse(flat(Source.BuildSpec)) as { phases: Record<string, { commands: string[] }> };
    expect(spec.phases.install!.commands.join('\n')).toMatch(/sha256sum < tool\.tar\)" = "[0-9a-f]{64} {2}-"/);
    expect(spec.phases.build!.commands).toEqual([
      "set -euo pipefail\n/opt/guarded/node_modules/.bin/guarded 'audit' 'deployed' '--management' '100000000000' " +
        "'--region' 'eu-west-2' '--store' 's3://<EvidenceBucketC67FF768>' " +
        "'--topic' 'arn:<AWS::Partition>:sns:eu-west-2:222222222222:guarded-continuous-proof' '--kms-key' 'alias/guarded-audit-pack'",
    ]);
    expect([Source.Type, Artifacts.Type, Triggers]).toEqual(['NO_SOURCE', 'NO_ARTIFACTS', undefined]);
    expect(Environment).toMatchObject({
      Image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      PrivilegedMode: false,
    });
    expect(flat(ServiceRole)).toBe(ROLE);
  });

  test('takes the readers of its organization, adds to its folders, tells, and nothing else', () => {
    const policies = made(template, 'AWS::IAM::Policy').filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes('ProofRole'),
    );
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as never[]);
    const told = statements.map(({ Action, Resource }) => [[Action].flat().join(' '), [Resource].flat().map(flat)]);
    expect(told.map(([actions]) => actions)).toEqual([
      'sts:AssumeRole',
      's3:PutObject',
      'sns:Publish',
      's3:GetObject s3:GetObjectVersion',
      's3:ListBucket',
      'kms:Sign kms:GetPublicKey',
      'logs:CreateLogStream logs:PutLogEvents',
      's3:GetObject',
      'kms:Decrypt kms:Encrypt kms:GenerateDataKey kms:DescribeKey',
      'kms:GenerateDataKey kms:Decrypt',
    ]);
    expect(told[0]![1]).toEqual(['arn:aws:iam::*:role/guarded/pipeline/guarded-reader']);
    expect(told[1]![1]).toEqual([
      '<EvidenceBucketC67FF768.Arn>/proof/snapshots/*',
      '<EvidenceBucketC67FF768.Arn>/proof/packs/*',
    ]);
    expect(statements[0]).toMatchObject({ Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-abc123defg' } } });
  });

  test('signs packs with a key of its own, which its policy denies to everybody else', () => {
    const [key] = made(template, 'AWS::KMS::Key').filter(({ Properties }) => Properties.KeyUsage === 'SIGN_VERIFY');
    expect(key!.Properties.KeySpec).toBe('ECC_NIST_P256');
    const denied = (key!.Properties.KeyPolicy.Statement as Record<string, never>[]).filter(
      (one) => one.Effect === 'Deny',
    );
    expect(denied.map(({ Action, Principal, Condition }) => [Action, Principal, flat(ruleOf(Condition))])).toEqual([
      ['kms:Sign', { AWS: '*' }, ROLE],
    ]);
    template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/guarded-audit-pack' });
  });

  test('reads the trail of its store and the records of change control where it is told of them', () => {
    const changes = { account: '111111111111', region: 'eu-west-2', applications: ['orders', 'platform'] };
    const told = proof({ trail: true, changes });
    const [project] = made(told, 'AWS::CodeBuild::Project');
    expect(flat(project!.Properties.Source.BuildSpec)).toContain(
      "'--records' 's3://orders-changes-111111111111-eu-west-2/records/orders/' " +
        "'s3://platform-changes-111111111111-eu-west-2/records/platform/' " +
        "'--trail' 's3://<EvidenceBucketC67FF768>/AWSLogs/o-abc123defg/'",
    );
    const statements = made(told, 'AWS::IAM::Policy').flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as Record<string, never>[],
    );
    const named = (sid: string) => statements.find((one) => one.Sid === sid)!;
    expect([named('ReadRecords').Resource].flat().map(flat)).toEqual([
      'arn:aws:s3:::*-changes-111111111111-eu-west-2',
      'arn:aws:s3:::*-changes-111111111111-eu-west-2/records/*',
    ]);
    expect(named('ReadRecords').Condition).toEqual({ StringEquals: { 'aws:ResourceAccount': '111111111111' } });
    expect(named('ReadRecords').Action).toEqual(['s3:GetObject', 's3:ListBucket']);
    expect(named('DecryptRecords').Action).toBe('kms:Decrypt');
    expect([named('ReadBefore').Resource].flat().map(flat)).toContain(
      '<EvidenceBucketC67FF768.Arn>/AWSLogs/o-abc123defg/*',
    );
  });

  test('lets the pipelines read snapshots and nothing else of the evidence', () => {
    const statements = made(template, 'AWS::S3::BucketPolicy').flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as Record<string, never>[],
    );
    const theirs = statements.filter((one) => JSON.stringify(one.Principal ?? '').includes('111111111111'));
    expect(theirs.map((one) => [[one.Action].flat().join(' '), flat(one.Resource), one.Condition])).toEqual([
      [
        's3:GetObject s3:GetObjectVersion',
        '<EvidenceBucketC67FF768.Arn>/proof/snapshots/*',
        { ArnLike: { 'aws:PrincipalArn': [VERIFY] } },
      ],
      [
        's3:ListBucket',
        '<EvidenceBucketC67FF768.Arn>',
        { ArnLike: { 'aws:PrincipalArn': [VERIFY] }, StringLike: { 's3:prefix': 'proof/snapshots/*' } },
      ],
    ]);
  });

  test('starts once a day, and when management tells of changes and of their end', () => {
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'cron(17 3 * * ? *)' });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: 'guarded-continuous-proof',
      EventPattern: {
        account: ['100000000000'],
        resources: ['arn:aws:cloudwatch:eu-west-2:100000000000:alarm:guarded-continuous-proof-changes'],
        detail: { state: { value: ['ALARM', 'OK'] } },
      },
    });
    for (const { Properties } of made(template, 'AWS::Events::Rule'))
      expect(flat(Properties.Targets[0].Arn)).toBe(
        'arn:aws:codebuild:eu-west-2:222222222222:project/guarded-continuous-proof'.replace('aws', '<AWS::Partition>'),
      );
  });

  test('lets one role of management put events on its bus', () => {
    template.hasResourceProperties('AWS::Events::EventBus', {
      Policy: {
        Statement: [
          {
            Principal: { AWS: 'arn:aws:iam::100000000000:root' },
            Action: 'events:PutEvents',
            Condition: {
              ArnEquals: {
                'aws:PrincipalArn': 'arn:aws:iam::100000000000:role/guarded/pipeline/guarded-continuous-proof-changes',
              },
            },
          },
        ],
      },
    });
  });

  test('is watched: a run that did not end well, and more than a day without one that did', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'FailedBuilds',
      Threshold: 1,
      AlarmActions: [Match.anyValue()],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'SucceededBuilds',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      Period: 3600,
      EvaluationPeriods: 34,
      AlarmActions: [Match.anyValue()],
    });
  });

  test('tells the addresses that it is given, and looks into the regions that it is given', () => {
    const told = proof({ notifyEmails: ['on-call@example.com'], regions: ['eu-west-2', 'us-east-1'], hour: 22 });
    told.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'on-call@example.com' });
    told.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'cron(17 22 * * ? *)' });
    const [project] = made(told, 'AWS::CodeBuild::Project');
    expect(flat(project!.Properties.Source.BuildSpec)).toContain("'--regions' 'eu-west-2' 'us-east-1'");
  });

  test('brings the file along that the platform names, for the platform is not made again without it', () => {
    const [project] = made(proof({ platformSnapshot: __filename }), 'AWS::CodeBuild::Project');
    const spec = flat(project!.Properties.Source.BuildSpec);
    expect(spec).toContain("'--platform-snapshot' '/opt/guarded/platform.snapshot.json'");
    expect(spec).toMatch(/aws s3 cp .* \/opt\/guarded\/platform\.snapshot\.json/);
  });

  test('and the archive of the next package, which it may read where the platform names one', () => {
    const told = proof({ upgrade: smallPackage('999.0.0') });
    const [project] = made(told, 'AWS::CodeBuild::Project');
    const spec = flat(project!.Properties.Source.BuildSpec);
    expect(spec).toContain("'--upgrade-archive' '/opt/guarded/upgrade.tgz'");
    expect(spec).toMatch(/aws s3 cp .* \/opt\/guarded\/upgrade\.tgz/);
    const rights = (template: Template) => JSON.stringify(template.toJSON()).match(/"Sid":"Upgrade"/g) ?? [];
    expect([rights(told).length, rights(proof({})).length]).toEqual([1, 0]);
  });

  test.each([
    ['an hour that no day has', { hour: 24 }, 'hour is 24; right is a whole hour from 0 to 23'],
    [
      'a reader outside of the pipelines',
      { readers: { account: '111111111111', roleArns: ['arn:aws:iam::111111111111:role/me'] } },
      "'arn:aws:iam::111111111111:role/me' reads snapshots; right is a role of account 111111111111",
    ],
    [
      'a reader of another account',
      { readers: { account: '111111111111', roleArns: [VERIFY.replace('111111111111', '333333333333')] } },
      'right is a role of account 111111111111',
    ],
  ])('refuses %s', (_, props, message) => {
    expect(() => proof(props)).toThrow(message);
  });
});

describe('the watch of changes in management', () => {
  const template = watch();

  test('counts what writes to identities, control policies, permission sets and pipelines, in every account', () => {
    template.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern: CHANGES_PATTERN });
    expect(CHANGES_PATTERN.length).toBeLessThanOrEqual(FILTER_LIMIT);
    for (const source of ['iam', 'organizations', 'sso', 'codepipeline'])
      expect(CHANGES_PATTERN).toContain(`$.eventSource = "${source}.amazonaws.com"`);
  });

  test('hands each turn of its alarm to the audit account, by a role that can do nothing else', () => {
    const bus = 'arn:aws:events:eu-west-2:222222222222:event-bus/guarded-continuous-proof';
    const [rule] = made(template, 'AWS::Events::Rule');
    const [policy] = made(template, 'AWS::IAM::Policy');
    expect(flat(rule!.Properties.Targets[0].Arn).replace('<AWS::Partition>', 'aws')).toBe(bus);
    expect(policy!.Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Action: 'events:PutEvents', Effect: 'Allow' }),
    ]);
  });
});
