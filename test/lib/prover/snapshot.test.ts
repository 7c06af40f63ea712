import { InputError } from '../../../lib/errors';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import type { Json } from './_org';
import { DEV, PROD, allow, doc, group, role, roleArn, scp, service, snapshot, trust, user } from './_org';

function problemsOf(text: string): readonly { place?: string; message: string }[] {
  try {
    parseSnapshot(text, 'snapshot.json');
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

const places = (input: Json): (string | undefined)[] =>
  problemsOf(JSON.stringify(input)).map((problem) => problem.place);
const bucket = (name: string): Json => ({ arn: `arn:aws:s3:::${name}`, type: 'AWS::S3::Bucket' });
const withProd = (content: Parameters<typeof snapshot>[0]['prod'], more: Json = {}): Json =>
  snapshot({ prod: content }, more);

describe('bad input is told with its place', () => {
  it('truncated JSON', () => {
    expect(problemsOf('{"version": 1,')[0].message).toContain('not readable as JSON');
  });

  it('an account that stands twice in the text', () => {
    const text = JSON.stringify(snapshot({})).replace(`"${PROD}":{`, `"${PROD}":{},"${PROD}":{`);
    expect(problemsOf(text)[0].message).toContain(`The key "${PROD}" stands twice`);
  });

  it.each<[string, Json, string]>([
    ['an unknown key at the top', { ...snapshot({}), extra: 1 }, ''],
    [
      'an unknown key of a role',
      withProd({ roles: [role(PROD, 'r', [service('lambda')], [], { Foo: 1 })] }),
      `accounts.${PROD}.authorizationDetails.RoleDetailList[0]`,
    ],
    ['another version', { ...snapshot({}), version: 2 }, 'version'],
    [
      'an unknown group',
      withProd({ users: [user(PROD, 'u', [], { GroupList: ['nobody'] })] }),
      `accounts.${PROD}.authorizationDetails.UserDetailList[0].GroupList[0]`,
    ],
    [
      'a group within a group',
      withProd({ groups: [{ ...group(PROD, 'g', [allow('s3:Get*')]), GroupList: ['g'] }] }),
      `accounts.${PROD}.authorizationDetails.GroupDetailList[0]`,
    ],
    [
      'ten thousand statements',
      withProd({
        roles: [
          role(
            PROD,
            'r',
            [service('lambda')],
            Array.from({ length: 10_000 }, () => allow('s3:Get*')),
          ),
        ],
      }),
      `accounts.${PROD}.authorizationDetails.RoleDetailList[0].RolePolicyList[0].PolicyDocument`,
    ],
    [
      'an inline policy over the size limit',
      withProd({
        users: [user(PROD, 'u', [allow(Array.from({ length: 1000 }, (_, index) => `s3:GetObject${index}`))])],
      }),
      `accounts.${PROD}.authorizationDetails.UserDetailList[0].UserPolicyList[0].PolicyDocument`,
    ],
    ['an account id with eleven digits', { ...snapshot({}), accounts: { '12345678901': {} } }, 'accounts.12345678901'],
    [
      'an unknown permission set',
      {
        ...snapshot({}),
        identityCenter: { permissionSets: [], assignments: [{ permissionSet: 'X', accountId: PROD, group: 'g' }] },
      },
      'identityCenter.assignments[0].permissionSet',
    ],
    [
      'a role of another account',
      withProd({ roles: [role(DEV, 'r', [service('lambda')])] }),
      `accounts.${PROD}.authorizationDetails.RoleDetailList[0].Arn`,
    ],
    [
      'a role that stands twice',
      withProd({ roles: [role(PROD, 'r', [service('lambda')]), role(PROD, 'r', [service('ec2')])] }),
      `accounts.${PROD}.authorizationDetails.RoleDetailList[1]`,
    ],
    [
      'a resource that stands twice',
      withProd({ resources: [bucket('b'), bucket('b')] }),
      `accounts.${PROD}.resources[1]`,
    ],
    [
      'a resource of another account',
      withProd({ resources: [{ arn: `arn:aws:sqs:eu-west-2:${DEV}:q`, type: 'AWS::SQS::Queue' }] }),
      `accounts.${PROD}.resources[0].arn`,
    ],
    [
      'a permission set that stands twice',
      { ...snapshot({}), identityCenter: { permissionSets: [{ name: 'X' }, { name: 'X' }], assignments: [] } },
      'identityCenter.permissionSets[1]',
    ],
    [
      'a control policy of an account that is nowhere',
      snapshot({}, {}, [scp(doc(allow('*')), ['999999999999'])]),
      'organization.policies[0].targets[0]',
    ],
    [
      'a document that is no policy',
      withProd({ resources: [{ arn: 'arn:aws:s3:::b', type: 'AWS::S3::Bucket', policy: { Statement: 'x' } }] }),
      `accounts.${PROD}.resources[0].policy.Statement`,
    ],
  ])('%s', (_what, input, place) => {
    expect(places(input).map((one) => one ?? '')).toContain(place);
  });
});

describe('reading', () => {
  const read = (input: Json) => parseSnapshot(JSON.stringify(input), 'snapshot.json');

  it('takes URL-encoded documents like objects', () => {
    const plain = role(PROD, 'r', [service('lambda')]);
    const encoded = { ...plain, AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(doc(service('lambda')))) };
    const trustOf = (one: Json) => read(withProd({ roles: [one] })).accounts[3].principals[0].trust?.policy;
    expect(trustOf(encoded)).toEqual(trustOf(plain));
  });

  it('counts a deployed Identity Center role and its assignment once', () => {
    const arn = `aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_Dev_0123456789abcdef`;
    const deployed = role(PROD, arn, [
      trust({ Federated: `arn:aws:iam::${PROD}:saml-provider/AWSSSO_x` }, { Action: 'sts:AssumeRoleWithSAML' }),
    ]);
    const world = read(
      withProd(
        { roles: [deployed] },
        {
          identityCenter: {
            permissionSets: [{ name: 'Dev' }],
            assignments: [{ permissionSet: 'Dev', accountId: PROD, group: 'g' }],
          },
        },
      ),
    );
    expect(world.accounts[3].principals.map((one) => one.arn)).toEqual([
      roleArn(PROD, 'aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_*'),
    ]);
  });

  it('gives a resource without account in its ARN to the account that lists it', () => {
    const world = read(withProd({ resources: [{ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket' }] }));
    expect(world.accounts[3].resources[0].account).toBe(PROD);
  });
});
