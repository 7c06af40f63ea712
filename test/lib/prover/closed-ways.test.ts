import type { Json } from './_org';
import {
  DEV,
  PROD,
  allow,
  answerTo,
  deny,
  doc,
  managed,
  role,
  roleArn,
  service,
  snapshot,
  trust,
  user,
  userArn,
} from './_org';

const paul = (statements: Json[], more: Json = {}): Json => user(PROD, 'paul', statements, more);
const inProd = (...statements: Json[]): Json => snapshot({ prod: { users: [paul(statements)] } });
const where = (operator: string, key: string, value: unknown): Json => ({
  Condition: { [operator]: { [key]: value } },
});
const except = (actions: string[], resources: string[]): Json => ({
  Effect: 'Allow',
  Action: actions,
  NotResource: resources,
});
const denied = (...conditions: Json[]): Json => inProd(allow('*'), ...conditions.map((one) => deny('*', '*', one)));
const tls = (value: string): Json => where('Bool', 'aws:SecureTransport', value);
const before = (time: string): Json => where('DateLessThan', 'aws:CurrentTime', time);
const from = (time: string): Json => where('DateGreaterThanEquals', 'aws:CurrentTime', time);

const seconds = (operator: string, time: number): Json => where(operator, 'aws:EpochTime', time);

/** People of `Dev` may assume whatever trusts them, and a role of prod trusts a name of Identity Center's there. */
const trustingSet = (name: string, assigned = PROD): Json =>
  snapshot(
    {
      prod: {
        roles: [
          role(
            PROD,
            'deploy',
            [
              trust(
                { AWS: PROD },
                where(
                  'ArnLike',
                  'aws:PrincipalArn',
                  `arn:aws:iam::${PROD}:role/aws-reserved/sso.amazonaws.com/*/${name}`,
                ),
              ),
            ],
            [allow('*')],
          ),
        ],
      },
    },
    {
      identityCenter: {
        permissionSets: [{ name: 'Dev', inlinePolicy: doc(allow('sts:AssumeRole')) }],
        assignments: [{ permissionSet: 'Dev', accountId: assigned }],
      },
    },
  );

const hop = roleArn(DEV, 'hop');
const wantsTag = role(
  PROD,
  'deploy',
  [trust({ AWS: DEV }, where('StringEquals', 'aws:PrincipalTag/env', 'prod'))],
  [allow('*')],
);
const tagging = (action: string): Json =>
  snapshot({
    dev: {
      users: [user(DEV, 'dana', [allow([action, 'sts:AssumeRole'])])],
      roles: [
        role(DEV, 'hop', [trust({ AWS: DEV })], [allow('sts:AssumeRole')], { Tags: [{ Key: 'env', Value: 'dev' }] }),
      ],
    },
    prod: { roles: [wantsTag] },
  });

const passing = (...rights: Json[]): Json =>
  snapshot({
    prod: {
      users: [paul([allow('iam:PassRole')])],
      roles: [role(PROD, 'app', [service('lambda')], rights)],
    },
  });

const spared = doc({ ...deny('s3:*', 'arn:aws:s3:::orders/*'), NotPrincipal: { AWS: [userArn(PROD, 'paul'), PROD] } });
const sparing = (more: Json): Json =>
  snapshot({
    prod: {
      users: [paul([allow('s3:PutObject', 'arn:aws:s3:::orders/*')], more)],
      policies: [managed(PROD, 'b', [allow('s3:*')])],
      resources: [{ arn: 'arn:aws:s3:::orders', type: 'AWS::S3::Bucket', policy: spared }],
    },
  });
const bounded = { PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${PROD}:policy/b` } };

/** A key of prod that admits a role of a workload, in a condition, and customers who act as that role without rights. */
const usingKey = (more: Json, action = 'kms:Decrypt', path = 'guarded/workload/'): Json =>
  snapshot({
    prod: {
      roles: [
        role(PROD, `${path}customers`, [
          {
            ...trust({ Federated: 'cognito-identity.amazonaws.com' }),
            Action: 'sts:AssumeRoleWithWebIdentity',
          },
        ]),
      ],
      resources: [
        {
          arn: `arn:aws:kms:eu-west-2:${PROD}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
          type: 'AWS::KMS::Key',
          policy: doc({
            ...allow(['kms:Decrypt', action], '*', more),
            Principal: { AWS: roleArn(PROD, `${path}customers`) },
          }),
        },
      ],
    },
  });
const ofS3 = where('StringEquals', 'kms:ViaService', 's3.eu-west-2.amazonaws.com');

const settingBoundary = (names: string[]): Json =>
  snapshot({
    dev: {
      users: [
        user(DEV, 'dana', [
          allow('sts:AssumeRole', hop),
          allow(
            'iam:PutRolePermissionsBoundary',
            '*',
            where(
              'StringEquals',
              'iam:PermissionsBoundary',
              names.map((name) => `arn:aws:iam::${DEV}:policy/${name}`),
            ),
          ),
        ]),
      ],
      roles: [
        role(DEV, 'hop', [trust({ AWS: DEV })], [allow('sts:AssumeRole')], {
          PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${DEV}:policy/b` },
        }),
      ],
      policies: [managed(DEV, 'b', [allow('s3:GetObject')]), managed(DEV, 'c', [allow('*')])],
    },
    prod: { roles: [role(PROD, 'deploy', [trust({ AWS: hop })], [allow('*')])] },
  });

/** A closed way, and the nearest one that is open. */
const PAIRS: [name: string, closed: Json, open: Json][] = [
  [
    'a NotResource that excepts every queue',
    inProd(except(['sqs:SendMessage'], ['arn:aws:sqs:*:*:*'])),
    inProd(except(['sqs:SendMessage'], ['arn:aws:sqs:*:*:a*'])),
  ],
  [
    'a NotResource that excepts every table of the account',
    inProd(except(['dynamodb:PutItem'], [`arn:aws:dynamodb:*:${PROD}:table/*`])),
    inProd(except(['dynamodb:PutItem'], [`arn:aws:dynamodb:*:${DEV}:table/*`])),
  ],
  ['denies with TLS and without', denied(tls('true'), tls('false')), denied(tls('false'))],
  [
    'denies before and after one instant, in two time zones',
    denied(before('2026-01-01T00:00:00Z'), from('2026-01-01T01:00:00+01:00')),
    denied(before('2026-01-01T00:00:00Z'), from('2026-01-01T01:00:01+01:00')),
  ],
  [
    'denies before and after one instant, by two keys of the clock',
    denied(before('2026-01-01T00:00:00Z'), seconds('NumericGreaterThanEquals', 1_767_225_600)),
    denied(before('2026-01-01T00:00:00Z'), seconds('NumericGreaterThan', 1_767_225_600)),
  ],
  [
    'a trust in the role of another permission set, whose name begins the same',
    trustingSet('AWSReservedSSO_Dev_Ops_*'),
    trustingSet('AWSReservedSSO_Dev_*'),
  ],
  [
    'a trust in a name that ends in other digits than Identity Center gives',
    trustingSet('AWSReservedSSO_Dev_*z*'),
    trustingSet('AWSReservedSSO_Dev_*f*'),
  ],
  [
    'a trust in a permission set that is assigned elsewhere alone',
    trustingSet('AWSReservedSSO_Dev_*', DEV),
    trustingSet('AWSReservedSSO_Dev_*', PROD),
  ],
  [
    'denies in a region and out of it',
    denied(
      where('StringEquals', 'aws:RequestedRegion', 'eu-west-2'),
      where('StringNotLike', 'aws:RequestedRegion', 'eu-west-2'),
    ),
    denied(
      where('StringEquals', 'aws:RequestedRegion', 'eu-west-2'),
      where('StringNotLike', 'aws:RequestedRegion', 'eu-*'),
    ),
  ],
  [
    'denies with a key that a request may lack, and so may pass both',
    denied(
      where('BoolIfExists', 'aws:MultiFactorAuthPresent', 'true'),
      where('Bool', 'aws:MultiFactorAuthPresent', 'false'),
    ),
    denied(where('Bool', 'aws:MultiFactorAuthPresent', 'true'), where('Bool', 'aws:MultiFactorAuthPresent', 'false')),
  ],
  ['taking tags away where a tag is wanted', tagging('iam:UntagRole'), tagging('iam:TagRole')],
  ['passing a role that can do nothing', passing(), passing(allow('s3:GetObject'))],
  ['setting the very boundary that stands', settingBoundary(['b']), settingBoundary(['b', 'c'])],
  ['a key of the own account that is used through a service', usingKey(ofS3), usingKey({})],
  ['a key that a role of a workload uses through a service', usingKey(ofS3), usingKey(ofS3, 'kms:Decrypt', '')],
  ['a key that is used through a service, and handed on', usingKey(ofS3), usingKey(ofS3, 'kms:CreateGrant')],
  ['a boundary under a deny with NotPrincipal', sparing(bounded), sparing({})],
];

const set = (accountId: string | undefined): Json => ({
  identityCenter: {
    permissionSets: [{ name: 'Admin', inlinePolicy: doc(allow('sts:AssumeRole')) }],
    assignments: accountId ? [{ permissionSet: 'Admin', accountId, group: 'g' }] : [],
  },
});
const setRole = `arn:aws:iam::${DEV}:role/aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_Admin_0123456789abcdef`;
const likeSet = where(
  'ArnLike',
  'aws:PrincipalArn',
  `arn:aws:iam::${DEV}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Admin_*`,
);
const trusting = (trusted: Json, accountId?: string): Json =>
  snapshot({ prod: { roles: [role(PROD, 'deploy', [trusted], [allow('*')])] } }, set(accountId));

describe('ways that are closed', () => {
  it.each(PAIRS)('%s', (_name, closed, open) => {
    expect(answerTo(closed).verdict).toBe('proved');
    expect(answerTo(open).verdict).toBe('refuted');
  });

  it.each([
    ['by name', trust({ AWS: setRole })],
    ['by a condition', trust({ AWS: DEV }, likeSet)],
  ])('a trust in a permission set that is assigned nowhere: %s', (_how, trusted) => {
    for (const id of ['environments-are-isolated', 'only-the-pipeline-deploys'] as const) {
      expect(answerTo(trusting(trusted), id).verdict).toBe('proved');
      expect(answerTo(trusting(trusted, PROD), id).verdict).toBe('proved');
      expect(answerTo(trusting(trusted, DEV), id).verdict).toBe('refuted');
    }
  });

  it('but for a trust in everybody, or in the account', () => {
    expect(answerTo(trusting(trust({ AWS: DEV })), 'environments-are-isolated').verdict).toBe('refuted');
  });

  it('the role that tags are taken from is told', () => {
    const { counterexamples } = answerTo(tagging('iam:TagRole'));
    expect(counterexamples[0].steps.map((step) => step.to)).toContain(hop);
  });
});
