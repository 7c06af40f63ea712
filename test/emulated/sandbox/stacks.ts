/* eslint-disable @typescript-eslint/no-explicit-any -- templates come as any JSON */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App } from 'aws-cdk-lib';
import { SandboxCodeStack, SandboxStack } from '../../../constructs/platform/sandbox-stack';
import type { SandboxPolicyInput } from '../../../lib/sandbox';
import { ROOT, type SandboxPlace } from './place';

/** Where the functions find what the emulator lacks. */
export interface StandIns {
  /** CodeBuild and Cost Explorer. */
  readonly url: string;
}

/** Parts of the policy that platform.yaml does not say: how often is looked, how long before the end is warned. */
export type Pace = Pick<SandboxPolicyInput, 'warnMinutes' | 'pollSeconds' | 'deletion'>;

/** Synthesizes the two stacks of self-service, by platform.yaml, with stand-ins for what the emulator lacks. */
export function synthesizeSandbox(outdir: string, place: SandboxPlace, standIns: StandIns, pace: Pace): void {
  const app = new App({ outdir, analyticsReporting: false });
  const code = new SandboxCodeStack(app, 'sandbox-code', place);
  new SandboxStack(app, 'sandbox', place).addStackDependency(code);
  app.synth();
  setPace(outdir, pace);
  for (const file of readdirSync(outdir).filter((name) => name.endsWith('.template.json')))
    pointAtStandIns(join(outdir, file), standIns);
}

function pointAtStandIns(file: string, { url }: StandIns): void {
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, any> };
  const endpoints = { AWS_ENDPOINT_URL_CODEBUILD: url, AWS_ENDPOINT_URL_COST_EXPLORER: url };
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type === 'AWS::Lambda::Function')
      Object.assign((Properties.Environment ??= { Variables: {} }).Variables, endpoints);
    // A quarter of an hour is longer than anybody watches.
    if (Type === 'AWS::Events::Rule' && Properties.ScheduleExpression) Properties.ScheduleExpression = 'rate(1 minute)';
  }
  writeFileSync(file, JSON.stringify(template));
}

/** The policy lies beside the code of each function. */
function setPace(outdir: string, pace: Pace): void {
  for (const asset of readdirSync(outdir)) {
    const file = join(outdir, asset, 'policy.json');
    if (!existsSync(file)) continue;
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...pace }));
  }
}

/** Deploys an assembly with the CDK command line, as an administrator of the account would. */
export async function deployAssembly(
  outdir: string,
  emulator: string,
  { account, region }: SandboxPlace,
): Promise<void> {
  const env = { ...process.env, ...environmentAt(emulator, account, region) };
  const cdk = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const args = ['deploy', '--all', '--app', outdir, '--require-approval', 'never', '--ci', '--progress', 'events'];
  const more = ['--notices=false', '--output', join(outdir, 'cli')];
  try {
    await promisify(execFile)(process.execPath, [cdk, ...args, ...more], { env, cwd: outdir });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`The stacks of self-service did not deploy:\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** Variables by which a program talks to the emulator as an account. */
export function environmentAt(emulator: string, account: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: emulator,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}
