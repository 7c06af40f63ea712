import { catalogue, comparePolicies, readPair } from '../../../lib/iam';
import type { Comparison } from '../../../lib/iam';

/** What `--known-actions` counts as a request: actions of the catalogue, on resources of the types they act on. */

interface Allowed {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

function compare(older: Allowed, newer: Allowed, knownActions = true): Comparison {
  const [old, fresh] = [older, newer].map((one) => ({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', ...one },
  }));
  const pair = readPair({ raw: old, name: 'OLD' }, { raw: fresh, name: 'NEW' });
  return comparePolicies(pair.older, pair.newer, { knownActions });
}

const anywhere = (...Action: string[]): Allowed => ({ Action, Resource: '*' });
const on = (Action: string, Resource: string): Allowed => ({ Action, Resource });

describe('known actions', () => {
  it('are all that counts: a name that nobody has yet makes no difference', () => {
    const named = catalogue()
      .of('sts')
      .filter((one) => one.startsWith('sts:Get'));
    expect(compare(anywhere(...named), anywhere('sts:Get*')).relation).toBe('equivalent');
    expect(compare(anywhere(...named), anywhere('sts:Get*'), false).relation).toBe('broader');
  });

  it('count on the resources they act on alone', () => {
    const object = on('s3:GetObject', 'arn:aws:s3:::b/*');
    expect(compare(object, { Action: 's3:GetObject', Resource: ['arn:aws:s3:::b/*', 'arn:aws:s3:::b'] })).toEqual({
      relation: 'equivalent',
      newlyAllowed: null,
      noLongerAllowed: null,
    });
    const tables = compare(on('dynamodb:DeleteTable', 'nothing'), anywhere('dynamodb:DeleteTable')).newlyAllowed;
    expect(tables?.resource).toMatch(/^arn:aws:dynamodb:[^:]+:\d{12}:table\//);
  });

  it('act on * alone where they have no resource types', () => {
    const regions = 'ec2:DescribeRegions';
    expect(catalogue().find(regions)!.resources).toEqual([]);
    expect(compare(on(regions, 'arn:aws:ec2:*'), on(regions, 'nothing')).relation).toBe('equivalent');
    expect(compare(on(regions, 'arn:aws:ec2:*'), on(regions, '*')).newlyAllowed?.resource).toBe('*');
  });

  it.each([
    ['an empty region', 'arn:aws:sqs::123456789012:q'],
    ['an empty partition', 'arn::sqs:eu-west-2:123456789012:q'],
    ['an account of eleven digits', 'arn:aws:sqs:eu-west-2:12345678901:q'],
    ['an account of letters', 'arn:aws:sqs:eu-west-2:abcdefghijkl:q'],
  ])('never act on an ARN with %s', (_, arn) => {
    const queue = 'arn:aws:sqs:eu-west-2:123456789012:q';
    const more: Allowed = { Action: 'sqs:SendMessage', Resource: [queue, arn] };
    expect(compare(on('sqs:SendMessage', queue), more).relation).toBe('equivalent');
    expect(compare(on('sqs:SendMessage', queue), more, false).relation).toBe('broader');
  });
});
