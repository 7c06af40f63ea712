import fc from 'fast-check';
import { certify, checkedActions } from '../../../../lib/prover/certificate/certify';
import { checkCertificate } from '../../../../lib/prover/checker/check';
import type {
  Blocked,
  Certificate,
  CheckedWorld,
  Door,
  DoorClause,
  WriteClause,
} from '../../../../lib/prover/checker/input';
import { explore } from '../../../../lib/prover/closure/explore';
import { prove, proveChecked, tellClaims } from '../../../../lib/prover/prove';
import { parseSnapshot } from '../../../../lib/world/snapshot/read';
import type { World } from '../../../../lib/world/model';
import {
  DEV,
  FULL,
  PROD,
  TOOLING,
  allow,
  deny,
  doc,
  rcp,
  role,
  roleArn,
  scp,
  service,
  snapshot,
  trust,
  user,
} from '../_org';

const MACHINES = 'arn:aws:iam::*:role/machines/*';
const fence = scp(doc(deny('*', '*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': MACHINES } } })), [
  'ou-prod',
  'ou-tooling',
]);
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const only = (...arns: string[]) => ({ Condition: { ArnEquals: { 'aws:PrincipalArn': arns } } });
const pipeline = roleArn(TOOLING, 'machines/pipeline');
const deployer = role(
  PROD,
  'machines/deploy',
  [trust(root(TOOLING), only(pipeline)), trust({ AWS: pipeline })],
  [allow('*')],
);
const careless = role(
  PROD,
  'machines/careless',
  [trust(root(DEV)), trust(root(PROD), only(pipeline))],
  [allow('s3:*')],
);
const bucket = {
  arn: 'arn:aws:s3:::orders-prod',
  type: 'AWS::S3::Bucket',
  policy: doc({ ...allow('s3:PutObject', 'arn:aws:s3:::orders-prod/*'), Principal: root(DEV), ...only(pipeline) }),
};
const roleFence = rcp(
  doc({
    ...deny('sts:AssumeRole', MACHINES, { Condition: { ArnNotLike: { 'aws:PrincipalArn': pipeline } } }),
    Principal: '*',
  }),
  ['ou-prod'],
);
const input = snapshot(
  {
    dev: { users: [user(DEV, 'dora', [allow('*')])], roles: [role(DEV, 'app', [service('lambda')], [allow('*')])] },
    tooling: {
      users: [user(TOOLING, 'tom', [allow('sts:*')])],
      roles: [role(TOOLING, 'machines/pipeline', [service('codepipeline')], [allow('*')])],
    },
    prod: {
      users: [user(PROD, 'paul', [allow(['s3:PutObject', 'sqs:*'])]), user(PROD, 'ruth', [allow('s3:GetObject')])],
      roles: [role(PROD, 'machines/app', [service('lambda')], [allow('s3:PutObject')]), deployer, careless],
      resources: [bucket],
    },
  },
  {},
  [FULL, fence, roleFence],
);
const read = (json: unknown) => parseSnapshot(JSON.stringify(json), 'snapshot.json');
const world = read(input);
const result = prove(world);
const certificate = certify(explore(world), result);
const check = (changed: Certificate, about: CheckedWorld = world) => checkCertificate(changed, about, checkedActions());

describe('the checker', () => {
  it('verifies the certificate of a proof, every claim of it', () => {
    expect(result.theorems[0].verdict).toBe('proved');
    const checked = check(certificate);
    expect(checked.problems).toEqual([]);
    expect(checked.decidedBySearch).toBe(0);
    expect(checked.verified).toBeGreaterThan(10_000);
  });

  it('needs nothing of dev: the account counts as wholly in the people’s hands', () => {
    expect(certificate.open).toEqual([DEV]);
    const clauses = certificate.doors
      .filter((door) => door.callers.includes(`${DEV}/*`))
      .map(({ clause }) => clause.kind);
    expect(clauses.sort()).toEqual(['condition', 'deny']);
  });

  it('tells how much was verified', () => {
    expect(tellClaims(proveChecked(world).certificate)).toMatch(
      /: [\d,]+ claims verified without search, none rests on/,
    );
  });
});

/** Each way to tamper with a certificate: what is changed, and one value of it at a time. */
const rejected = (name: string, cases: readonly Certificate[]) =>
  it(`rejects ${name}`, () => {
    expect(cases.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.nat(cases.length - 1), (which) => check(cases[which]).problems.length > 0),
      { numRuns: 25 },
    );
  });

const without = <T>(list: readonly T[]) => list.map((_, index) => list.filter((__, at) => at !== index));
const replaced = <T>(list: readonly T[], change: (one: T) => readonly T[]) =>
  list.flatMap((one, index) => change(one).map((other) => list.map((each, at) => (at === index ? other : each))));

const writeLies: WriteClause[] = [
  { kind: 'boundary' },
  { kind: 'level', level: 'r-root' },
  { kind: 'level', level: 'nowhere' },
  { kind: 'exception', ids: ['none'] },
  { kind: 'deny', statement: 'organization.policies[0].document.Statement[0]' },
  { kind: 'deny', statement: 'nowhere' },
];
const doorLies: DoorClause[] = [
  { kind: 'condition', key: 'aws:SourceIp' },
  { kind: 'deny', statement: 'organization.policies[0].document.Statement[0]' },
  { kind: 'deny', statement: 'nowhere' },
];

describe('a tampered certificate', () => {
  rejected('another input', [{ ...certificate, subject: 'sha256:0' }]);
  rejected('another world', [{ ...certificate, world: 'sha256:0' }]);
  rejected(
    'a person left out',
    without(certificate.reachable).map((reachable) => ({ ...certificate, reachable })),
  );
  rejected('dev neither given up nor reached', [{ ...certificate, open: [] }]);
  rejected(
    'a guarded or unheard-of account given up',
    [PROD, TOOLING, '100000000000', '999999999999'].map((id) => ({ ...certificate, open: [...certificate.open, id] })),
  );
  rejected(
    'a clause of a write removed',
    without(certificate.blocked).map((blocked) => ({ ...certificate, blocked })),
  );
  rejected(
    'a principal left out of a clause',
    replaced<Blocked>(certificate.blocked, (one) =>
      without(one.principals).map((principals) => ({ ...one, principals })),
    ).map((blocked) => ({ ...certificate, blocked })),
  );
  rejected(
    'a write left out of an atom',
    certificate.atoms.flatMap((atom, index) =>
      [0, atom.length - 1].map((left) => ({
        ...certificate,
        atoms: certificate.atoms.map((each, at) => (at === index ? each.filter((_, k) => k !== left) : each)),
      })),
    ),
  );
  rejected(
    'another clause for a write',
    replaced<Blocked>(certificate.blocked, (one) => writeLies.map((clause) => ({ ...one, clause }))).map((blocked) => ({
      ...certificate,
      blocked,
    })),
  );
  rejected('something said about what is not there', [
    {
      ...certificate,
      blocked: certificate.blocked.map((one) => ({ ...one, principals: [...one.principals, 'nobody'] })),
    },
    { ...certificate, doors: certificate.doors.map((one) => ({ ...one, callers: [...one.callers, 'nobody'] })) },
  ]);
  rejected(
    'a door left out',
    without(certificate.doors).map((doors) => ({ ...certificate, doors })),
  );
  rejected(
    'another clause for a door',
    replaced<Door>(certificate.doors, (one) => doorLies.map((clause) => ({ ...one, clause }))).map((doors) => ({
      ...certificate,
      doors,
    })),
  );
});

/** The same certificate, signed over for a changed world: only the argument itself can refuse it. */
describe('a changed world', () => {
  const forged = (changed: CheckedWorld) => {
    const { world: digest } = certify(explore(changed as typeof world), result);
    return { ...certificate, subject: changed.subject.digest, world: digest };
  };
  const refuses = (changed: CheckedWorld) => {
    expect(check(certificate, changed).problems).not.toEqual([]);
    expect(check(forged(changed), changed).problems).not.toEqual([]);
  };

  it.each(
    world.policies.map((policy) => [
      policy.name === 'scp' || policy.name === 'rcp' ? policy.type : policy.name,
      policy,
    ]),
  )('is refused without %s, unless it only allowed', (name, policy) => {
    const changed = { ...world, policies: world.policies.filter((one) => one !== policy) };
    if (name === 'FullAWSAccess') expect(check(forged(changed), changed).problems).toEqual([]);
    else refuses(changed);
  });

  it('is refused with one trust statement more', () => {
    const json = JSON.parse(JSON.stringify(input)) as typeof input;
    const roles = (
      json.accounts as Record<
        string,
        { authorizationDetails: { RoleDetailList: { AssumeRolePolicyDocument: { Statement: unknown[] } }[] } }
      >
    )[PROD].authorizationDetails.RoleDetailList;
    roles[1].AssumeRolePolicyDocument.Statement.push(trust(root(TOOLING)));
    refuses(read(json));
  });

  it('is refused with any condition taken from a trust policy', () => {
    const prod = world.accounts.find((one) => one.id === PROD)!;
    const principals = prod.principals.map((one) =>
      one.trust
        ? {
            ...one,
            trust: {
              ...one.trust,
              policy: {
                ...one.trust.policy,
                statements: one.trust.policy.statements.map((each) => ({ ...each, conditions: [] })),
              },
            },
          }
        : one,
    );
    refuses({ ...world, accounts: world.accounts.map((one) => (one === prod ? { ...prod, principals } : one)) });
  });

  it('is refused once prod runs what dev holds', () => {
    const store = {
      arn: 'arn:aws:s3:::dev-store',
      type: 'AWS::S3::Bucket',
      account: DEV,
      roles: [],
      tags: {},
      dependsOn: [],
      where: 'x',
    };
    const runner = {
      ...store,
      arn: `arn:aws:lambda:eu-west-2:${PROD}:function:f`,
      account: PROD,
      dependsOn: [store.arn],
    };
    const more: Record<string, World['accounts'][number]['resources'][number]> = { [DEV]: store, [PROD]: runner };
    refuses({
      ...world,
      accounts: world.accounts.map((one) =>
        more[one.id] ? { ...one, resources: [...one.resources, more[one.id]] } : one,
      ),
    });
  });
});
