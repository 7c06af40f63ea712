import { proveOnly } from '../../../lib/prover/prove';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import type { World } from '../../../lib/world/model';
import { DEV, MGMT, PROD, allow, deny, doc, rcp, role, roleArn, scp, snapshot, trust, user, userArn } from './_org';

const fence = rcp(
  doc({
    ...deny('sts:AssumeRole', '*', { Condition: { StringNotEquals: { 'aws:PrincipalAccount': PROD } } }),
    Principal: '*',
  }),
  ['ou-prod'],
);
const careless = role(PROD, 'orders', [trust({ AWS: `arn:aws:iam::${DEV}:root` })], [allow('dynamodb:PutItem')]);
const described = (roles: Record<string, unknown>[]) =>
  parseSnapshot(
    JSON.stringify(snapshot({ dev: { users: [user(DEV, 'dora', [allow('*')])] }, prod: { roles } }, {}, [fence])),
    'snapshot.json',
  );
const synthesized = (world: World): World => ({ ...world, subject: { ...world.subject, source: 'assembly' } });

describe('a trust policy of prod that lets dev in, behind a resource control policy that does not', () => {
  it('is no way in for what is deployed', () => {
    expect(proveOnly(described([careless]), 'environments-are-isolated').verdict).toBe('proved');
  });

  it('is told at synthesis: who would come in, by which line, to write what', () => {
    const { verdict, counterexamples } = proveOnly(synthesized(described([careless])), 'environments-are-isolated');
    expect(verdict).toBe('refuted');
    expect(counterexamples[0]).toMatchObject({
      human: userArn(DEV, 'dora'),
      steps: [{ edge: 'assume-role', to: roleArn(PROD, 'orders'), by: 'sts:AssumeRole' }],
      request: { principal: roleArn(PROD, 'orders'), action: 'dynamodb:PutItem' },
    });
    expect(counterexamples[0].where[0]).toMatch(/RoleDetailList\[0\]\.AssumeRolePolicyDocument\.Statement\[0\]$/);
  });

  it('is proved once the line is gone', () => {
    const mended = role(PROD, 'orders', [trust({ Service: 'lambda.amazonaws.com' })], [allow('dynamodb:PutItem')]);
    expect(proveOnly(synthesized(described([mended])), 'environments-are-isolated').verdict).toBe('proved');
  });
});

describe('the role by which the management account comes into an account of its organization', () => {
  const access = role(
    PROD,
    'OrganizationAccountAccessRole',
    [trust({ AWS: `arn:aws:iam::${MGMT}:root` })],
    [allow(['s3:GetObject', 's3:PutObject', 'sts:AssumeRole'])],
  );
  const ceiling = (...reads: string[]) =>
    scp(doc(allow('*'), { Effect: 'Deny', NotAction: reads, Resource: '*' }), ['r-root', 'ou-prod', PROD]);
  const isolated = (...policies: Record<string, unknown>[]) =>
    proveOnly(
      parseSnapshot(JSON.stringify(snapshot({ prod: { roles: [access] } }, {}, policies)), 'snapshot.json'),
      'environments-are-isolated',
    ).verdict;

  it('opens nothing behind a ceiling under which it only reads', () => {
    expect(isolated(ceiling('s3:GetObject'))).toBe('proved');
  });

  it.each([
    ['without a ceiling', []],
    ['with a write under the ceiling', [ceiling('s3:GetObject', 's3:PutObject')]],
    ['with another role to come to', [ceiling('s3:GetObject', 'sts:AssumeRole')]],
  ])('is a way in %s', (_, policies) => {
    expect(isolated(...policies)).toBe('refuted');
  });
});
