import { proveOnly } from '../../lib/prover/prove';
import { parseSnapshot } from '../../lib/prover/snapshot/read';
import type { World } from '../../lib/prover/world';
import { DEV, PROD, allow, deny, doc, rcp, role, roleArn, snapshot, trust, user, userArn } from './_org';

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
