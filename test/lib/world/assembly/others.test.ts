import { onIt } from '../../../../lib/world/assembly/others';
import { withoutOthers } from '../../../../lib/world/authorize/others';
import { Organization } from '../../../../lib/world/authorize/organization';
import type { PolicySource, Principal, World } from '../../../../lib/world/model';

const [cleaner, other, stranger] = ['Cleaner', 'Other', 'Unknown'].map(
  (name) => `arn:aws:iam::1:role/stack*-${name}*-*`,
);
const known = new Set([cleaner, other]);

const policy = (effect: string, negated: boolean, ...names: string[]): PolicySource =>
  ({
    policy: {
      statements: [
        { effect, conditions: [], principals: { negated, entries: names.map((value) => ({ type: 'AWS', value })) } },
      ],
    },
  }) as unknown as PolicySource;

const left = (source: PolicySource, arn: string): string[] =>
  withoutOthers(source, { arn } as Principal, known).policy.statements.flatMap(
    ({ principals }) => principals?.entries.map(({ value }) => value) ?? [],
  );

test('a generated name means the role that bears it, and no other whose name could be spelled alike', () => {
  expect(left(policy('Allow', false, cleaner), other)).toEqual([]);
  expect(left(policy('Allow', false, cleaner), cleaner)).toEqual([cleaner]);
});

test.each([
  ['a name that nobody described', policy('Allow', false, stranger), stranger],
  ['a denial', policy('Deny', false, cleaner), cleaner],
  ['the negated form', policy('Allow', true, cleaner), cleaner],
  ['everybody', policy('Allow', false, '*'), '*'],
])('%s stays', (_, source, name) => {
  expect(left(source, other)).toEqual([name]);
});

const identity = (effect: string, negated: boolean, ...patterns: string[]): PolicySource =>
  ({ policy: { statements: [{ effect, resources: { negated, patterns } }] } }) as unknown as PolicySource;

const named = (source: PolicySource, arn: string): string[] =>
  onIt([source], arn, known).flatMap(({ policy }) =>
    policy.statements.flatMap(({ resources }) => [...(resources?.patterns ?? [])]),
  );

test("what is allowed on another's generated name, or on versions of it, is not allowed on this one", () => {
  expect(named(identity('Allow', false, cleaner, `${cleaner}:*`), other)).toEqual([]);
  expect(named(identity('Allow', false, cleaner, '*'), other)).toEqual(['*']);
  expect(named(identity('Allow', false, cleaner, `${cleaner}:*`), cleaner)).toEqual([cleaner, `${cleaner}:*`]);
});

test.each([
  ['a name that nobody described', identity('Allow', false, stranger), stranger],
  ['a denial', identity('Deny', false, cleaner), cleaner],
  ['the negated form', identity('Allow', true, cleaner), cleaner],
  ['everything', identity('Allow', false, '*'), '*'],
])('%s of an identity policy stays', (_, source, name) => {
  expect(named(source, other)).toEqual([name]);
});

test('a resource policy that names one of two roles speaks to that one alone, whoever asks', () => {
  const principals = [cleaner, other].map((arn) => ({ arn, account: '1', identityPolicies: [] }));
  const account = { id: '1', principals, resources: [] };
  const organization = new Organization({ accounts: [account], policies: [] } as unknown as World);
  const named = policy('Allow', false, cleaner);
  const entries = principals.map((one) => {
    const { allows } = organization.statementsFor(named, one as unknown as Principal);
    return allows.flatMap(({ statement }) => statement.principals?.entries ?? []).length;
  });
  expect(entries).toEqual([1, 0]);
});
