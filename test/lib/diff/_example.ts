import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from 'aws-cdk-lib';
import { App } from 'aws-cdk-lib';
import { withObjectives } from '../../../bin/app/objectives';
import { platformProps } from '../../../bin/app/platform-props';
import { withRollbackAlarms } from '../../../bin/app/rollback-alarms';
import { EnvironmentStage } from '../../../constructs/environment';
import type { Environment } from '../../../constructs/environment';
import { GuardedPlatform } from '../../../constructs/platform';
import { readPlatform } from '../../../lib/config';

interface Workload {
  addWorkload(stage: Stage, environment: Environment): void;
}

const root = join(__dirname, '../../..');

/** Synthesizes the shipped platform.yaml with its workload in one prod account, without the rule packs; names the assembly's folder. */
export function synthesizeExample(): string {
  process.env.CDK_VALIDATION = 'false';
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  const app = new App({ context, outdir: mkdtempSync(join(tmpdir(), 'diff-example-')), autoSynth: false });
  const file = readPlatform(join(root, 'platform.yaml'));
  const props = platformProps(file);
  const { addWorkload } = jest.requireActual<Workload>('../../../examples/orders');
  const environment = props.applications[0]!.environments.find((one) => one.name === 'one-box')!;
  const id = GuardedPlatform.stageName(environment, 'eu-west-2');
  addWorkload(new EnvironmentStage(app, id, { environment, region: 'eu-west-2' }), environment);
  new GuardedPlatform(app, 'platform', withObjectives(app, file, withRollbackAlarms(app, file, props)));
  return app.synth().directory;
}
