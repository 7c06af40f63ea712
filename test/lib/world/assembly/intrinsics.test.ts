import { resolve } from '../../../../lib/world/assembly/intrinsics';
import type { Scope } from '../../../../lib/world/assembly/scope';
import { toTemplate } from '../../../../lib/world/assembly/template';
import { Text, toJson, textsOf } from '../../../../lib/world/assembly/value';
import cases from '../../../fixtures/assembly/intrinsics.json';

const template = toTemplate('t.json', {
  Parameters: {
    Name: { Type: 'String', Default: 'orders' },
    Given: { Type: 'String' },
    Open: { Type: 'String' },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/a/b' },
    List: { Type: 'CommaDelimitedList', Default: 'a,b' },
  },
  Conditions: {
    Holds: { 'Fn::Equals': [{ Ref: 'Name' }, 'orders'] },
    Not: { 'Fn::Not': [{ Condition: 'Holds' }] },
    Both: { 'Fn::And': [{ Condition: 'Holds' }, { Condition: 'Not' }] },
    Either: { 'Fn::Or': [{ Condition: 'Undecided' }, { Condition: 'Holds' }] },
    Undecided: { 'Fn::Equals': [{ Ref: 'Open' }, 'x'] },
  },
  Mappings: { Map: { 'eu-west-2': { Key: 'london' }, 'us-east-1': { Key: 'virginia' } } },
  Resources: {
    Named: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'named', Path: '/guarded/workload/' } },
    Unnamed: { Type: 'AWS::IAM::Role', Properties: { Path: '/x/' } },
    AVeryLongLogicalIdentifierThatIsCut0123456789ABCDEF: { Type: 'AWS::IAM::Role' },
    Bucket: { Type: 'AWS::S3::Bucket' },
    Key: { Type: 'AWS::KMS::Key' },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
    Pool: { Type: 'AWS::Cognito::UserPool' },
    Agent: { Type: 'AWS::Bedrock::Agent' },
    Strange: { Type: 'AWS::New::Thing' },
    Custom: { Type: 'Custom::Thing' },
  },
});

const scope: Scope = {
  key: 't.json',
  file: 't.json',
  template,
  stackName: Text.of('Stack'),
  environment: { account: '333333333333', region: 'eu-west-2', partition: 'aws' },
  parameter: (name) => (name === 'Given' ? Text.of('given') : undefined),
  children: new Map(),
  imports: (name) => (name === 'Known' ? Text.of('imported') : undefined),
  where: (id) => id,
};

describe('an intrinsic resolves to a language of strings', () => {
  test.each(cases as { name: string; value: unknown; expected: unknown }[])('$name', ({ value, expected }) => {
    const json = toJson(resolve(value, scope));
    if (expected === 'opaque') expect(json).toEqual({ Opaque: expect.any(String) });
    else expect(json).toEqual(expected);
  });

  test('a long name keeps the first 24 characters of its logical id at least, and no more than is certain', () => {
    const [text] = textsOf(resolve({ Ref: 'AVeryLongLogicalIdentifierThatIsCut0123456789ABCDEF' }, scope));
    expect(text.pattern).toBe('Stack-AVeryLongLogicalIdentifi*-*');
  });

  test('a circle of references ends as something unknown', () => {
    const circular = toTemplate('c.json', {
      Resources: {
        A: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'B' } } },
        B: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'A' } } },
      },
    });
    expect(toJson(resolve({ Ref: 'A' }, { ...scope, template: circular }))).toEqual({ Opaque: expect.any(String) });
  });
});
