import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { withObjectives } from '../../bin/app/objectives';
import { platformProps } from '../../bin/app/platform-props';
import { withRollbackAlarms } from '../../bin/app/rollback-alarms';
import { EnvironmentStage } from '../../constructs/environment';
import type { Environment } from '../../constructs/environment';
import { GuardedPlatform } from '../../constructs/platform';
import { readPlatform } from '../../lib/config';
import { proveChecked, readAssembly } from '../../lib/prover';
import { addWorkload } from '../../examples/orders';
import { CONTAINERS } from './containers';
import { DATA } from './data';
import { EDGE } from './edge';
import { FUNCTIONS } from './functions';
import { MESSAGES } from './messages';
import { RUNNING } from './running';
import { STORES } from './stores';
import { TEAM } from './team';
import type { Workloads } from './workload';

const FAMILIES: Readonly<Record<string, Workloads>> = {
  functions: FUNCTIONS,
  messages: MESSAGES,
  stores: STORES,
  containers: CONTAINERS,
  edge: EDGE,
  data: DATA,
  team: TEAM,
  running: RUNNING,
};
const names = Object.entries(FAMILIES).flatMap(([family, workloads]) =>
  Object.keys(workloads).map((name) => `${family}-${name}`),
);

/** The stage that all of them stand in. */
const STAGE = 'orders-one-box-eu-west-2';

/** Each family is a construct in the stack of the example’s workload in one account of prod, each workload one within. */
function synthesize(): string {
  process.env.CDK_VALIDATION = 'false';
  const root = join(__dirname, '../..');
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  // One stack for all, so that one platform has one set of alarms to watch.
  const roomy = { ...context, '@aws-cdk/core:stackResourceLimit': 2000 };
  const app = new App({ context: roomy, outdir: mkdtempSync(join(tmpdir(), 'workloads-')), autoSynth: false });
  const file = readPlatform(join(root, 'platform.yaml'));
  const props = platformProps(file);
  const environment: Environment = props.applications[0]!.environments.find((one) => one.name === 'one-box')!;
  const id = GuardedPlatform.stageName(environment, 'eu-west-2');
  const stage = new EnvironmentStage(app, id, { environment, region: 'eu-west-2' });
  addWorkload(stage, environment);
  const stack = stage.node.findAll().find((one): one is Stack => Stack.isStack(one))!;
  for (const [family, workloads] of Object.entries(FAMILIES))
    for (const [name, add] of Object.entries(workloads)) add(new Construct(stack, `${family}-${name}`));
  new GuardedPlatform(app, 'platform', withObjectives(app, file, withRollbackAlarms(app, file, props)));
  return app.synth().directory;
}

/** What is told of each workload: one proof for all of them. */
function alarms(): Map<string, string[]> {
  const { result } = proveChecked(readAssembly(synthesize()));
  const told = new Map<string, string[]>();
  const tell = (where: string, what: string) => {
    const name = names.find((one) => where.includes(`/${one}/`)) ?? (where.includes(STAGE) ? 'shared' : 'elsewhere');
    told.set(name, [...new Set([...(told.get(name) ?? []), what])]);
  };
  for (const theorem of result.theorems) {
    for (const { why, where } of theorem.unknowns) tell(where, `${theorem.id}: ${why}`);
    for (const { request, where, human } of theorem.counterexamples)
      tell(
        `${where.join(' ')} ${request.resource}`,
        `${theorem.id}: ${human} ${request.action} ${request.resource} ${where.join(' ')}`,
      );
  }
  return told;
}

const told = alarms();

test.each(names)('%s is proved', (name) => {
  expect(told.get(name) ?? []).toEqual([]);
});

/** CDK's provider of calls may change policies of log groups for one of them; whatever shares it is unknown for that. */
test('nothing is told of what they share but a provider that changes policies of log groups', () => {
  const shared = told.get('shared') ?? [];
  expect(shared.filter((line) => !/role\/guarded\/workload\/\S*AWS679f53fac\S* may logs:/.test(line))).toEqual([]);
});

test('there are at least 80 of them', () => {
  expect(names.length).toBeGreaterThanOrEqual(80);
});
