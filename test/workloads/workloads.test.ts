import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ALL } from './all';
import { BESIDE, context, toldOf } from './proved';
import { PROVIDED } from './provided';

const names = Object.keys(ALL);
const familyOf = (name: string): string => name.split('-')[0]!;

/** The first of each family; `npm run test:platforms` proves them all. */
const some = names.filter((name, at) => names.findIndex((other) => familyOf(other) === familyOf(name)) === at);
const told = toldOf(Object.fromEntries(some.map((name) => [name, ALL[name]!])));

test.each([...some, BESIDE])('%s is proved', (name) => {
  expect(told.get(name) ?? []).toEqual([]);
});

test.each(Object.entries(PROVIDED))('%s brings a custom resource', (_, add) => {
  const stack = new Stack(new App({ context: context() }), 'Stack');
  add(stack);
  const types = Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string }>);
  expect(types.filter(({ Type }) => /^Custom::|::CustomResource$/.test(Type))).not.toEqual([]);
});

test('there are at least 80 of them, in ten families', () => {
  expect(names.length).toBeGreaterThanOrEqual(80);
  expect(some.map(familyOf).length).toBeGreaterThanOrEqual(10);
});
