import fc from 'fast-check';
import { Closure } from '../../../lib/prover/closure/closure';
import { findAt } from '../../../lib/prover/theorems/search';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import { DEV, MGMT, PROD, TOOLING, allow, answerTo, snapshot, user, userArn } from './_org';

const WRITE = 'ssm:StartAutomationExecution';
const document = (account: string, name: string): string =>
  `arn:aws:ssm:eu-west-2:${account}:automation-definition/${name}`;
/** Accounts that the organization does not list. */
const elsewhere = (count: number): string[] => Array.from({ length: count }, (_, at) => String(600_000_000_000 + at));

/** Somebody of prod may start documents. */
function starting(...statements: readonly string[][]) {
  const ops = user(
    PROD,
    'ops',
    statements.map((on) => allow(WRITE, on)),
  );
  return answerTo(snapshot({ prod: { users: [ops] } }));
}

test('names under an ARN of another account have no end, and are all its own', () => {
  expect(starting([document(DEV, 'redrive:*')])).toMatchObject({ verdict: 'proved', unknowns: [] });
});

test('accounts are left out all together, whether one statement names them or many', () => {
  const many = elsewhere(110).map((account) => document(account, '*'));
  expect(starting(many)).toMatchObject({ verdict: 'proved', unknowns: [] });
  expect(starting(...many.slice(0, 70).map((one) => [one]))).toMatchObject({ verdict: 'proved', unknowns: [] });
});

test('one of the own account among them is found', () => {
  const many = elsewhere(110).map((account) => document(account, 'redrive:*'));
  const { verdict, counterexamples } = starting([...many, document(PROD, 'redrive:*')]);
  expect(verdict).toBe('refuted');
  expect(counterexamples[0]?.request.resource).toContain(`:${PROD}:`);
});

test('what is not settled after the last round is told, never taken for nothing', () => {
  const arn = 'arn:aws:s3:::dev-store';
  const resources = [{ arn, type: 'AWS::S3::Bucket', policy: null }];
  const users = [user(PROD, 'ops', [allow('s3:PutObject', `${arn}/*`)])];
  const world = parseSnapshot(JSON.stringify(snapshot({ prod: { users }, dev: { resources } })), 'snapshot.json');
  const closure = new Closure(world, []);
  const node = closure.nodes.get(userArn(PROD, 'ops'))!;
  const sought = { actions: ['s3:PutObject'] };
  const look = (rounds: number) => findAt(closure, node, { ...sought, rounds }, (account) => account === PROD);
  expect(look(2)).toBeUndefined();
  expect(closure.unknowns).toEqual([]);
  expect(look(1)).toBeUndefined();
  expect(closure.unknowns[0]?.why).toContain('too many resources of other accounts match');
});

/** Who may own what a pattern's fifth part says: an ARN with any account may be of the own one. */
const mayBeOwn = (account: string): boolean => ['*', PROD].includes(account);

const part = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(DEV, MGMT, TOOLING, ...elsewhere(3)) },
  { weight: 1, arbitrary: fc.constantFrom('*', PROD) },
);
const pattern = fc.tuple(part, fc.constantFrom('a:1', 'a:*', 'a*', '*', '*:b'));

test('a write is found exactly where a statement reaches the own account', () => {
  fc.assert(
    fc.property(fc.array(fc.array(pattern, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }), (all) => {
      const { verdict } = starting(...all.map((some) => some.map(([account, name]) => document(account, name))));
      expect(verdict).toBe(all.flat().some(([account]) => mayBeOwn(account)) ? 'refuted' : 'proved');
    }),
    { numRuns: 40 },
  );
});
