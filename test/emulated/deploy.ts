/* eslint-disable @typescript-eslint/no-explicit-any -- requests and templates come as any JSON */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { ChangeControl } from '../../constructs/change';
import type { ChangeControlProps } from '../../constructs/change';

/** Where the emulator listens; scripts/test-emulated.ts says so. */
export const EMULATOR = process.env.EMULATOR_URL ?? '';

/** Account and region that change control is deployed to. */
export const TOOLING = { account: '222222222222', region: 'eu-west-2' };

/** Settings of every client that talks to the emulator. */
export const AT_EMULATOR = {
  endpoint: EMULATOR,
  region: TOOLING.region,
  credentials: { accessKeyId: TOOLING.account, secretAccessKey: 'emulated' },
};

const ASSETS = `cdk-hnb659fds-assets-${TOOLING.account}-${TOOLING.region}`;

/** A template as it is deployed. */
export type Template = { Resources: Record<string, { Type: string; Properties?: Record<string, any> }> };

/** The change-control stack of orders as the construct makes it, with two waves that bake for a minute each. */
export function synthesize(outdir: string, more: Partial<ChangeControlProps> = {}): Template {
  const app = new App({ outdir, analyticsReporting: false });
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  const stack = new Stack(app, 'OrdersChange', { env: TOOLING, synthesizer });
  const target = (region: string) => ({ account: '333333333333', region, alarms: [`orders-errors-${region}`] });
  new ChangeControl(stack, 'Change', {
    application: 'orders',
    window: {
      timeZone: 'UTC',
      open: [{ days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], opens: '00:00', closes: '24:00' }],
      calendars: ['freezes'],
    },
    waves: [
      { name: 'one-box', targets: [target('eu-west-2')] },
      { name: 'rest', targets: [target('eu-west-1')] },
    ],
    bakeMinutes: 1,
    approvers: [{ persona: 'ReleaseManager' }],
    identities: { '@example.com': '=', 'noreply@github.com': 'machine' },
    ...more,
  });
  app.synth();
  return JSON.parse(readFileSync(join(outdir, 'OrdersChange.template.json'), 'utf8')) as Template;
}

/** Sends what the emulator lacks (CodePipeline, Change Calendars) to stand-ins instead. */
export function pointFunctionsAt(template: Template, url: string): void {
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    Properties!.Environment ??= { Variables: {} };
    Object.assign(Properties!.Environment.Variables, { AWS_ENDPOINT_URL_CODEPIPELINE: url, AWS_ENDPOINT_URL_SSM: url });
  }
}

/** Source of the pipeline's events here: nobody but AWS may put events on a bus as `aws.codepipeline`. */
export const PIPELINE_EVENTS = 'stand-in.codepipeline';

/**
 * Lets the rules hear the stand-in's events, and hands them to functions as CodePipeline's. Sweeps come every minute: a
 * quarter of an hour is longer than anybody tests.
 */
export function letRulesHear(template: Template): void {
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type !== 'AWS::Events::Rule') continue;
    if (Properties!.ScheduleExpression === 'rate(15 minutes)') Properties!.ScheduleExpression = 'rate(1 minute)';
    if (Properties!.EventPattern?.source?.[0] !== 'aws.codepipeline') continue;
    Properties!.EventPattern.source = [PIPELINE_EVENTS];
    for (const target of Properties!.Targets)
      target.InputTransformer = {
        InputPathsMap: { id: '$.id', type: '$.detail-type', detail: '$.detail' },
        InputTemplate: '{"id":<id>,"source":"aws.codepipeline","detail-type":<type>,"detail":<detail>}',
      };
  }
}

/** Puts the assets of a cloud assembly where its templates look for them. */
export async function publishAssets(outdir: string, stack = 'OrdersChange'): Promise<void> {
  const s3 = new S3Client({ ...AT_EMULATOR, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: ASSETS })).catch(() => undefined);
  const manifest = JSON.parse(readFileSync(join(outdir, `${stack}.assets.json`), 'utf8')) as {
    files: Record<
      string,
      { source: { path: string; packaging: string }; destinations: Record<string, { objectKey: string }> }
    >;
  };
  for (const { source, destinations } of Object.values(manifest.files)) {
    const path = join(outdir, source.path);
    shortenBake(path);
    const body = source.packaging === 'zip' ? zip(path) : readFileSync(path);
    const { objectKey } = Object.values(destinations)[0]!;
    await s3.send(new PutObjectCommand({ Bucket: ASSETS, Key: objectKey, Body: body }));
  }
}

/** Waves that bake for three seconds: a platform file cannot say that, the handlers do not mind. */
function shortenBake(folder: string): void {
  const file = join(folder, 'policy.json');
  if (!existsSync(file)) return;
  const policy = JSON.parse(readFileSync(file, 'utf8')) as { waves: { bakeMinutes: number }[] };
  for (const wave of policy.waves) wave.bakeMinutes = 0.05;
  writeFileSync(file, JSON.stringify(policy));
}

function zip(folder: string): Buffer {
  const file = `${folder}.zip`;
  const script = 'import shutil, sys; shutil.make_archive(sys.argv[1], "zip", sys.argv[1])';
  if (!existsSync(file)) execFileSync(process.env.EMULATOR_PYTHON ?? 'python3', ['-c', script, folder]);
  return readFileSync(file);
}

/** Creates a stack and waits; throws with the events of what failed unless it comes out complete. */
export async function createStack(name: string, template: Template): Promise<void> {
  const cloudformation = new CloudFormationClient(AT_EMULATOR);
  await cloudformation.send(
    new CreateStackCommand({
      StackName: name,
      TemplateURL: await publishTemplate(name, template),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: [],
    }),
  );
  for (let turn = 0; turn < 300; turn++) {
    const status = await stackStatus(name);
    if (status === 'CREATE_COMPLETE') return;
    if (!status.endsWith('IN_PROGRESS')) throw new Error(`${name} is ${status}:\n${await failures(name)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${name} was not complete within a minute.`);
}

/** A template of more than 51,200 characters comes from a bucket. */
async function publishTemplate(name: string, template: Template): Promise<string> {
  const s3 = new S3Client({ ...AT_EMULATOR, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: ASSETS })).catch(() => undefined);
  await s3.send(new PutObjectCommand({ Bucket: ASSETS, Key: `${name}.json`, Body: JSON.stringify(template) }));
  return `${EMULATOR}/${ASSETS}/${name}.json`;
}

/** Status of a stack; `none` where there is none. */
export async function stackStatus(name: string): Promise<string> {
  const cloudformation = new CloudFormationClient(AT_EMULATOR);
  const answer = await cloudformation.send(new DescribeStacksCommand({ StackName: name })).catch(() => undefined);
  return answer?.Stacks?.[0]?.StackStatus ?? 'none';
}

async function failures(name: string): Promise<string> {
  const answer = await new CloudFormationClient(AT_EMULATOR).send(new DescribeStackEventsCommand({ StackName: name }));
  const failed = (answer.StackEvents ?? []).filter((event) => event.ResourceStatus?.includes('FAILED'));
  return failed
    .map((event) => `${event.LogicalResourceId} ${event.ResourceType}: ${event.ResourceStatusReason}`)
    .join('\n');
}
