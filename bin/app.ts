/** The CDK app: platform.yaml in, every stack of the guarded environments out. Runs inside `npx cdk synth`. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { App } from 'aws-cdk-lib';
import { FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT } from 'aws-cdk-lib/cx-api';
import { KeptValidation } from '../constructs/checks/kept-validation';
import { GuardedChecks } from '../constructs/checks';
import { GuardedPlatform } from '../constructs/platform';
import { ProofPlugin } from '../constructs/proof';
import { onlyApplication, readPlatform } from '../lib/config';
import type { PlatformFile } from '../lib/config';
import { showProgress, working } from '../lib/progress';
import { explain } from './app/explain';
import { failures } from './app/failures';
import { handTemplates } from './app/hand-templates';
import { largeTemplates } from './app/large-templates';
import { keepAnswers } from './app/keep-answers';
import { withObjectives } from './app/objectives';
import { report } from './app/report';
import { platformProps } from './app/platform-props';
import { withRollbackAlarms } from './app/rollback-alarms';
import { roomWarning } from './app/room';
import { addWorkloads } from './app/workloads';
import { EXIT } from './failure';

/** The platform's description: by context (`-c platform=FILE`), by environment variable, else beside cdk.json. */
function platformFile(app: App): string {
  return String(app.node.tryGetContext('platform') ?? process.env.GUARDED_PLATFORM ?? 'platform.yaml');
}

/** The whole platform, or one application of it (`-c application=NAME`) with the organization around. */
function platformOf(app: App): PlatformFile {
  const whole = readPlatform(platformFile(app));
  const name: unknown = app.node.tryGetContext('application');
  return name === undefined ? whole : onlyApplication(whole, String(name));
}

/** What a synthesis says that it does, with two rule packs. */
const STAGES = 8;

async function main(): Promise<void> {
  // By itself the app would synthesize once more when the process ends, after a failure too.
  const app = new App({ autoSynth: false });
  const file = platformOf(app);
  const warning = roomWarning(file.config.applications.length, getHeapStatistics().heap_size_limit / 2 ** 20);
  if (warning !== undefined) process.stderr.write(`${warning}\n`);
  const props = { ...platformProps(file), incomplete: file.incomplete };
  GuardedChecks.addTo(app, file.config.checks);
  // What an earlier synthesis found in the same folder says nothing about this one.
  rmSync(join(app.outdir, 'validation-report.json'), { force: true });
  // This app tells its findings itself, after the summary.
  app.node.setContext(FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT, false);
  ProofPlugin.addTo(app);
  KeptValidation.addTo(app);
  keepAnswers(app);
  const done = showProgress({ stream: process.stderr, stages: STAGES, quiet: process.env.GUARDED_QUIET !== undefined });
  process.once('exit', done);
  working('making the stacks of the workloads');
  await addWorkloads(app, file, props);
  working('making the stacks of the platform');
  new GuardedPlatform(app, 'platform', withObjectives(app, file, withRollbackAlarms(app, file, props)));
  working('writing the templates');
  const { directory } = app.synth();
  done();
  // Standard error alone: the CDK command line reads the assembly, people read this.
  process.stderr.write(`\n${report(file.config, directory)}\n\n`);
  const found = [...failures(directory), ...largeTemplates(directory), ...handTemplates(directory)];
  if (found.length === 0) return;
  process.stderr.write(`${found.join('\n\n')}\n\n`);
  process.exitCode = EXIT.stop;
}

main().catch((error: unknown) => {
  const { text, exitCode } = explain(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = exitCode;
});
