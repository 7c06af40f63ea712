import { certify } from '../../../../lib/prover/certificate/certify';
import { explore } from '../../../../lib/prover/closure/explore';
import { prove, proveChecked } from '../../../../lib/prover/prove';
import { parseSnapshot } from '../../../../lib/world/snapshot/read';
import { allow, PROD, snapshot, user, userArn } from '../_org';

const RECORDS = `arn:aws:dynamodb:eu-west-2:${PROD}:table/changes`;
const exception = (id: string) => ({
  ...{ id, statement: 'Paul writes changes.', principals: [userArn(PROD, 'paul')] },
  ...{ actions: ['dynamodb:PutItem'], resources: [RECORDS] },
});
const world = parseSnapshot(
  JSON.stringify(
    snapshot(
      { prod: { users: [user(PROD, 'paul', [allow('dynamodb:PutItem', RECORDS)])] } },
      { exceptions: [exception('first'), exception('second')] },
    ),
  ),
  'snapshot.json',
);

test('of two exceptions that sanction the same, the certificate names one, and the checker takes it', () => {
  const clauses = certify(explore(world), prove(world)).blocked.map((one) => one.clause);
  expect(clauses).toContainEqual({ kind: 'exception', ids: ['second'] });
  const { theorems } = proveChecked(world).result;
  expect(theorems.find((one) => one.id === 'no-human-write-to-prod')).toMatchObject({ verdict: 'proved' });
});
