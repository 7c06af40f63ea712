import fc from 'fast-check';
import { parsePolicy, solve, statementsOf } from '../../../../lib/iam';
import { speaking, touching } from '../../../../lib/world/authorize/speaking';

const ACTIONS = ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'iam:PassRole'];

/** The only allow of a policy. */
function allows(statement: Readonly<Record<string, unknown>>) {
  const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Resource: '*', Action: '*', ...statement } };
  return statementsOf(parsePolicy(document, 'identity', 'p').policy, 'p').allows;
}

test.each([
  [{ Action: ['s3:PutObject', 'sns:*'] }, ACTIONS, 1],
  [{ Action: 's3:PutObject' }, ['iam:PassRole'], 0],
  [{ Action: undefined, NotAction: ACTIONS }, ACTIONS, 0],
  [{ Action: undefined, NotAction: 's3:*' }, ACTIONS, 1],
  [{ Action: 'S3:putobject' }, ACTIONS, 1],
])('%j speaks of %j: %d', (statement, actions, count) => {
  expect(speaking(allows(statement), actions)).toHaveLength(count);
});

test.each([
  [{ Resource: 'arn:aws:s3:::a/*' }, ['arn:aws:s3:::a/b'], 1],
  [{ Resource: 'arn:aws:s3:::a/*' }, ['arn:aws:s3:::b/*'], 0],
  [{ Resource: 'arn:aws:s3:::a/*' }, ['arn:aws:s3:::b/*', 'arn:aws:s3:::*'], 1],
  [{ Resource: 'arn:*:s3:::a' }, ['arn:aws:sqs:::b'], 1],
  [{ Resource: 'arn:aws:s3:::a-${aws:username}' }, ['arn:aws:s3:::a-b'], 1],
  [{ Resource: undefined, NotResource: 'arn:aws:s3:::a' }, ['arn:aws:s3:::b'], 1],
  [{ Resource: 'arn:aws:s3:::a' }, ['?'], 1],
  [{ Resource: [{ Opaque: 'somewhere' }] }, ['arn:aws:s3:::a'], 1],
])('%j touches %j: %d', (statement, resource, count) => {
  expect(touching(allows(statement), resource)).toHaveLength(count);
});

test('what is left out allows nothing of what is asked', () => {
  const pattern = fc.stringMatching(/^arn:aws:(s3|sqs):{0,3}[ab*?]{0,3}$/);
  fc.assert(
    fc.property(pattern, pattern, fc.subarray(ACTIONS, { minLength: 1 }), (own, asked, actions) => {
      const all = allows({ Resource: own, Action: actions });
      const left = touching(speaking(all, ['s3:GetObject']), [asked]);
      if (left.length > 0) return;
      const answer = solve({ actions: ['s3:GetObject'], resource: [asked], layers: [all], denies: [] });
      expect(answer.verdict).toBe('unsat');
    }),
  );
});
