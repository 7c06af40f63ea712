import { spawnSync } from 'node:child_process';
import type { Command } from 'commander';
import { SurroundingsError } from '../../lib/errors';

interface SynthOptions {
  readonly application?: string;
  readonly platform?: string;
  readonly out?: string;
}

/** What the CDK command line is asked for; one application goes to a folder of its own, since nothing of it is deployed. */
function cdkArguments({ application, platform, out }: SynthOptions): string[] {
  const context = [
    ...(application === undefined ? [] : ['--context', `application=${application}`]),
    ...(platform === undefined ? [] : ['--context', `platform=${platform}`]),
  ];
  const folder = out ?? (application === undefined ? undefined : `cdk.out-${application}`);
  return ['cdk', 'synth', '--quiet', ...context, ...(folder === undefined ? [] : ['--output', folder])];
}

function synth(options: SynthOptions): void {
  const { status, error } = spawnSync('npx', cdkArguments(options), { stdio: 'inherit' });
  if (error) throw new SurroundingsError(`npx cdk cannot be started: ${error.message}`);
  process.exitCode = status ?? 1;
}

/** `guarded synth`: what `npx cdk synth` makes, or one application of it with the organization around. */
export function register(program: Command): void {
  program
    .command('synth')
    .description('Synthesize the platform, or one application of it with the organization around, for a look.')
    .option('--application <name>', 'one application alone; CloudFormation refuses to deploy what comes out')
    .option('--platform <file>', 'the description of the platform')
    .option('--out <directory>', 'where the assembly goes; with --application cdk.out-NAME, else cdk.out')
    .action(synth);
}
