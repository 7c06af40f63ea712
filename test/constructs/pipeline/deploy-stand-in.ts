import { spawnSync } from 'node:child_process';
import type * as FileSystem from 'node:fs';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { digestOf } from '../../../constructs/pipeline/script/digest';
import { folder } from './fixture';

const ROOT = join(__dirname, '..', '..', '..');
export const ACCOUNT = '333333333333';
export const ALARM = `arn:aws:cloudwatch:eu-west-2:${ACCOUNT}:alarm:orders-rollback-errors`;

/** The script as the project would run it. */
const script = join(folder(), 'deploy.cjs');
buildSync({
  entryPoints: [join(ROOT, 'constructs/pipeline/script/deploy.ts')],
  outfile: script,
  bundle: true,
  platform: 'node',
  format: 'cjs',
});

/** An assembly with one stage of one stack. */
export function assembly(environment = `aws://${ACCOUNT}/eu-west-2`): string {
  const root = folder();
  const stage = join(root, 'assembly-prod');
  mkdirSync(stage);
  const nested = { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-prod' } };
  writeFileSync(join(root, 'manifest.json'), JSON.stringify({ artifacts: { Prod: nested } }));
  const artifacts = {
    Orders: {
      type: 'aws:cloudformation:stack',
      environment,
      displayName: 'prod/Orders',
      properties: { stackName: 'orders', templateFile: 'orders.template.json' },
    },
  };
  writeFileSync(join(stage, 'manifest.json'), JSON.stringify({ artifacts }));
  const alarms = [{ name: 'orders-rollback-errors', logicalId: 'Errors' }];
  const metadata = { 'GuardedEnvironments::RollbackAlarms': { version: 1, bakeMinutes: 5, alarms } };
  writeFileSync(join(stage, 'orders.template.json'), JSON.stringify({ Metadata: metadata }));
  return root;
}

/** Makes two stacks of the one in an assembly. */
export function manyStacks(root: string): string {
  const file = join(root, 'assembly-prod', 'manifest.json');
  const { artifacts } = JSON.parse(readFileSync(file, 'utf8')) as { artifacts: Record<string, object> };
  const other = { ...artifacts.Orders, displayName: 'prod/Parcels' };
  writeFileSync(file, JSON.stringify({ artifacts: { ...artifacts, Parcels: other } }));
  return root;
}

/** Puts a support stack beside the one in an assembly, which uses it. */
export function withSupport(root: string): string {
  const file = join(root, 'assembly-prod', 'manifest.json');
  const { artifacts } = JSON.parse(readFileSync(file, 'utf8')) as { artifacts: Record<string, object> };
  const Certificate = {
    type: 'aws:cloudformation:stack',
    environment: `aws://${ACCOUNT}/us-east-1`,
    displayName: 'prod/Certificate',
    properties: { stackName: 'certificate', templateFile: 'certificate.template.json' },
  };
  writeFileSync(file, JSON.stringify({ artifacts: { ...artifacts, Certificate } }));
  writeFileSync(join(root, 'assembly-prod', 'certificate.template.json'), '{}');
  return root;
}

/** What the script asks before it deploys to prod. */
export const QUESTION = { application: 'orders', pipeline: 'orders', execution: 'exec-1', stage: 'Prod-one-box' };

/** What the world answers, and what the action tells. */
interface World {
  readonly deployed?: boolean;
  readonly alarms?: readonly string[];
  /** Those of them that fire. */
  readonly firing?: readonly string[];
  /** Stacks that an earlier deployment left in a bad state, by name. */
  readonly left?: Readonly<Record<string, string>>;
  /** Digest of the image that the repository holds already, and what it calls one that is put there. */
  readonly there?: string;
  readonly pushed?: string;
  /** Operations of the AWS command line that fail. */
  readonly failing?: readonly string[];
  readonly digest?: string;
  readonly assembly?: string;
  /** Other environment variables than those of a prod deployment; undefined leaves one out. */
  readonly told?: Readonly<Record<string, string | undefined>>;
  /** Answers of the admission, one a call and the last for all that follow; the first `invoke` prints the second. */
  readonly admissions?: readonly { readonly answer?: unknown; readonly called?: unknown; readonly exit?: number }[];
}

function summaries({ deployed, left = {} }: World): object[] {
  const broken = Object.entries(left).map(([StackName, StackStatus]) => ({ StackName, StackStatus }));
  return [...(deployed ? [{ StackName: 'orders', StackStatus: 'UPDATE_COMPLETE' }] : []), ...broken];
}

/** Runs the script; `aws` and `cdk` are stand-ins that answer from files and write down how they were called. */
export function deploy(root: string, world: World = {}) {
  const place = folder();
  const answers = {
    'get-caller-identity': { Arn: 'arn:aws:sts::111111111111:assumed-role/orders-deploy-prod/build' },
    'assume-role': { Credentials: { AccessKeyId: 'A', SecretAccessKey: 'S', SessionToken: 'T' } },
    'list-stacks': { StackSummaries: summaries(world) },
    'batch-get-image': { images: world.there ? [{ imageId: { imageDigest: `sha256:${world.there}` } }] : [] },
    'initiate-layer-upload': { uploadId: 'upload' },
    'put-image': { image: { imageId: { imageDigest: `sha256:${world.pushed}` } } },
    'describe-alarms': {
      MetricAlarms: (world.alarms ?? []).map((AlarmArn) => ({
        AlarmArn,
        StateValue: world.firing?.includes(AlarmArn) ? 'ALARM' : 'OK',
      })),
    },
  };
  writeFileSync(join(place, 'answers.json'), JSON.stringify(answers));
  writeFileSync(join(place, 'failing.json'), JSON.stringify(world.failing ?? []));
  const log = `require('fs').appendFileSync('${place}/calls', JSON.stringify(process.argv.slice(1)) + '\\n');`;
  const digest = world.digest ?? digestOf(root);
  const passing = {
    answer: { ...QUESTION, digest, verdict: 'pass', rollback: false, excused: false, reason: 'It has prod to itself.' },
  };
  writeFileSync(join(place, 'admissions.json'), JSON.stringify(world.admissions ?? [passing]));
  writeFileSync(join(place, 'aws'), `#!/usr/bin/env node\n${log}\n(${standIn.toString()})('${place}');`);
  writeFileSync(join(place, 'cdk'), `#!/usr/bin/env node\n${log}`);
  writeFileSync(join(place, 'sleep'), `#!/bin/sh\necho "$1" >> '${place}/slept'`);
  for (const program of ['aws', 'cdk', 'sleep']) chmodSync(join(place, program), 0o755);
  const answer = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: {
      PATH: `${place}:${process.env.PATH}`,
      CODEBUILD_SRC_DIR: root,
      DIGEST: digest,
      TARGET_ACCOUNT: ACCOUNT,
      TARGET_REGION: 'eu-west-2',
      ASSEMBLY: world.assembly ?? 'assembly-prod',
      STACKS: '[]',
      MONITORING_MINUTES: '5',
      ROLLBACK_ALARMS: 'hand over',
      EXPORTS: join(place, 'exports'),
      ADMISSION: 'orders-admit',
      APPLICATION: QUESTION.application,
      PIPELINE: QUESTION.pipeline,
      EXECUTION: QUESTION.execution,
      STAGE: QUESTION.stage,
      ...world.told,
    },
  });
  const read = (name: string) => (existsSync(join(place, name)) ? readFileSync(join(place, name), 'utf8') : '');
  const calls = read('calls')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as string[]);
  const of = (program: string) => calls.filter(([called]) => called!.endsWith(`/${program}`));
  const asked = of('aws').filter(([, service]) => service === 'lambda');
  return { ...answer, exports: read('exports'), cdk: of('cdk'), asked, slept: read('slept'), calls };
}

/** The AWS command line: `lambda invoke` writes the answer into the file before `--output json` and prints the call. */
function standIn(place: string): void {
  /* eslint-disable @typescript-eslint/no-require-imports -- runs as a program of its own */
  const fs = require('node:fs') as typeof FileSystem;
  const json = (name: string) => JSON.parse(fs.readFileSync(`${place}/${name}.json`, 'utf8'));
  const operation = process.argv[3]!;
  if (json('failing').some((one: string) => process.argv.includes(one))) process.exit(255);
  if (operation === 'list-stacks') {
    const { StackSummaries: all } = json('answers')[operation] as { StackSummaries: { StackStatus: string }[] };
    const asked = all.filter(({ StackStatus }) => process.argv.includes(StackStatus));
    return console.log(JSON.stringify({ StackSummaries: asked }));
  }
  if (operation !== 'invoke') return console.log(JSON.stringify(json('answers')[operation] ?? {}));
  const [next, ...others] = json('admissions');
  if (others.length > 0) fs.writeFileSync(`${place}/admissions.json`, JSON.stringify(others));
  const { answer } = next;
  if (next.exit) process.exit(next.exit);
  if (answer !== undefined)
    fs.writeFileSync(process.argv.at(-3)!, typeof answer === 'string' ? answer : JSON.stringify(answer));
  console.log(JSON.stringify(next.called ?? { StatusCode: 200, ExecutedVersion: '$LATEST' }));
}
