import { NAMED_LOOKS, SERVICE_LOOKS } from '../../../../../lib/prover/checker/theorems/isolation';
import { parseSnapshot } from '../../../../../lib/world/snapshot/read';
import type { Claim } from '../../../../../lib/prover/checker/claims';
import { DEV, FULL, PROD, TOOLING, allow, deny, doc, role, roleArn, service, snapshot, trust } from '../../_org';
import type { Json } from '../../_org';
import { Certified, refusesOpened, refusesTampering } from './_tamper';

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

  const NOT_SO = /it is not so that comes from no other/;
  const anybody = (more: Json = {}): Json => trust({ AWS: '*' }, more);
  const arns = (pattern: string): Json => ({ Condition: { ArnLike: { 'aws:PrincipalArn': pattern } } });
  const policyWith = (index: number, by: Json) =>
    world(
      TRUSTS,
      POLICY.map((one, at) => (at === index ? by : one)),
    );

  /** Ways in that are opened under the claims of the shut ones: the subject stays, what it says changes. */
  refusesOpened(certified, {
    'a condition names dev': {
      world: world([TRUSTS[0], TRUSTS[1], anybody(arns(roleArn(DEV, '*')))]),
      ...{ why: NOT_SO, looks: NAMED_LOOKS, kind: 'condition' },
    },
    'a condition is gone': {
      world: world([TRUSTS[0], TRUSTS[1], anybody()]),
      ...{ why: NOT_SO, looks: NAMED_LOOKS, kind: 'condition' },
    },
    'a service may write now': {
      world: policyWith(3, put(of('inspector2'))),
      ...{ why: NOT_SO, looks: SERVICE_LOOKS, kind: 'reads' },
    },
    'a service acts for any account': {
      world: policyWith(1, put(of('apigateway'))),
      ...{ why: NOT_SO, looks: SERVICE_LOOKS, kind: 'condition' },
    },
    'a service acts for dev by name': {
      world: policyWith(4, put(of('events'), { Condition: { StringEquals: { 'aws:SourceAccount': DEV } } })),
      ...{ why: NOT_SO, looks: SERVICE_LOOKS, kind: 'own-account' },
    },
    'a role trusts a service that acts for dev by name': {
      world: world([
        trust(of('lambda'), { Condition: { StringEquals: { 'aws:SourceAccount': DEV } } }),
        ...TRUSTS.slice(1),
      ]),
      ...{ why: NOT_SO, looks: SERVICE_LOOKS, kind: 'own-account' },
    },
    'a path is of another account': {
      world: policyWith(2, put(of('cloudtrail'), { Resource: `${BUCKET}/AWSLogs/${DEV}/*` })),
      ...{ why: NOT_SO, looks: SERVICE_LOOKS, kind: 'own-path' },
    },
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
