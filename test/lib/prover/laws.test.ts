import fc from 'fast-check';
import type { Json } from './_org';
import { DEV, PROD, allow, answerTo, deny, role, roleArn, service, snapshot, trust, user } from './_org';

const APP = roleArn(DEV, 'app');
const DEPLOY = roleArn(PROD, 'deploy');

const ALLOWS: Json[] = [
  allow('iam:PassRole'),
  allow('lambda:CreateFunction'),
  allow('lambda:UpdateFunctionCode'),
  allow('sts:AssumeRole', APP),
  allow('sts:AssumeRole', DEPLOY),
  allow('iam:PutRolePolicy', APP),
  allow('iam:UpdateAssumeRolePolicy', APP),
  allow('s3:PutObject', '*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-2' } } }),
];
const DENIES: Json[] = [
  deny('iam:*'),
  deny('sts:AssumeRole', DEPLOY),
  deny('lambda:*', '*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-2' } } }),
];

function world(statements: readonly Json[], wide: boolean): Json {
  const app = role(
    DEV,
    'app',
    [service('lambda'), ...(wide ? [trust({ AWS: DEV })] : [])],
    [allow('sts:AssumeRole', DEPLOY)],
  );
  const functions = [{ arn: `arn:aws:lambda:eu-west-2:${DEV}:function:f`, type: 'AWS::Lambda::Function', role: APP }];
  return snapshot({
    dev: {
      users: [user(DEV, 'dana', [...statements]), user(DEV, 'eve', [allow('sts:AssumeRole', APP)])],
      roles: [app],
      resources: functions,
    },
    prod: {
      roles: [
        role(PROD, 'deploy', [trust({ AWS: APP }), ...(wide ? [trust({ AWS: DEV })] : [])], [allow('s3:PutObject')]),
      ],
    },
  });
}

const humans = (statements: readonly Json[], wide: boolean): string[] =>
  answerTo(world(statements, wide)).counterexamples.map((one) => one.human);

describe('laws', () => {
  it('taking an Allow away never adds a counterexample', () => {
    fc.assert(
      fc.property(fc.subarray(ALLOWS, { minLength: 1 }), fc.nat(), fc.boolean(), (statements, at, wide) => {
        const fewer = statements.filter((_, index) => index !== at % statements.length);
        expect(humans(statements, wide)).toEqual(expect.arrayContaining(humans(fewer, wide)));
      }),
      { numRuns: 40 },
    );
  });

  it('adding a Deny never adds a counterexample', () => {
    fc.assert(
      fc.property(fc.subarray(ALLOWS), fc.constantFrom(...DENIES), fc.boolean(), (statements, extra, wide) => {
        expect(humans(statements, wide)).toEqual(expect.arrayContaining(humans([...statements, extra], wide)));
      }),
      { numRuns: 40 },
    );
  });

  it('tells one counterexample a person, the shortest first, at most twenty, and counts the rest', () => {
    const users = Array.from({ length: 25 }, (_, index) => user(PROD, `u${index}`, [allow('s3:PutObject')]));
    const answer = answerTo(
      snapshot({
        dev: { users: [user(DEV, 'dana', [allow('sts:AssumeRole', DEPLOY)])] },
        prod: { users, roles: [role(PROD, 'deploy', [trust({ AWS: DEV })], [allow('s3:PutObject')])] },
      }),
    );
    expect(answer.counterexamples).toHaveLength(20);
    expect(answer.more).toBe(6);
    expect(new Set(answer.counterexamples.map((one) => one.human)).size).toBe(20);
    const lengths = answer.counterexamples.map((one) => one.steps.length);
    expect(lengths).toEqual([...lengths].sort());
  });
});
