import * as fc from 'fast-check';
import { readAssembly } from '../../../lib/world/assembly';
import { diffWorlds, tellDifference } from '../../../lib/diff';
import { ACCOUNTS, assemblyFolder, organizationMetadata } from '../../_helpers/assembly-folder';

const { management, prod, dev } = ACCOUNTS;
type Json = Record<string, unknown>;

const statement = (Action: string | string[], rest: Json = {}): Json => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...rest,
});
function worldOf(
  statements: readonly Json[],
  rest: { trust?: string; scp?: Json; exceptions?: Json[]; extra?: Json } = {},
) {
  const policies = rest.scp
    ? [
        {
          type: 'SERVICE_CONTROL_POLICY',
          name: 'FullAWSAccess',
          document: { Statement: [statement('*')] },
          targets: ['r-root'],
        },
        { type: 'SERVICE_CONTROL_POLICY', name: 'fence', document: { Statement: [rest.scp] }, targets: ['r-root'] },
      ]
    : [];
  const metadata = organizationMetadata({}, ['management', 'prod', 'dev']);
  (metadata['GuardedEnvironments::Organization'] as { organization: Json }).organization.policies = policies;
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'worker',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: rest.trust ?? prod }, Action: 'sts:AssumeRole' }],
      },
      Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  };
  return readAssembly(
    assemblyFolder([
      {
        name: 'O',
        account: management,
        template: {
          Metadata: { ...metadata, ...(rest.exceptions ? { 'GuardedEnvironments::Exceptions': rest.exceptions } : {}) },
          Resources: {},
        },
      },
      { name: 'S', account: prod, template: { Resources: { Role: role, ...rest.extra } } },
      { name: 'D', account: dev, template: { Resources: {} } },
    ]),
  );
}
const read = [statement('s3:GetObject')];
const write = [statement(['s3:GetObject', 's3:PutObject'])];

describe('two worlds are compared by the requests they allow', () => {
  test('the same requests in other words are equivalent', () => {
    const split = [statement('s3:GetObject'), statement('s3:PutObject')];
    expect(diffWorlds(worldOf(write), worldOf(split))).toMatchObject({ relation: 'equivalent', accounts: [] });
  });

  test('a new action is told with who, where and an example', () => {
    const difference = diffWorlds(worldOf(read), worldOf(write));
    expect(difference).toMatchObject({
      relation: 'broader',
      accounts: [
        {
          environment: 'prod',
          account: prod,
          changes: [
            {
              kind: 'principal',
              change: 'changed',
              newlyAllowed: { actions: ['s3:PutObject'], writes: 1, example: { action: 's3:PutObject' } },
            },
          ],
        },
      ],
    });
    expect(tellDifference(difference)).toMatch(
      /prod: prod \(333333333333\)\n {2}role\/worker\n {4}can newly: s3:PutObject/,
    );
  });

  test('the other way round it is narrower', () => {
    const difference = diffWorlds(worldOf(write), worldOf(read));
    expect(difference).toMatchObject({
      relation: 'narrower',
      accounts: [{ changes: [{ noLongerAllowed: { actions: ['s3:PutObject'] } }] }],
    });
    expect(tellDifference(difference)).toMatch(/can no longer: s3:PutObject/);
  });

  test('both at once are incomparable', () => {
    expect(diffWorlds(worldOf(read), worldOf([statement('s3:PutObject')])).relation).toBe('incomparable');
  });

  test('a condition that goes is broader, one that comes is narrower', () => {
    const conditioned = [
      statement('s3:GetObject', { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-2' } } }),
    ];
    expect(diffWorlds(worldOf(conditioned), worldOf(read)).relation).toBe('broader');
    expect(diffWorlds(worldOf(read), worldOf(conditioned)).relation).toBe('narrower');
  });

  test('a deny that goes is broader', () => {
    const denied = [...write, { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }];
    expect(diffWorlds(worldOf(denied), worldOf(write)).relation).toBe('broader');
    expect(diffWorlds(worldOf(denied), worldOf(read)).relation).toBe('equivalent');
  });

  test('a control policy that goes is broader for everybody under it', () => {
    const scp = { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' };
    expect(
      diffWorlds(worldOf(write, { scp }), worldOf(write, { scp: { ...scp, Action: 's3:DeleteObject' } })),
    ).toMatchObject({
      relation: 'broader',
      accounts: [{ changes: [{ newlyAllowed: { actions: ['s3:PutObject'] } }] }],
    });
  });

  test('a trust policy that admits another account is told as who may become the role', () => {
    const difference = diffWorlds(worldOf(read), worldOf(read, { trust: dev }));
    expect(difference.relation).toBe('incomparable');
    expect(tellDifference(difference)).toMatch(/who may become role\/worker\n {4}newly open to .*444444444444/);
  });

  test('principals that come and go', () => {
    const user = {
      User: {
        Type: 'AWS::IAM::User',
        Properties: {
          UserName: 'u',
          Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: read } }],
        },
      },
    };
    expect(diffWorlds(worldOf(read), worldOf(read, { extra: user }))).toMatchObject({
      relation: 'broader',
      accounts: [{ changes: [{ change: 'new', person: 'an IAM user' }] }],
    });
    expect(diffWorlds(worldOf(read, { extra: user }), worldOf(read))).toMatchObject({
      relation: 'narrower',
      accounts: [{ changes: [{ change: 'gone' }] }],
    });
  });

  test('a sanction that comes is broader', () => {
    const exceptions = [{ id: 'x', statement: 's', principals: ['a'], actions: ['b'], resources: ['c'] }];
    expect(diffWorlds(worldOf(read), worldOf(read, { exceptions }))).toMatchObject({
      relation: 'broader',
      exceptions: { added: ['x'], removed: [] },
    });
  });

  test('what could not be read is unknown, never equivalent', () => {
    const strange = { X: { Type: 'Custom::X', Properties: { ServiceToken: 'arn:aws:lambda:eu-west-2:1:function:f' } } };
    expect(diffWorlds(worldOf(read), worldOf(read, { extra: strange })).relation).toBe('unknown');
  });
});

describe('a file of an assembly is named by its digest', () => {
  const STORE = 'cdk-guarded-assets-333333333333-eu-west-2';
  const file = (digit: string, bucket = STORE) => `arn:aws:s3:::${bucket}/${digit.repeat(64)}.json`;
  const relation = (before: Json, after: Json) => diffWorlds(worldOf([before]), worldOf([after])).relation;
  const on = (Action: string | string[], Resource: string) => statement(Action, { Resource });

  it('so that reading the one of another release is no other right', () => {
    expect(relation(on('s3:GetObject', file('a')), on('s3:GetObject', file('b')))).toBe('equivalent');
  });

  it.each([
    ['what lies elsewhere', on('s3:GetObject', file('b', 'cdk-guarded-assets-444444444444-eu-west-2'))],
    ['a name that is no digest', on('s3:GetObject', `arn:aws:s3:::${STORE}/b.json`)],
    ['everything', on('s3:GetObject', `arn:aws:s3:::${STORE}/*`)],
    ['writing it', on('s3:PutObject', file('b'))],
    ['reading and writing it', on(['s3:GetObject', 's3:PutObject'], file('b'))],
  ])('but another right is: %s', (_, after) => {
    expect(relation(on('s3:GetObject', file('a')), after)).not.toBe('equivalent');
  });

  it('nor is what a workload keeps by digests a file of an assembly', () => {
    const kept = (digit: string) => on('s3:GetObject', file(digit, 'evidence'));
    expect(relation(kept('a'), kept('b'))).toBe('incomparable');
  });

  it('nor does a denial of one hold for another', () => {
    const butFor = (digit: string) =>
      worldOf([on('s3:GetObject', '*'), statement('s3:GetObject', { Effect: 'Deny', Resource: file(digit) })]);
    expect(diffWorlds(butFor('a'), butFor('b')).relation).toBe('incomparable');
  });

  it('and writing another one is another right', () => {
    expect(relation(on('s3:PutObject', file('a')), on('s3:PutObject', file('b')))).toBe('incomparable');
  });
});

test('a principal that people newly come to act as is told', () => {
  const user = {
    User: {
      Type: 'AWS::IAM::User',
      Properties: {
        UserName: 'u',
        Policies: [
          { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [statement('sts:AssumeRole')] } },
        ],
      },
    },
  };
  const closed = worldOf(write, { extra: user, trust: management });
  const difference = diffWorlds(closed, worldOf(write, { extra: user }));
  expect(difference.reach).toMatchObject({
    gained: [{ arn: expect.stringContaining('role/worker'), account: prod }],
    lost: [],
  });
  expect(tellDifference(difference)).toMatch(/people can newly come to act as or drive:\n {2}role\/worker/);
});

describe('laws', () => {
  const statements = fc.array(
    fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.constantFrom('s3:GetObject', 's3:Put*', 'sqs:*', '*'),
      Resource: fc.constantFrom('*', 'arn:aws:s3:::a/*'),
    }),
    { minLength: 1, maxLength: 3 },
  );

  test('a world compared with itself is equivalent', () => {
    fc.assert(
      fc.property(statements, (list) => {
        const difference = diffWorlds(worldOf(list), worldOf(list));
        expect(difference).toMatchObject({ relation: 'equivalent', accounts: [], reach: { gained: [], lost: [] } });
      }),
      { numRuns: 10 },
    );
  });

  test('without one of its Allows nobody can do anything new', () => {
    fc.assert(
      fc.property(statements, (list) => {
        const more = [...list, statement('s3:DeleteObject')];
        expect(['equivalent', 'narrower']).toContain(diffWorlds(worldOf(more), worldOf(list)).relation);
      }),
      { numRuns: 10 },
    );
  });
});
