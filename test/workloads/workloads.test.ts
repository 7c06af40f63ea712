import { CORPUS } from './corpus';
import { BESIDE, toldOf } from './proved';
import { RUNNING } from './running';
import { TEAM } from './team';
import type { Workloads } from './workload';

const named = (family: string, workloads: Workloads): Workloads =>
  Object.fromEntries(Object.entries(workloads).map(([name, add]) => [`${family}-${name}`, add]));

const ALL = { ...CORPUS, ...named('team', TEAM), ...named('running', RUNNING) };
const names = Object.keys(ALL);
const told = toldOf(ALL);

/** CDK's provider of calls may change policies of log groups for one of them; whatever shares it is unknown for that. */
const PROVIDER = /role\/guarded\/workload\/\S*AWS679f53fac\S* may logs:/;
const UNKNOWN: readonly string[] = ['messages-rule-to-a-log-group'];

test.each(names.filter((name) => !UNKNOWN.includes(name)))('%s is proved', (name) => {
  expect(told.get(name) ?? []).toEqual([]);
});

test.each([...UNKNOWN, BESIDE])('of %s nothing is told but a provider that changes policies of log groups', (name) => {
  expect((told.get(name) ?? []).filter((line) => !PROVIDER.test(line))).toEqual([]);
});

test('there are at least 80 of them', () => {
  expect(names.length).toBeGreaterThanOrEqual(80);
});
