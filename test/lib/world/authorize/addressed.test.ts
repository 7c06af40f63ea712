import fc from 'fast-check';
import { parsePolicy, solve, statementsOf } from '../../../../lib/iam';
import type { Caller, KeyFact } from '../../../../lib/iam/query';
import { Addressees, meansSomebodyOf } from '../../../../lib/world/authorize/addressed';

const [HERE, THERE] = ['111111111111', '222222222222'] as const;
const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;

type Json = Readonly<Record<string, unknown>>;

/** The allows of a policy of a resource. */
function allows(...statements: readonly Json[]) {
  const Statement = statements.map((one) => ({ Effect: 'Allow', Action: 'sqs:*', Resource: '*', ...one }));
  return statementsOf(parsePolicy({ Version: '2012-10-17', Statement }, 'resource', 'p').policy, 'p').allows;
}

const caller = (account: string, name: string): Caller => ({ kind: 'role', id: role(account, name) });

/** Whether a policy is among those that may address a caller. */
const found = (statement: Json, one: Caller): boolean =>
  new Addressees([allows(statement)], (each) => each).of(one).length > 0;

const named = (...values: string[]): Json => ({ Principal: { AWS: values } });
const held = (operator: string, ...values: string[]): Json => ({
  Principal: '*',
  Condition: { [operator]: { 'aws:PrincipalArn': values } },
});

test.each<[Json, boolean]>([
  [named(role(HERE, 'a')), true],
  [named(role(HERE, 'b')), false],
  [named(role(THERE, 'a')), false],
  [named(role(HERE, 'b'), role(HERE, '*')), true],
  [named(role(THERE, '*')), false],
  [named(HERE), true],
  [named(THERE), false],
  [named(`arn:aws:iam::${THERE}:root`), false],
  [named('*'), true],
  [{ Principal: { Service: 'sns.amazonaws.com' } }, false],
  [{ NotPrincipal: { AWS: role(HERE, 'a') } }, true],
  [held('ArnEquals', role(HERE, 'a')), true],
  [held('ArnEquals', role(HERE, 'b')), false],
  [held('ArnEquals', role(HERE, 'b'), role(HERE, '*')), true],
  [{ ...held('ArnEquals', role(HERE, 'b')), ...named(`arn:aws:iam::${HERE}:root`) }, false],
  [{ ...held('ArnEquals', role(HERE, 'a')), ...named(`arn:aws:iam::${HERE}:root`) }, true],
  [held('ArnLike', role(THERE, '*')), false],
  [held('ArnLike', role(THERE, '*'), role(HERE, '*')), true],
  [held('ArnLike', role(THERE, '*'), 'arn:aws:iam::*:role/a'), true],
  [held('ArnLikeIfExists', role(THERE, '*')), false],
  [held('ArnNotLike', role(THERE, '*')), true],
  [held('StringEqualsIgnoreCase', role(THERE, 'a')), true],
  [held('ForAnyValue:ArnLike', role(THERE, '*')), true],
  [held('ArnLike', 'arn:aws:iam::${aws:PrincipalAccount}:role/*'), true],
  [{ ...held('ArnLike', role(THERE, '*')), Resource: [{ Opaque: 'somewhere' }] }, true],
])('%j may address role a of this account: %s', (statement, expected) => {
  expect(found(statement, caller(HERE, 'a'))).toBe(expected);
});

test('a role that was made anew is known to conditions by its name', () => {
  const anew: Caller = { kind: 'role', id: `${role(HERE, 'a')}/made-anew` };
  const index = new Addressees([allows(held('ArnEquals', role(HERE, 'a')))], (each) => each);
  expect(index.of(anew, role(HERE, 'a'))).toHaveLength(1);
});

test('several keep their order', () => {
  const all = [named(role(HERE, 'a')), named('*'), named(role(HERE, 'b')), named(HERE)];
  const index = new Addressees([0, 1, 2, 3], (at) => allows(all[at]!));
  expect(index.of(caller(HERE, 'a'))).toEqual([0, 1, 3]);
});

const principals = fc.constantFrom<Json>(
  ...[role(HERE, 'a'), role(THERE, 'a'), role(HERE, '*'), role(THERE, '*'), HERE, THERE, '*'].map((one) => named(one)),
  { Principal: { Service: 'sns.amazonaws.com' } },
  { NotPrincipal: { AWS: role(THERE, 'a') } },
);
const operators = fc.constantFrom(
  ...['ArnLike', 'ArnNotLike', 'StringEquals', 'StringLike', 'StringNotEquals', 'StringLikeIfExists', 'ArnEquals'],
);
const names = fc.constantFrom(role(HERE, 'a'), role(THERE, '*'), role(HERE, '*'), role('*', '*'), 'arn:*', '*');
const conditions = fc
  .tuple(operators, fc.array(names, { minLength: 1, maxLength: 2 }))
  .map(([operator, values]): Json => ({ Condition: { [operator]: { 'aws:PrincipalArn': values } } }));
const statements = fc
  .tuple(principals, fc.option(conditions, { nil: {} }))
  .map(([one, other]) => ({ ...one, ...other }));

function mayCall(layer: ReturnType<typeof allows>, callers: readonly Caller[], principalArn: KeyFact): boolean {
  const context = { 'aws:PrincipalArn': principalArn };
  return solve({ actions: ['sqs:SendMessage'], callers, context, layers: [layer], denies: [] }).verdict === 'sat';
}

test('nobody who is left out may call', () => {
  fc.assert(
    fc.property(statements, fc.constantFrom(HERE, THERE), fc.constantFrom('a', 'b'), (statement, account, name) => {
      const one = caller(account, name);
      if (found(statement, one)) return;
      expect(mayCall(allows(statement), [one], { kind: 'values', values: [one.id] })).toBe(false);
    }),
  );
});

test('nobody of an account that is left out may call', () => {
  fc.assert(
    fc.property(statements, fc.constantFrom(HERE, THERE), (statement, account) => {
      const layer = allows(statement);
      if (meansSomebodyOf(layer, account)) return;
      const of = `arn:aws:iam::${account}:`;
      const callers: Caller[] = [
        { kind: 'role', id: `${of}role/*` },
        { kind: 'root', id: `${of}root` },
      ];
      expect(mayCall(layer, callers, { kind: 'pattern', patterns: [`${of}*`] })).toBe(false);
    }),
  );
});
