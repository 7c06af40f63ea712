import { NAMED_LOOKS, SERVICE_LOOKS } from '../../../../../lib/prover/checker/theorems/isolation';
import { parseSnapshot } from '../../../../../lib/world/snapshot/read';
import type { Claim } from '../../../../../lib/prover/checker/claims';
import { DEV, FULL, PROD, TOOLING, allow, deny, doc, role, roleArn, service, snapshot, trust } from '../../_org';
import type { Json } from '../../_org';
import { Certified, refusesTampering } from './_tamper';

const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const of = (name: string): Json => ({ Service: `${name}.amazonaws.com` });
const BUCKET = 'arn:aws:s3:::orders-prod';
const bucket = (...statements: Json[]): Json => ({
  ...{ arn: BUCKET, type: 'AWS::S3::Bucket' },
  policy: doc(...statements),
});
const put = (Principal: unknown, more: Json = {}): Json => ({
  ...allow('s3:PutObject', `${BUCKET}/*`),
  ...more,
  Principal,
});

const TRUSTS = [
  service('lambda'),
  trust(root(TOOLING)),
  trust({ AWS: '*' }, { Condition: { ArnLike: { 'aws:PrincipalArn': roleArn(TOOLING, 'machines/*') } } }),
];
const POLICY = [
  put(root(PROD)),
  put(of('apigateway'), { Condition: { StringEquals: { 'aws:SourceAccount': PROD } } }),
  put(of('cloudtrail'), { Resource: `${BUCKET}/AWSLogs/${PROD}/*` }),
  { ...allow('s3:GetObject', `${BUCKET}/*`), Principal: of('inspector2') },
  put(of('events')),
  { ...put('*'), Condition: { StringEquals: { 'aws:PrincipalAccount': [PROD, TOOLING] } } },
];
const world = (trusts: readonly Json[] = TRUSTS, policy: readonly Json[] = POLICY) => {
  const prod = { roles: [role(PROD, 'machines/app', [...trusts], [allow('s3:*')])], resources: [bucket(...policy)] };
  return parseSnapshot(JSON.stringify(snapshot({ prod }, {}, [FULL])), 'snapshot.json');
};

describe('the certificate of environments-are-isolated', () => {
  const certified = new Certified(world(), 'environments-are-isolated');
  const kinds = Object.keys({ ...NAMED_LOOKS, ...SERVICE_LOOKS });

  it('names each witness by its kind', () => {
    const used = certified.claims.map(({ by }) => by.kind);
    expect(new Set(used)).toEqual(new Set(['guarded', 'own-account', 'condition', 'own-path', 'reads']));
    expect(kinds).toEqual(expect.arrayContaining(used));
  });

  refusesTampering(certified, [
    { kind: 'federated' },
    { kind: 'missing' },
    { kind: 'distribution' },
    { kind: 'load-balancers' },
    { kind: 'published' },
    { kind: 'condition', key: 'aws:SourceIp' },
    { kind: 'deny', statement: 'nowhere' },
  ]);

  /** Ways in that are opened under the claims of the shut ones: the subject stays, what it says changes. */
  const OPENED: Readonly<Record<string, readonly [typeof NAMED_LOOKS, string, ReturnType<typeof world>]>> = {
    'a condition that names dev': [
      NAMED_LOOKS,
      'condition',
      world([
        TRUSTS[0],
        TRUSTS[1],
        trust({ AWS: '*' }, { Condition: { ArnLike: { 'aws:PrincipalArn': roleArn(DEV, '*') } } }),
      ]),
    ],
    'a condition that is gone': [NAMED_LOOKS, 'condition', world([TRUSTS[0], TRUSTS[1], trust({ AWS: '*' })])],
    'a service that may write now': [
      SERVICE_LOOKS,
      'reads',
      world(
        TRUSTS,
        POLICY.map((one, at) => (at === 3 ? put(of('inspector2')) : one)),
      ),
    ],
    'a service for any account': [
      SERVICE_LOOKS,
      'condition',
      world(
        TRUSTS,
        POLICY.map((one, at) => (at === 1 ? put(of('apigateway')) : one)),
      ),
    ],
    'a path of another account': [
      SERVICE_LOOKS,
      'own-path',
      world(
        TRUSTS,
        POLICY.map((one, at) =>
          at === 2 ? { ...put(of('cloudtrail')), Resource: `${BUCKET}/AWSLogs/${DEV}/*` } : one,
        ),
      ),
    ],
  };

  describe.each(Object.entries(OPENED))('over a world with %s', (_, [looks, kind, changed]) => {
    it('is refused, and would not be without the check', () => {
      expect(certified.check(certified.claims, changed).problems.join()).toMatch(
        /it is not so that comes from no other/,
      );
      const out = jest.spyOn(looks, kind).mockReturnValue(true);
      expect(certified.check(certified.claims, changed).problems).toEqual([]);
      out.mockRestore();
    });
  });

  it('is refused over a world where one more is named, or one less', () => {
    const more = world([...TRUSTS, trust(root(DEV))]);
    expect(certified.check(certified.claims, more).problems.join()).toMatch(
      /nothing is claimed about .*Statement\[3\] AWS/,
    );
    const less = world(TRUSTS.slice(0, 2));
    expect(certified.check(certified.claims, less).problems.join()).toMatch(/there is no such thing/);
  });

  it('takes a deny of everybody else for what shuts a way, and nothing narrower', () => {
    const shut = (more: Json): readonly Claim[] => {
      const own = { Condition: { StringNotEquals: { 'aws:PrincipalAccount': PROD } } };
      const fence = { ...deny('s3:*', `${BUCKET}/*`), Principal: '*', ...own, ...more };
      return new Certified(world([], [put(root(DEV)), fence]), 'environments-are-isolated').claims;
    };
    expect(shut({}).map(({ by }) => by.kind)).toEqual(['deny']);
    expect(shut({ Action: ['s3:PutObject*'] }).map(({ by }) => by.kind)).toEqual(['deny']);
    expect(() => shut({ Condition: { StringNotEquals: { 'aws:PrincipalAccount': [PROD, DEV] } } })).toThrow();
  });

  it('is refused over a world with a network path', () => {
    const path = {
      arn: `arn:aws:ec2:eu-west-2:${PROD}:vpc-peering-connection/p`,
      type: 'AWS::EC2::VPCPeeringConnection',
    };
    const accounts = certified.world.accounts.map((one) =>
      one.id === PROD
        ? {
            ...one,
            resources: [...one.resources, { ...path, account: PROD, roles: [], tags: {}, dependsOn: [], where: 'x' }],
          }
        : one,
    );
    expect(certified.check(certified.claims, { ...certified.world, accounts }).problems.join()).toMatch(/network path/);
  });
});
