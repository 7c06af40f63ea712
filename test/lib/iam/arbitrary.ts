import fc from 'fast-check';
import type { Request } from '../../../lib/iam';

/** Policies and requests over a small vocabulary, so that patterns, keys and values meet often. */

const actions = ['s3:GetObject', 's3:Get*', 's3:*', '*', 'ec2:Run?nstances', 'S3:PUTOBJECT', 'ec2:*', 'sqs:Send*'];
const resources = [
  '*',
  'arn:aws:s3:::b/*',
  'arn:aws:s3:::b/x',
  'arn:aws:s3:::*',
  'arn:*:s3:::b/?',
  'arn:aws:ec2:*:111111111111:instance/*',
  'arn:aws:s3:::h/${aws:username}/*',
  'arn:aws:s3:::h/bob/*',
  'arn:aws:s3:::${*}',
];
const requestActions = [
  's3:GetObject',
  's3:GetBucketAcl',
  's3:PutObject',
  'ec2:RunInstances',
  'ec2:StopInstances',
  'sqs:SendMessage',
  'new:Thing',
];
const requestResources = [
  'arn:aws:s3:::b/x',
  'arn:aws:s3:::b/xy',
  'arn:aws:s3:::b/x:y',
  'arn:aws-cn:s3:::b/y',
  'arn:aws:s3:::c',
  'arn:aws:s3:::*',
  'arn:aws:s3:::h/bob/1',
  'arn:aws:s3:::h/eve/1',
  'arn:aws:ec2:eu-west-1:111111111111:instance/i-1',
  'arn:aws:ec2:eu-west-1:222222222222:instance/i-1',
  'other',
];
const texts = ['a', 'A', 'ab', 'a*', '?', 'bob', '${aws:username}'];
const regions = ['eu-west-1', 'eu-*', 'us-east-1'];
const arns = ['arn:aws:iam::111111111111:role/x', 'arn:aws:iam::*:role/*', 'arn:aws:*:*:*:role/a/b', '*'];
const blocks = ['10.0.0.0/8', '10.1.0.0/16', '192.168.0.1', '2001:db8::/32'];
const numbers = ['5', '5.5', '10', 7];
const dates = ['2026-01-01T00:00:00Z', '2026-06-01T12:00:00Z'];

const some = <T>(values: readonly T[]): fc.Arbitrary<T | T[]> =>
  fc.oneof(fc.constantFrom(...values), fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }));

const stringOperators = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
];
const orders = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];

function condition(
  operators: readonly string[],
  key: string,
  values: readonly (string | number)[],
  quantified = false,
): fc.Arbitrary<object> {
  const prefixes = quantified ? ['ForAnyValue:', 'ForAllValues:'] : [''];
  return fc
    .tuple(
      fc.constantFrom(...prefixes),
      fc.constantFrom(...operators),
      fc.constantFrom('', '', 'IfExists'),
      some(values),
    )
    .map(([prefix, operator, suffix, value]) => ({ [`${prefix}${operator}${suffix}`]: { [key]: value } }));
}

const conditions = fc.oneof(
  condition(stringOperators, 'aws:RequestedRegion', regions),
  condition(stringOperators, 'aws:username', texts.slice(0, 6)),
  condition(stringOperators, 's3:prefix', texts),
  condition(stringOperators, 'aws:TagKeys', texts.slice(0, 5), true),
  condition(['ArnLike', 'ArnNotEquals'], 'aws:SourceArn', arns),
  condition(['IpAddress', 'NotIpAddress'], 'aws:SourceIp', blocks),
  condition(
    orders.map((one) => `Numeric${one}`),
    's3:max-keys',
    numbers,
  ),
  condition(
    orders.map((one) => `Date${one}`),
    'aws:CurrentTime',
    dates,
  ),
  condition(['Bool'], 'aws:SecureTransport', ['true', 'false']),
  fc.constantFrom('true', 'false').map((flag) => ({ Null: { 'aws:RequestedRegion': flag } })),
);

const elements = <T>(name: string, values: readonly T[]): fc.Arbitrary<object> =>
  fc.tuple(fc.constantFrom(name, name, name, `Not${name}`), some(values)).map(([key, value]) => ({ [key]: value }));

const callers = [
  'arn:aws:iam::111111111111:role/x',
  'arn:aws:sts::111111111111:assumed-role/x/s',
  'arn:aws:iam::111111111111:root',
  '222222222222',
  '*',
];
const principals = fc.oneof(
  fc.constant('*'),
  some(callers).map((value) => ({ AWS: value })),
  fc.constant({ Service: 'sns.amazonaws.com' }),
  fc.constant({ Federated: 'arn:aws:iam::111111111111:saml-provider/p', AWS: '222222222222' }),
);

/** A statement of an identity policy, or of a resource policy. */
export const statements = (kind: 'identity' | 'resource'): fc.Arbitrary<object> =>
  fc
    .tuple(
      fc.constantFrom('Allow', 'Allow', 'Deny'),
      elements('Action', actions),
      elements('Resource', resources),
      fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary: conditions }),
      fc.tuple(fc.constantFrom('Principal', 'Principal', 'NotPrincipal'), principals),
    )
    .map(([Effect, action, resource, Condition, [name, who]]) => ({
      Effect,
      ...(kind === 'resource' ? { [name]: who } : {}),
      ...action,
      ...resource,
      ...(Condition ? { Condition } : {}),
    }));

/** A policy of up to three statements. */
export const policies = (kind: 'identity' | 'resource'): fc.Arbitrary<{ Version: string; Statement: object[] }> =>
  fc.record({
    Version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statements(kind), { minLength: 1, maxLength: 3 }),
  });

const requestCallers = [
  'arn:aws:iam::111111111111:role/x',
  'arn:aws:sts::111111111111:assumed-role/x/s',
  'arn:aws:sts::111111111111:assumed-role/x/t',
  'arn:aws:iam::111111111111:user/u',
  'arn:aws:iam::222222222222:role/y',
  'arn:aws:iam::333333333333:role/z',
  'sns.amazonaws.com',
  'arn:aws:iam::111111111111:saml-provider/p',
  '*',
];

const key = (name: string, values: readonly string[], most = 1): fc.Arbitrary<object> =>
  fc
    .uniqueArray(fc.constantFrom(...values), { maxLength: most })
    .map((found) => (found.length > 0 ? { [name]: found } : {}));

/** A request over the same vocabulary. */
export const requests = (kind: 'identity' | 'resource'): fc.Arbitrary<Request> =>
  fc
    .tuple(
      fc.constantFrom(...requestActions),
      fc.constantFrom(...requestResources),
      fc.constantFrom(...requestCallers),
      key('aws:RequestedRegion', ['eu-west-1', 'eu-west-2', 'us-east-1']),
      key('aws:username', ['bob', 'eve', 'a', 'A']),
      key('s3:prefix', ['a', 'A', 'ab', 'bob', 'eve', 'x']),
      key('aws:TagKeys', ['a', 'A', 'ab', 'x'], 3),
      key('aws:SourceArn', ['arn:aws:iam::111111111111:role/x', 'arn:aws:iam::1:role/a/b', 'plain']),
      key('aws:SourceIp', ['10.0.0.1', '10.1.2.3', '192.168.0.1', '2001:db8::1', '8.8.8.8']),
      fc.tuple(
        key('s3:max-keys', ['4', '5', '5.5', '7', '10', '11']),
        key('aws:CurrentTime', [
          '2025-12-31T23:59:59Z',
          '2026-01-01T00:00:00Z',
          '2026-03-01T00:00:00Z',
          '2026-06-01T12:00:00Z',
          '2027-01-01T00:00:00Z',
        ]),
        key('aws:SecureTransport', ['true', 'false']),
      ),
    )
    .map(([action, resource, principal, ...parts]) => ({
      action,
      resource,
      ...(kind === 'resource' ? { principal } : {}),
      context: Object.assign({}, ...parts.flat()) as Request['context'],
    }));
