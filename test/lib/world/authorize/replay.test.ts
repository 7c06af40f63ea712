import { parsePolicy, statementsOf } from '../../../../lib/iam';
import type { BoundStatement, Query, Request, Satisfied } from '../../../../lib/iam/query';
import { replays } from '../../../../lib/world/authorize/replay';

type Json = Record<string, unknown>;
const ALICE = 'arn:aws:iam::111111111111:user/alice';
const QUEUE = 'arn:aws:sqs:eu-west-2:111111111111:orders';

function bound(...statements: Json[]): readonly BoundStatement[] {
  const { policy } = parsePolicy({ Version: '2012-10-17', Statement: statements }, 'resource', 'here');
  const { allows, denies } = statementsOf(policy!, 'policy');
  return [...allows, ...denies];
}
const allow = (more: Json = {}): Json => ({
  Effect: 'Allow',
  Principal: { AWS: ALICE },
  Action: 'sqs:*',
  Resource: QUEUE,
  ...more,
});
const deny = (more: Json): Json => allow({ Effect: 'Deny', ...more });

function asked(layers: readonly (readonly BoundStatement[])[], denies: readonly BoundStatement[] = []): Query {
  return { layers, denies, callers: [{ kind: 'user', id: ALICE }] };
}
function found(request: Partial<Request> = {}): Satisfied {
  const whole = { principal: ALICE, action: 'sqs:SendMessage', resource: QUEUE, context: {}, ...request };
  return { verdict: 'sat', request: whole, because: [], assuming: [] };
}
const fromHome = { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } };
const twice = { Condition: { StringLike: { 'aws:x': 'a*' }, stringlike: { 'aws:x': '*b' } } };

describe('a request that the search found', () => {
  test.each<[string, Query, Satisfied]>([
    ['is allowed', asked([bound(allow())]), found()],
    ['is allowed on every layer', asked([bound(allow()), bound(allow({ Principal: '*' }))]), found()],
    [
      'is denied elsewhere',
      asked([bound(allow())], bound(deny({ Resource: `${QUEUE}-other` }), deny({ Action: 'sqs:DeleteQueue' }))),
      found(),
    ],
    ['meets a condition', asked([bound(allow(fromHome))]), found({ context: { 'AWS:SourceIp': ['10.1.2.3'] } })],
    ['meets two on one key', asked([bound(allow(twice))]), found({ context: { 'aws:x': ['ab'] } })],
  ])('replays where it %s', (_, query, answer) => expect(replays(query, answer)).toBe(true));

  test.each<[string, Query, Satisfied]>([
    ['names another action', asked([bound(allow())]), found({ action: 'sns:Publish' })],
    ['names another resource', asked([bound(allow())]), found({ resource: `${QUEUE}-other` })],
    ['is allowed on one layer alone', asked([bound(allow()), bound(allow({ Action: 'sqs:DeleteQueue' }))]), found()],
    ['is denied', asked([bound(allow())], bound(deny({ Principal: '*' }))), found()],
    ['lacks what a condition asks', asked([bound(allow(fromHome))]), found()],
    ['meets one condition of two', asked([bound(allow(twice))]), found({ context: { 'aws:x': ['a'] } })],
    ['is allowed to somebody else', asked([bound(allow({ Principal: { AWS: `${ALICE}x` } }))]), found()],
    ['rests on what nobody can read', asked([bound(allow({ Condition: { Likely: { a: 'b' } } }))]), found()],
  ])('does not where it %s', (_, query, answer) => expect(replays(query, answer)).toBe(false));
});
