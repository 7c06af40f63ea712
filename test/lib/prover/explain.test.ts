import fc from 'fast-check';
import { explain, tellExplanation } from '../../../lib/prover';
import type { Asked } from '../../../lib/prover/explain/explanation';
import { parsePolicy } from '../../../lib/iam';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import type { Json } from './_org';
import {
  DEV,
  FULL,
  PROD,
  allow,
  deny,
  doc,
  managed,
  rcp,
  role,
  roleArn,
  scp,
  service,
  snapshot,
  trust,
  user,
  userArn,
} from './_org';

const world = (input: Json) => parseSnapshot(JSON.stringify(input), 'snapshot.json');
const CENTER = {
  identityCenter: {
    permissionSets: [{ name: 'Admin', inlinePolicy: doc(allow('s3:PutObject')) }],
    assignments: [{ permissionSet: 'Admin', accountId: PROD, group: 'g' }],
  },
};
const bucket = (policy: Json): Json => ({ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket', policy });
const put = (principal: string, context: Asked['context'] = {}): Asked => ({
  principal,
  action: 's3:PutObject',
  resource: 'arn:aws:s3:::orders/1',
  context,
});
const byAddress = { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } };
const paul = (statements: Json[], more: Json = {}) =>
  snapshot({ prod: { users: [user(PROD, 'paul', statements)], ...more } });
const PAUL = userArn(PROD, 'paul');

describe('who is asked about', () => {
  const reserved = `arn:aws:iam::${PROD}:role/aws-reserved/sso.amazonaws.com`;

  it.each([
    [`${reserved}/eu-west-2/AWSReservedSSO_Admin_0123456789abcdef`],
    [`${reserved}/AWSReservedSSO_Admin_0123456789abcdef`],
    [`${reserved}/AWSReservedSSO_Admin_*`],
    [`arn:aws:sts::${PROD}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/paul@example.com`],
  ])('may be named as Identity Center names them: %s', (principal) => {
    expect(explain(world(snapshot({}, CENTER)), put(principal)).decision).toBe('allowed');
  });

  it('may be a session of a role', () => {
    const input = snapshot({ prod: { roles: [role(PROD, 'apps/app', [service('lambda')], [allow('s3:*')])] } });
    expect(explain(world(input), put(`arn:aws:sts::${PROD}:assumed-role/app/i-1`)).decision).toBe('allowed');
  });

  it('is told with what is near where nobody has that name', () => {
    const mistyped = () => explain(world(paul([])), put(userArn(PROD, 'pual')));
    expect(mistyped).toThrow(`${userArn(PROD, 'pual')} is not in the input; near it: ${PAUL}`);
    expect(mistyped).toThrow(/not there yet, give the policy it would have with --assume-policy FILE/);
  });

  it('is nobody where a permission set is not assigned, and told where it is', () => {
    const principal = `arn:aws:iam::${DEV}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`;
    const answer = explain(world(snapshot({}, CENTER)), put(principal));
    const because = `nobody is assigned Admin in ${DEV}, so that there is no such role; it is assigned in ${PROD}`;
    expect(answer).toMatchObject({ decision: 'denied', because, layers: [] });
    expect(tellExplanation(answer)).toContain(`\n  because ${because}`);
  });

  it('is told how to name the role of a permission set that is named alone', () => {
    const asked = () => explain(world(snapshot({}, CENTER)), put('Admin'));
    expect(asked).toThrow(
      `Admin is a permission set; write its role in the account that is asked about: ${reserved}/AWSReservedSSO_Admin_`,
    );
  });

  it('may be a role that is not there yet, with the policy it would have', () => {
    const { policy } = parsePolicy(doc(allow('s3:PutObject')), 'identity', 'new.json');
    const assumed = [{ name: 'new.json', policy, where: 'new.json' }];
    const input = world(snapshot({}, {}, [FULL, scp(doc(deny('s3:PutObject')), ['ou-prod'])]));
    const inDev = explain(input, put(roleArn(DEV, 'soon')), assumed);
    expect(inDev).toMatchObject({ decision: 'allowed', note: expect.stringContaining('is not in the input') });
    expect(explain(input, put(roleArn(PROD, 'soon')), assumed).decision).toBe('denied');
    expect(() => explain(input, put('arn:aws:iam::555555555555:role/soon'), assumed)).toThrow(/is not in the input/);
  });
});

describe('what an answer rests on', () => {
  it('is every key that was not given and would turn it', () => {
    const denied = explain(world(paul([allow('s3:PutObject', '*', byAddress)])), put(PAUL));
    expect(denied).toMatchObject({
      decision: 'denied',
      restsOn: [{ key: 'aws:SourceIp', value: '203.0.113.0', decision: 'allowed' }],
    });
    expect(tellExplanation(denied)).toContain(
      'rests on aws:SourceIp, which was not given: with 203.0.113.0 it is allowed',
    );
    const allowed = explain(world(paul([allow('s3:PutObject'), deny('s3:*', '*', byAddress)])), put(PAUL));
    expect(allowed).toMatchObject({ decision: 'allowed', restsOn: [{ key: 'aws:SourceIp', decision: 'denied' }] });
  });

  it('is several keys where only together they turn it', () => {
    const both = {
      Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    };
    const { restsOn } = explain(world(paul([allow('s3:PutObject', '*', both)])), put(PAUL));
    expect(restsOn?.map((one) => one.key).sort()).toEqual(['aws:MultiFactorAuthPresent', 'aws:SourceIp']);
  });

  it('is nothing where all keys were given, or none speaks of the request', () => {
    const input = world(
      paul([
        allow('s3:PutObject', '*', byAddress),
        allow('sqs:*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
      ]),
    );
    expect(explain(input, put(PAUL, { 'aws:SourceIp': ['203.0.113.9'] }))).not.toHaveProperty('restsOn');
    expect(explain(world(paul([allow('s3:PutObject')])), put(PAUL))).not.toHaveProperty('restsOn');
  });
});

describe('why a request is denied', () => {
  const because = (input: Json, asked: Asked) => explain(world(input), asked).because;
  const inDev = { ...put(PAUL), action: 'sqs:SendMessage', resource: `arn:aws:sqs:eu-west-2:${DEV}:orders` };

  const writes = { prod: { users: [user(PROD, 'paul', [allow('s3:*')])] } };
  const full = scp(doc(allow('*')), ['r-root', 'ou-dev', 'ou-tooling'], 'FullAWSAccess');
  const onlyQueues = [full, scp(doc(allow('sqs:*')), ['ou-prod'])];

  it.each<[string, string, Json, Asked]>([
    ['what forbids it', 'forbids it', paul([allow('s3:*'), deny('s3:*')]), put(PAUL)],
    ['that nothing allows it', 'no policy of the principal allows it', paul([allow('sqs:*')]), put(PAUL)],
    ['whose it is', `it is in another account, ${DEV}, and no policy there lets`, paul([allow('sqs:*')]), inDev],
    [
      'what bounds it',
      'service control policies: level 2 do not allow it',
      snapshot(writes, {}, onlyQueues),
      put(PAUL),
    ],
  ])('is told: %s', (_, told, input, asked) => {
    expect(because(input, asked)).toContain(told);
  });

  it('is nothing where it is allowed', () => {
    expect(because(paul([allow('s3:*')]), put(PAUL))).toBeUndefined();
  });
});

describe('the layers of an answer', () => {
  it('name the policy of a resource whose name is generated', () => {
    const policy = doc(deny('s3:PutObject', 'arn:aws:s3:::orders-*/*', { Principal: '*' }));
    const resources = [{ arn: 'arn:aws:s3:::orders-*', type: 'AWS::S3::Bucket', policy }];
    const asked = { ...put(PAUL), resource: 'arn:aws:s3:::orders-1a2b/x' };
    expect(explain(world(paul([allow('s3:*')], { resources })), asked).decision).toBe('denied');
  });

  const statement = fc.constantFrom<Json>(
    allow('s3:*'),
    allow('s3:PutObject', '*', byAddress),
    deny('s3:*', '*', byAddress),
    deny('s3:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    deny('s3:*', '*', { Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-2' } } }),
    deny('s3:*', '*', { Condition: { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } } }),
    deny('*', '*', { Condition: { StringUnknown: { 'aws:SourceIp': 'x' } } }),
  );
  const statements = fc.array(statement, { maxLength: 3 });

  it('never deny what is allowed, and never allow everywhere what is denied in one account', () => {
    fc.assert(
      fc.property(statements, statements, statements, fc.boolean(), (own, control, side, bounded) => {
        const more = bounded
          ? { PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${PROD}:policy/b` } }
          : {};
        const open = side.map((one) => ({ ...one, Principal: { AWS: PROD }, Resource: 'arn:aws:s3:::orders/*' }));
        const input = snapshot(
          {
            prod: {
              users: [user(PROD, 'paul', own, more)],
              policies: [managed(PROD, 'b', [allow('s3:*')])],
              resources: open.length > 0 ? [bucket(doc(...open))] : [],
              roles: [role(PROD, 'app', [trust({ AWS: PROD })])],
            },
          },
          {},
          [
            FULL,
            scp(doc(...control.filter((one) => one.Effect === 'Deny'), deny('iam:*')), ['ou-prod']),
            rcp(doc(deny('sqs:*', '*', { Principal: '*' })), ['r-root']),
          ],
        );
        const { decision, layers } = explain(world(input), put(PAUL));
        const denying = layers.filter((one) => one.effect === 'denies');
        if (decision === 'allowed') expect(denying).toEqual([]);
        if (denying.length > 0) expect(decision).toBe('denied');
      }),
      { numRuns: 60 },
    );
  });
});
