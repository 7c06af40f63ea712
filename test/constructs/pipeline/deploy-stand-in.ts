import { spawnSync } from 'node:child_process';
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

/** Writes down how a program was called; words and calls end with the separators that ASCII has for that. */
const LOG = String.raw`{ printf '%s\037' "$0" "$@"; printf '\036'; } >> "$place/calls"
`;

/** The AWS command line: `lambda invoke` writes the answer into the file before `--output json` and prints the call. */
const STAND_IN = String.raw`
while read -r failing; do
  for word in "$@"; do [ "$word" != "$failing" ] || exit 255; done
done < "$place/failing"
case $2 in
  list-stacks)
    while read -r status stack; do
      for word in "$@"; do [ "$word" != "$status" ] || found="$found,$stack"; done
    done < "$place/stacks"
    echo "{\"StackSummaries\":[$(echo "$found" | cut -c 2-)]}" ;;
  invoke)
    read -r turn last < "$place/turn"
    [ "$turn" -ge "$last" ] || echo "$((turn + 1)) $last" > "$place/turn"
    admission=$place/admission-$turn
    [ ! -f "$admission.exit" ] || exit "$(cat "$admission.exit")"
    while [ $# -gt 3 ]; do shift; done
    [ ! -f "$admission.answer" ] || cp "$admission.answer" "$1"
    cat "$admission.called" ;;
  *) cat "$place/answer-$2" 2> /dev/null || echo '{}' ;;
esac
`;

type Admission = NonNullable<World['admissions']>[number];

/** Writes an answer of the admission down for the stand-in. */
function writeAdmission(file: string, { answer, called, exit }: Admission): void {
  if (exit) writeFileSync(`${file}.exit`, String(exit));
  if (answer !== undefined)
    writeFileSync(`${file}.answer`, typeof answer === 'string' ? answer : JSON.stringify(answer));
  writeFileSync(`${file}.called`, JSON.stringify(called ?? { StatusCode: 200, ExecutedVersion: '$LATEST' }));
}

/** Stacks that there are: each with its status, as the stand-in reads them. */
function stacks({ deployed, left = {} }: World): string {
  const all = Object.entries({ ...(deployed && { orders: 'UPDATE_COMPLETE' }), ...left });
  return all.map(([StackName, status]) => `${status} ${JSON.stringify({ StackName, StackStatus: status })}\n`).join('');
}

/** Runs the script; `aws` and `cdk` are stand-ins that answer from files and write down how they were called. */
export function deploy(root: string, world: World = {}) {
  const place = folder();
  const answers = {
    'get-caller-identity': { Arn: 'arn:aws:sts::111111111111:assumed-role/orders-deploy-prod/build' },
    'assume-role': { Credentials: { AccessKeyId: 'A', SecretAccessKey: 'S', SessionToken: 'T' } },
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
  for (const [operation, each] of Object.entries(answers))
    writeFileSync(join(place, `answer-${operation}`), JSON.stringify(each));
  writeFileSync(join(place, 'stacks'), stacks(world));
  writeFileSync(join(place, 'failing'), (world.failing ?? []).map((each) => `${each}\n`).join(''));
  const digest = world.digest ?? digestOf(root);
  const passing = {
    answer: { ...QUESTION, digest, verdict: 'pass', rollback: false, excused: false, reason: 'It has prod to itself.' },
  };
  const admissions = world.admissions ?? [passing];
  admissions.forEach((each, at) => writeAdmission(join(place, `admission-${at}`), each));
  writeFileSync(join(place, 'turn'), `0 ${admissions.length - 1}\n`);
  // Shell, as each deployment starts many of them and Node.js takes ten times as long to start.
  writeFileSync(join(place, 'aws'), `#!/bin/sh\nplace='${place}'\n${LOG}${STAND_IN}`);
  writeFileSync(join(place, 'cdk'), `#!/bin/sh\nplace='${place}'\n${LOG}`);
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
    .split('\x1e')
    .filter(Boolean)
    .map((call) => call.split('\x1f').slice(0, -1));
  const of = (program: string) => calls.filter(([called]) => called!.endsWith(`/${program}`));
  const asked = of('aws').filter(([, service]) => service === 'lambda');
  return { ...answer, exports: read('exports'), cdk: of('cdk'), asked, slept: read('slept'), calls };
}
