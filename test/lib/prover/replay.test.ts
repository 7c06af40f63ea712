import { evaluate } from '../../../lib/iam';
import type { Json } from './_org';
import { FULL, PROD, allow, answerTo, deny, doc, role, scp, snapshot, trust, user, userArn } from './_org';

const PAUL = userArn(PROD, 'paul');
const bucket = (name: string, policy: Json): Json => ({ arn: `arn:aws:s3:::${name}`, type: 'AWS::S3::Bucket', policy });
const topic = (policy: Json): Json => ({
  arn: `arn:aws:sns:eu-west-2:${PROD}:orders`,
  type: 'AWS::SNS::Topic',
  policy,
});
const mine = (action: string, resource = '*'): Json => doc(allow(action, resource, { Principal: { AWS: PAUL } }));
const region = (name: string): Json => ({ Condition: { StringEquals: { 'aws:RequestedRegion': name } } });

/** Rights of somebody in prod, policies of resources there, and control policies over it. */
type Case = readonly [name: string, own: Json[], resources: Json[], control: Json[]];

const CASES: readonly Case[] = [
  ['by a bucket policy that names every resource', [], [bucket('orders', mine('s3:*'))], []],
  [
    'by a bucket policy that names its own objects',
    [],
    [bucket('orders', mine('s3:PutObject', 'arn:aws:s3:::orders/in/*'))],
    [],
  ],
  ['by a topic policy', [], [topic(mine('sns:Publish'))], []],
  [
    'beside a bucket that denies',
    [allow('s3:PutObject')],
    [bucket('example-bucket', doc(deny('s3:*', '*', { Principal: '*' })))],
    [],
  ],
  [
    'under a control policy for one region',
    [allow('sqs:*')],
    [],
    [deny('*', '*', { Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })],
  ],
  ['by a condition', [allow('dynamodb:PutItem', '*', region('ap-south-1'))], [], []],
  ['but for what is denied', [allow('s3:*'), deny('s3:Put*', 'arn:aws:s3:::e*')], [], []],
  ['on a name alone', [allow('lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-1:${PROD}:function:f`)], [], []],
];

describe('a request that is told comes out allowed, by an evaluator that knows nothing of the search', () => {
  it.each(CASES)('%s', (_name, own, resources, control) => {
    const input = snapshot(
      { prod: { users: [user(PROD, 'paul', own)], resources, roles: [role(PROD, 'app', [trust({ AWS: PROD })])] } },
      {},
      [FULL, ...(control.length > 0 ? [scp(doc(...control), ['ou-prod'])] : [])],
    );
    const { verdict, counterexamples } = answerTo(input);
    expect(verdict).toBe('refuted');
    for (const { request } of counterexamples) {
      const holder = resources.find((one) => request.resource.startsWith(one.arn as string));
      const direct = [doc(...own), ...(holder ? [holder.policy] : [])];
      expect(evaluate(request, direct)).toMatchObject({ decision: 'allowed' });
      expect(evaluate(request, [doc(allow('*'), ...control)])).toMatchObject({ decision: 'allowed' });
    }
  });
});
