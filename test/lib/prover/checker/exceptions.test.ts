import { certify, checkedActions } from '../../../../lib/prover/certificate/certify';
import { checkCertificate } from '../../../../lib/prover/checker/check';
import { explore } from '../../../../lib/prover/closure/explore';
import { prove, proveChecked } from '../../../../lib/prover/prove';
import type { World } from '../../../../lib/world/model';
import { parseSnapshot } from '../../../../lib/world/snapshot/read';
import { allow, PROD, snapshot, TOOLING, user, userArn } from '../_org';

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

test('what is sanctioned for a service sanctions nothing of whom people come to act as', () => {
  const certificate = certify(explore(world), prove(world));
  const check = (about: World) => checkCertificate(certificate, about, checkedActions()).problems.join();
  const exceptions = world.exceptions.map((one) => ({ ...one, service: 'backup.amazonaws.com' }));
  expect(check(world)).toBe('');
  expect(check({ ...world, exceptions })).toMatch(/dynamodb:PutItem|paul/);
});

describe('what several exceptions sanction together', () => {
  const via = (...Values: string[]) => ({
    Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': Values } },
  });
  const key = `arn:aws:kms:eu-west-2:${PROD}:key/*`;
  const sanctioned = (id: string, alias: string) => ({
    ...{ ...exception(id), actions: ['kms:Decrypt'], resources: [key] },
    ...{
      conditions: [
        {
          operator: 'StringEquals',
          quantifier: 'ForAnyValue' as const,
          ifExists: false,
          key: 'kms:ResourceAliases',
          values: [alias],
        },
      ],
    },
  });
  const elsewhere = `arn:aws:kms:eu-west-2:${TOOLING}:key/*`;
  const plain = parseSnapshot(
    JSON.stringify(
      snapshot({
        prod: {
          users: [user(PROD, 'paul', [allow('kms:Decrypt', key, via('a', 'b')), allow('kms:Decrypt', elsewhere)])],
        },
      }),
    ),
    'snapshot.json',
  );
  const worldOf = (...aliases: string[]): World => ({
    ...plain,
    exceptions: aliases.map((one) => sanctioned(one, one)),
  });
  const clausesOf = (world: World) => {
    const { blocked, atoms } = certify(explore(world), prove(world));
    return blocked.filter((one) => atoms[one.atom].includes('kms:Decrypt')).map((one) => one.clause);
  };

  test('is taken apart value by value, and what another account owns is for its own policies', () => {
    expect(clausesOf(worldOf('a', 'b'))).toEqual([{ kind: 'exception', ids: ['a', 'b'] }]);
  });

  test('is left to the search where one value is sanctioned by none', () => {
    expect(clausesOf(worldOf('a'))).toEqual([{ kind: 'decided' }]);
  });
});
