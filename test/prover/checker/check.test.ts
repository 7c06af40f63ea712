import fc from 'fast-check';
import { certify } from '../../../lib/prover/certificate/certify';
import { checkCertificate } from '../../../lib/prover/checker/check';
import type { Certificate } from '../../../lib/prover/checker/input';
import { explore } from '../../../lib/prover/closure/explore';
import { prove, proveChecked } from '../../../lib/prover/prove';
import { parseSnapshot } from '../../../lib/prover/snapshot/read';
import { writeActions } from '../../../lib/prover/theorems/writes';
import { FULL, PROD, allow, deny, doc, role, scp, service, snapshot, user } from '../_org';

const fence = scp(
  doc(deny('*', '*', { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/machines/*' } } })),
  ['ou-prod'],
);
const world = parseSnapshot(
  JSON.stringify(
    snapshot(
      {
        prod: {
          users: [user(PROD, 'paul', [allow(['s3:PutObject', 'sqs:*'])]), user(PROD, 'ruth', [allow('s3:GetObject')])],
          roles: [role(PROD, 'machines/app', [service('lambda')], [allow('s3:PutObject')])],
        },
      },
      {},
      [FULL, fence],
    ),
  ),
  'snapshot.json',
);
const certificate = certify(explore(world), prove(world));
const check = (changed: Certificate) => checkCertificate(changed, world, writeActions());

describe('the checker', () => {
  it('verifies the certificate of a proof, every claim of it', () => {
    const result = check(certificate);
    expect(result.problems).toEqual([]);
    expect(result.decidedBySearch).toBe(0);
    expect(result.verified).toBeGreaterThan(10);
    expect(proveChecked(world).result.theorems[0].verdict).toBe('proved');
  });

  it('rejects a certificate about another input', () => {
    expect(check({ ...certificate, subject: 'sha256:0' }).problems).toContain('the certificate is about another input');
  });

  it('rejects a certificate without one of the people', () => {
    fc.assert(
      fc.property(fc.constantFrom(...certificate.reachable), (left) => {
        const reachable = certificate.reachable.filter((one) => one !== left);
        expect(check({ ...certificate, reachable }).problems).toHaveLength(1);
      }),
    );
  });

  it('rejects a certificate from which any claim is taken', () => {
    fc.assert(
      fc.property(fc.nat(certificate.blocked.length - 1), fc.nat(), (at, which) => {
        const blocked = certificate.blocked.map((one, index) => {
          if (index !== at) return one;
          return { ...one, actions: one.actions.filter((_, action) => action !== which % one.actions.length) };
        });
        expect(check({ ...certificate, blocked }).problems).not.toEqual([]);
      }),
    );
  });

  it('rejects a clause that does not hold', () => {
    fc.assert(
      fc.property(
        fc.nat(certificate.blocked.length - 1),
        fc.constantFrom(
          { kind: 'boundary' as const },
          { kind: 'level' as const, level: 'r-root' },
          { kind: 'deny' as const, statement: 'organization.policies[0].document.Statement[0]' },
        ),
        (at, clause) => {
          const blocked = certificate.blocked.map((one, index) => (index === at ? { ...one, clause } : one));
          expect(check({ ...certificate, blocked }).problems).not.toEqual([]);
        },
      ),
    );
  });

  it('rejects the certificate once the fence is taken from the world', () => {
    const open = { ...world, policies: world.policies.filter((policy) => policy.name === 'FullAWSAccess') };
    expect(checkCertificate(certificate, open, writeActions()).problems).not.toEqual([]);
  });
});
