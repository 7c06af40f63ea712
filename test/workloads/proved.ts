import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { withObjectives } from '../../bin/app/objectives';
import { platformProps } from '../../bin/app/platform-props';
import { withRollbackAlarms } from '../../bin/app/rollback-alarms';
import { EnvironmentStage } from '../../constructs/environment';
import { GuardedPlatform } from '../../constructs/platform';
import { addWorkload } from '../../examples/orders';
import { readPlatform } from '../../lib/config';
import { proveChecked, readAssembly } from '../../lib/prover';
import type { Workloads } from './workload';

const ROOT = join(__dirname, '../..');

/** The context that apps of this package are synthesized with. */
export function context(): Record<string, unknown> {
  return (JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> }).context;
}

/** Each workload is a construct in the stack of the example's workload in one account of prod. */
function synthesize(workloads: Workloads): string {
  process.env.CDK_VALIDATION = 'false';
  // One stack for all, so that one platform has one set of alarms to watch.
  const roomy = { ...context(), '@aws-cdk/core:stackResourceLimit': 2000 };
  const app = new App({ context: roomy, outdir: mkdtempSync(join(tmpdir(), 'workloads-')), autoSynth: false });
  const file = readPlatform(join(ROOT, 'platform.yaml'));
  const props = platformProps(file);
  const environment = props.applications[0]!.environments.find((one) => one.name === 'one-box')!;
  const id = GuardedPlatform.stageName(environment, 'eu-west-2');
  const stage = new EnvironmentStage(app, id, { environment, region: 'eu-west-2' });
  addWorkload(stage, environment);
  const stack = stage.node.findAll().find((one): one is Stack => Stack.isStack(one))!;
  for (const [name, add] of Object.entries(workloads)) add(new Construct(stack, name));
  new GuardedPlatform(app, 'platform', withObjectives(app, file, withRollbackAlarms(app, file, props)));
  return app.synth().directory;
}

/** What stands beside the workloads in their stage, under this name: singletons of a stack. */
export const BESIDE = 'beside the workloads';

const placeOf = (where: string): string => (where.includes('orders-one-box-eu-west-2') ? BESIDE : 'elsewhere');

/** What the proof tells of each workload: one proof for all of them, in the shipped platform. */
export function toldOf(workloads: Workloads): ReadonlyMap<string, readonly string[]> {
  const names = Object.keys(workloads);
  const { result } = proveChecked(readAssembly(synthesize(workloads)));
  const told = new Map<string, string[]>();
  const tell = (where: string, what: string): void => {
    const name = names.find((one) => where.includes(`/${one}/`)) ?? nearest(names, where) ?? placeOf(where);
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

/** Singletons of a stack have the path of what made them in their ids, without its signs. */
function nearest(names: readonly string[], where: string): string | undefined {
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '');
  return names.find((one) => plain(where).includes(plain(one)));
}
