import { FREE_PARTS, freed } from '../../../../lib/world/machinery/free';
import type { Json } from '../../../../lib/world/machinery/stacks';

const deny = { Effect: 'Deny', Action: ['s3:*'], Resource: '*' };
const ceiling = { Effect: 'Deny', NotAction: ['s3:GetObject'], Resource: '*' };
const policy = (...Statement: unknown[]): Json => ({ Version: '2012-10-17', Statement });
const approval = (Name: string, Provider = 'Manual'): Json => ({
  Name,
  ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider, Version: '1' },
});
const stages = (...Actions: Json[]): Json[] => [
  { Name: 'Source', Actions: [{ Name: 'x' }] },
  { Name: 'Approve', Actions },
];

interface Case {
  readonly type: string;
  readonly made: Json;
  /** Properties that stand there instead and are let pass. */
  readonly harmless: readonly Json[];
  /** Properties that are told. */
  readonly harmful: readonly Json[];
}

const content = (...statements: unknown[]): Json => ({ Content: JSON.stringify(policy(...statements)) });

/** By the id of the free part. */
const CASES: Readonly<Record<string, Case>> = {
  tags: {
    type: 'AWS::S3::Bucket',
    made: {},
    harmless: [{ Tags: [{ Key: 'a', Value: 'b' }] }],
    harmful: [{ Tagging: [] }, { AccessControl: 'PublicRead' }],
  },
  description: {
    type: 'AWS::IAM::Role',
    made: { Description: 'x' },
    harmless: [{ Description: 'y' }, {}],
    harmful: [{ Description: 'x', Path: '/' }],
  },
  'control-policy-denies-more': {
    type: 'AWS::Organizations::Policy',
    made: content(ceiling, deny),
    harmless: [
      content(deny, ceiling),
      content(ceiling, deny, { ...deny, Action: ['sqs:*'] }),
      { Content: policy(ceiling, deny) },
      content({ ...ceiling, NotAction: ['s3:GetObject', 'states:DescribeExecution'] }, deny),
    ],
    harmful: [
      content(ceiling),
      content(ceiling, { ...deny, Action: ['s3:PutObject'] }),
      content(ceiling, deny, { Effect: 'Allow', Action: '*', Resource: '*' }),
      content({ ...ceiling, NotAction: ['s3:GetObject', 's3:PutObject'] }, deny),
      content({ ...ceiling, NotAction: ['s3:GetObject', 's3:Get*'] }, deny),
      content({ ...ceiling, NotAction: ['s3:GetObject', 'cognito-identity:GetCredentialsForIdentity'] }, deny),
      content({ ...ceiling, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, deny),
      { Content: policy(ceiling, { 'Fn::If': ['x', deny, { Ref: 'AWS::NoValue' }] }) },
      { Content: policy(ceiling, deny), TargetIds: [] },
    ],
  },
  'permission-set': {
    type: 'AWS::SSO::PermissionSet',
    made: { InlinePolicy: policy() },
    harmless: [{ InlinePolicy: policy(deny) }, { ManagedPolicies: ['x'] }, { SessionDuration: 'PT4H' }],
    harmful: [{ Name: 'Other' }, { InstanceArn: 'x' }],
  },
  'more-approvals': {
    type: 'AWS::CodePipeline::Pipeline',
    made: { Stages: stages(approval('BusinessOwner')) },
    harmless: [{ Stages: stages(approval('BusinessOwner'), approval('Auditor')) }],
    harmful: [
      { Stages: stages(approval('Auditor')) },
      { Stages: stages(approval('BusinessOwner'), approval('Auditor', 'Other')) },
      { Stages: stages(approval('BusinessOwner'), { Name: 'x', ActionTypeId: { Category: 'Invoke' } }) },
      { Stages: [...stages(approval('BusinessOwner')), { Name: 'More', Actions: [approval('Auditor')] }] },
      {
        Stages: [
          { Name: 'Source', Actions: [{ Name: 'x' }, approval('Auditor')] },
          stages(approval('BusinessOwner'))[1],
        ],
      },
    ],
  },
  'resource-policy-denies-more': {
    type: 'AWS::S3::BucketPolicy',
    made: { PolicyDocument: policy(deny) },
    harmless: [{ PolicyDocument: policy(deny, { ...deny, Principal: '*' }) }],
    harmful: [
      { PolicyDocument: policy() },
      { PolicyDocument: policy(deny, { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }) },
      { PolicyDocument: policy(deny), Bucket: 'other' },
    ],
  },
  'logs-kept-longer': {
    type: 'AWS::Logs::LogGroup',
    made: { RetentionInDays: 30 },
    harmless: [{ RetentionInDays: 90 }, {}],
    harmful: [{ RetentionInDays: 1 }, { LogGroupName: 'x', RetentionInDays: 30 }],
  },
  'more-memory': {
    type: 'AWS::Lambda::Function',
    made: { MemorySize: 256 },
    harmless: [{ MemorySize: 512 }],
    harmful: [{ MemorySize: 64 }, { MemorySize: { Ref: 'x' } }, { MemorySize: 512, Layers: ['x'] }],
  },
};

const resource = (type: string, properties: Json): Json => ({ Type: type, Properties: properties });
const passes = ({ type, made }: Case, got: Json): boolean =>
  JSON.stringify(sorted(freed(resource(type, got), resource(type, made)))) ===
  JSON.stringify(sorted(resource(type, made)));

function sorted(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([key, each]) => [key, sorted(each)]),
  );
}

describe.each(FREE_PARTS.map(({ id }) => id))('the free part %s', (id) => {
  const one = CASES[id]!;

  it('lets pass what is harmless', () => expect(one.harmless.filter((got) => !passes(one, got))).toEqual([]));

  it('tells what is not', () => expect(one.harmful.filter((got) => passes(one, got))).toEqual([]));
});

test('every free part says why', () => expect(FREE_PARTS.filter(({ why }) => why.length < 10)).toEqual([]));
