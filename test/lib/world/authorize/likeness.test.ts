import { parsePolicy, statementsOf } from '../../../../lib/iam';
import type { KeyFact, Query } from '../../../../lib/iam/query';
import { likeness } from '../../../../lib/world/authorize/likeness';

const exactly = (value: string): KeyFact => ({ kind: 'values', values: [value] });
const pattern = (value: string): KeyFact => ({ kind: 'pattern', patterns: [value] });

/** One deny under a condition on the caller's name, as control policies have it. */
function query(Condition: Record<string, unknown>, context: Query['context'], Resource = '*'): Query {
  const document = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 's3:*', Resource, Condition } };
  const { denies } = statementsOf(parsePolicy(document, 'scp', 'scp').policy, 'scp');
  return { actions: ['s3:PutObject'], resource: ['arn:aws:s3:::a/*'], layers: [], denies, context };
}

const spared = (...patterns: string[]) => ({ ArnNotLike: { 'aws:PrincipalArn': patterns } });
const role = (account: string, name: string) => exactly(`arn:aws:iam::${account}:role/${name}`);
const by = (name: KeyFact) => ({ 'aws:PrincipalArn': name });
const PIPELINES = spared('arn:*:iam::*:role/guarded/pipeline/*');

test.each([
  ['two that a pattern spares not', PIPELINES, role('111111111111', 'a'), role('222222222222', 'b'), true],
  ['one that it spares', PIPELINES, role('111111111111', 'a'), role('111111111111', 'guarded/pipeline/b'), false],
  [
    'two of which a pattern names one by its account',
    spared('arn:*:iam::111111111111:role/*'),
    role('111111111111', 'a'),
    role('222222222222', 'a'),
    false,
  ],
  [
    'names that differ in digits',
    spared('arn:*:iam::*:role/a1'),
    role('111111111111', 'a1'),
    role('111111111111', 'a2'),
    false,
  ],
  [
    'permission sets whose roles a pattern holds in part',
    spared('arn:*:iam::*:role/aws-reserved/A_*abc'),
    pattern('arn:aws:iam::111111111111:role/aws-reserved/A_*'),
    pattern('arn:aws:iam::111111111111:role/aws-reserved/B_*'),
    false,
  ],
  [
    'permission sets of which no pattern holds a role',
    PIPELINES,
    pattern('arn:aws:iam::111111111111:role/aws-reserved/A_*'),
    pattern('arn:aws:iam::222222222222:role/aws-reserved/B_*'),
    true,
  ],
])('%s', (_, condition, one, other, alike) => {
  expect(likeness(query(condition, by(one))) === likeness(query(condition, by(other)))).toBe(alike);
});

test('a key of which nothing is known is not one that is absent', () => {
  const condition = { StringEquals: { 'aws:PrincipalTag/team': 'a' } };
  const absent: KeyFact = { kind: 'absent' };
  expect(likeness(query(condition, {}))).not.toBe(likeness(query(condition, { 'aws:PrincipalTag/team': absent })));
});

test('policy variables tell names apart that no condition compares', () => {
  const named = (name: string) => query({}, { 'aws:username': exactly(name) }, 'arn:aws:s3:::a/${aws:username}/*');
  expect(likeness(named('tom'))).not.toBe(likeness(named('eve')));
});

test('resources matter where a statement tells them apart, or where none is asked for', () => {
  const on = (Resource: string, resource: string[]) => likeness({ ...query({}, {}, Resource), resource });
  expect(on('*', ['arn:aws:s3:::a/*'])).toBe(on('*', ['arn:aws:s3:::b/*']));
  expect(on('arn:aws:s3:::a/*', ['arn:aws:s3:::a/*'])).not.toBe(on('arn:aws:s3:::a/*', ['arn:aws:s3:::b/*']));
  expect(on('*', [])).not.toBe(on('*', ['arn:aws:s3:::a/*']));
});
