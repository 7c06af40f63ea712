import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CORPUS } from './corpus';
import { BESIDE, context, toldOf } from './proved';
import { PODS } from './pods';
import { PROVIDED } from './provided';
import { RUNNING } from './running';
import { TEAM } from './team';
import type { Workloads } from './workload';

const named = (family: string, workloads: Workloads): Workloads =>
  Object.fromEntries(Object.entries(workloads).map(([name, add]) => [`${family}-${name}`, add]));

const ALL = {
  ...CORPUS,
  ...named('team', TEAM),
  ...named('running', RUNNING),
  ...named('provided', PROVIDED),
  ...named('pods', PODS),
};
const names = Object.keys(ALL);
const told = toldOf(ALL);

test.each([...names, BESIDE])('%s is proved', (name) => {
  expect(told.get(name) ?? []).toEqual([]);
});

test.each(Object.entries(PROVIDED))('%s brings a custom resource', (_, add) => {
  const stack = new Stack(new App({ context: context() }), 'Stack');
  add(stack);
  const types = Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string }>);
  expect(types.filter(({ Type }) => /^Custom::|::CustomResource$/.test(Type))).not.toEqual([]);
});

test('there are at least 80 of them', () => {
  expect(names.length).toBeGreaterThanOrEqual(80);
});
