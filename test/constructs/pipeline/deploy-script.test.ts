import { spawnSync } from 'node:child_process';
import type * as FileSystem from 'node:fs';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { assemblyProblems, inOrder } from '../../../constructs/pipeline/script/assembly';
import { digestOf } from '../../../constructs/pipeline/script/digest';
import { folder } from './fixture';

const ROOT = join(__dirname, '..', '..', '..');
const ACCOUNT = '333333333333';
const ALARM = `arn:aws:cloudwatch:eu-west-2:${ACCOUNT}:alarm:orders-rollback-errors`;

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
function assembly(environment = `aws://${ACCOUNT}/eu-west-2`): string {
  const root = folder();
  const stage = join(root, 'assembly-prod');
  mkdirSync(stage);
  writeFileSync(join(root, 'manifest.json'), '{"artifacts":{}}');
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
function manyStacks(root: string): string {
  const file = join(root, 'assembly-prod', 'manifest.json');
  const { artifacts } = JSON.parse(readFileSync(file, 'utf8')) as { artifacts: Record<string, object> };
  const other = { ...artifacts.Orders, displayName: 'prod/Parcels' };
  writeFileSync(file, JSON.stringify({ artifacts: { ...artifacts, Parcels: other } }));
  return root;
}

/** What the script asks before it deploys to prod. */
const QUESTION = { application: 'orders', pipeline: 'orders', execution: 'exec-1', stage: 'Prod-one-box' };

/** What the world answers, and what the action tells. */
interface World {
  readonly deployed?: boolean;
  readonly alarms?: readonly string[];
  /** Those of them that fire. */
  readonly firing?: readonly string[];
  readonly digest?: string;
  readonly assembly?: string;
  /** Other environment variables than those of a prod deployment; undefined leaves one out. */
  readonly told?: Readonly<Record<string, string | undefined>>;
  /** Answers of the admission, one a call and the last for all that follow; the first `invoke` prints the second. */
  readonly admissions?: readonly { readonly answer?: unknown; readonly called?: unknown; readonly exit?: number }[];
}

/** Runs the script; `aws` and `cdk` are stand-ins that answer from files and write down how they were called. */
function deploy(root: string, world: World = {}) {
  const place = folder();
  const answers = {
    'get-caller-identity': { Arn: 'arn:aws:sts::111111111111:assumed-role/orders-deploy-prod/build' },
    'assume-role': { Credentials: { AccessKeyId: 'A', SecretAccessKey: 'S', SessionToken: 'T' } },
    'list-stacks': { StackSummaries: world.deployed ? [{ StackName: 'orders' }] : [] },
    'describe-alarms': {
      MetricAlarms: (world.alarms ?? []).map((AlarmArn) => ({
        AlarmArn,
        StateValue: world.firing?.includes(AlarmArn) ? 'ALARM' : 'OK',
      })),
    },
  };
  writeFileSync(join(place, 'answers.json'), JSON.stringify(answers));
  const log = `require('fs').appendFileSync('${place}/calls', JSON.stringify(process.argv.slice(1)) + '\\n');`;
  const digest = world.digest ?? digestOf(root);
  const passing = {
    answer: { ...QUESTION, digest, verdict: 'pass', rollback: false, reason: 'It has prod to itself.' },
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
  if (operation !== 'invoke') return console.log(JSON.stringify(json('answers')[operation]));
  const [next, ...others] = json('admissions');
  if (others.length > 0) fs.writeFileSync(`${place}/admissions.json`, JSON.stringify(others));
  const { answer } = next;
  if (next.exit) process.exit(next.exit);
  if (answer !== undefined)
    fs.writeFileSync(process.argv.at(-3)!, typeof answer === 'string' ? answer : JSON.stringify(answer));
  console.log(JSON.stringify(next.called ?? { StatusCode: 200, ExecutedVersion: '$LATEST' }));
}

const WATCHES_NOTHING = /--monitoring-time-minutes 0 --rollback-trigger-alarm-arns none$/;

describe('the deploy script', () => {
  it('hands the rollback alarms over, without asking anybody', () => {
    const { status, cdk, exports, stderr } = deploy(assembly(), { deployed: true, alarms: [ALARM] });
    expect([status, stderr]).toEqual([0, '']);
    expect(cdk).toHaveLength(1);
    const call = cdk[0]!.join(' ');
    expect(call).toMatch(/ deploy --all --app \S+\/assembly-prod --require-approval never /);
    expect(call).toContain(`--monitoring-time-minutes 5 --rollback-trigger-alarm-arns ${ALARM}`);
    expect(exports).toBe(`ALARMS=${ALARM}\nFIRST_DEPLOYMENT=false\n`);
  });

  it('hands none over where none exists yet, and says that it was the first deployment', () => {
    const { cdk, exports } = deploy(assembly());
    expect(cdk[0]!.join(' ')).toMatch(WATCHES_NOTHING);
    expect(exports).toBe('ALARMS=none\nFIRST_DEPLOYMENT=true\n');
  });

  it('leaves out an alarm that fires already, which would take back the fix for it, and tells the bake of all', () => {
    const other = ALARM.replace('errors', 'latency');
    const { cdk, exports } = deploy(assembly(), { deployed: true, alarms: [ALARM, other], firing: [ALARM] });
    expect(cdk[0]!.join(' ')).toMatch(
      new RegExp(`--monitoring-time-minutes 5 --rollback-trigger-alarm-arns ${other}$`),
    );
    expect(exports).toContain(`ALARMS=${ALARM},${other}\n`);
  });

  it('says that nothing is watched where every alarm fires, or CloudFormation would keep those of the time before', () => {
    const { cdk } = deploy(assembly(), { deployed: true, alarms: [ALARM], firing: [ALARM] });
    expect(cdk[0]!.join(' ')).toMatch(WATCHES_NOTHING);
  });

  it('lets no alarm stop a rollback, not even one that begins to fire on the way', () => {
    const root = assembly();
    const answer = { ...QUESTION, digest: digestOf(root), verdict: 'pass', rollback: true, reason: 'Not held up.' };
    const { status, cdk, exports } = deploy(root, { deployed: true, alarms: [ALARM], admissions: [{ answer }] });
    expect(cdk[0]!.join(' ')).toMatch(WATCHES_NOTHING);
    expect([status, exports]).toEqual([0, `ALARMS=${ALARM}\nFIRST_DEPLOYMENT=false\n`]);
  });

  it('hands no alarms over before prod, where none are asked for', () => {
    const { cdk } = deploy(assembly(), { told: { ADMISSION: 'none', ROLLBACK_ALARMS: 'none' } });
    expect(cdk[0]!.join(' ')).not.toContain('alarm');
  });

  it('looks at the target through its lookup role', () => {
    const { calls } = deploy(assembly());
    const assumed = calls.find((call) => call.includes('assume-role'))!;
    expect(assumed).toContain(
      `arn:aws:iam::${ACCOUNT}:role/guarded/pipeline/cdk-guarded-lookup-role-${ACCOUNT}-eu-west-2`,
    );
  });

  const edit = (path: string, content: string) => {
    const root = assembly();
    const approved = digestOf(root);
    writeFileSync(join(root, path), content);
    return deploy(root, { digest: approved });
  };
  const withAssets = (assets: unknown) => {
    const root = assembly();
    const artifacts = { Assets: { type: 'cdk:asset-manifest', properties: { file: 'whatever.json' } } };
    writeFileSync(join(root, 'assembly-prod', 'manifest.json'), JSON.stringify({ artifacts }));
    writeFileSync(join(root, 'assembly-prod', 'whatever.json'), JSON.stringify(assets));
    return deploy(root);
  };
  const withArtifact = (artifact: object) => {
    const root = assembly();
    writeFileSync(join(root, 'assembly-prod', 'manifest.json'), JSON.stringify({ artifacts: { Odd: artifact } }));
    return deploy(root);
  };
  const linked = () => {
    const root = assembly();
    symlinkSync('/etc', join(root, 'assembly-prod', 'etc'));
    return deploy(root, { digest: 'sha256:0' });
  };

  it('takes assets that lie beside the nested assembly, where CDK puts them', () => {
    expect(withAssets({ files: { a: { source: { path: '../asset.1' } } } }).stderr).not.toContain('outside');
  });

  it.each<[string, () => ReturnType<typeof deploy>, string]>([
    [
      'an asset by its place on the machine',
      () => withAssets({ files: { a: { source: { path: '/etc/passwd' } } } }),
      'outside of the assembly',
    ],
    [
      'a template that was changed',
      () => edit('assembly-prod/orders.template.json', '{}'),
      'it was changed on its way',
    ],
    ['a file that was added', () => edit('extra.json', '{}'), 'it was changed on its way'],
    ['a stack for another account', () => deploy(assembly('aws://999999999999/eu-west-2')), 'Not for 333333333333'],
    ['a stack for another region', () => deploy(assembly(`aws://${ACCOUNT}/us-east-1`)), 'Not for 333333333333'],
    ['a stack for anywhere', () => deploy(assembly('aws://unknown-account/unknown-region')), 'Not for 333333333333'],
    ['an assembly above', () => deploy(assembly(), { assembly: '..' }), "expected a folder's name"],
    ['an assembly that is not there', () => deploy(assembly(), { assembly: 'assembly-x' }), 'assembly-x'],
    [
      'an asset that runs a command',
      () => withAssets({ files: { a: { source: { executable: ['sh', '-c', 'id'] } } } }),
      'runs a command when it is published',
    ],
    [
      'an asset outside of the assembly',
      () => withAssets({ files: { a: { source: { path: '../../x' } } } }),
      'outside of the assembly',
    ],
    [
      'an image that would be built again',
      () => withAssets({ dockerImages: { a: { source: { directory: 'x' } } } }),
      'would be built again in each environment',
    ],
    [
      'an asset manifest outside of the assembly',
      () => withArtifact({ type: 'cdk:asset-manifest', properties: { file: '../../evil.json' } }),
      'points outside of the assembly',
    ],
    [
      'a stack that is named like an option',
      () => withArtifact({ type: 'aws:cloudformation:stack', displayName: '--role-arn=x' }),
      'is no name of an artifact',
    ],
    [
      'assets of the first form',
      () => withArtifact({ type: 'aws:cloudformation:stack', metadata: { '/a': [{ type: 'aws:cdk:asset' }] } }),
      'has assets in its metadata',
    ],
    ['a link', linked, 'neither a file nor a folder'],
  ])('stops at %s, before anything is deployed', (_what, run, message) => {
    const { status, stderr, cdk, exports } = run();
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect([status, cdk, exports]).toEqual([1, [], '']);
  });
});

describe('a deployment to prod', () => {
  const right = (root: string) => ({
    ...QUESTION,
    digest: digestOf(root),
    verdict: 'pass',
    rollback: false,
    reason: 'Its turn.',
  });
  const answered = (change: (right: object) => unknown, called?: unknown) => {
    const root = assembly();
    return deploy(root, { admissions: [{ answer: change(right(root)), called }] });
  };

  it('asks in its own name before it does anything else, and tells why it may', () => {
    const root = assembly();
    const { calls, asked, stdout, cdk } = deploy(root);
    expect(asked).toHaveLength(1);
    expect(calls[0]).toEqual(asked[0]);
    const [call] = asked;
    expect(call).toContain('orders-admit');
    expect(JSON.parse(call![call!.indexOf('--payload') + 1]!)).toEqual({ ...QUESTION, digest: digestOf(root) });
    expect(stdout).toContain('Admitted: It has prod to itself.');
    expect(cdk).toHaveLength(1);
  });

  it('asks again when a service was busy, as a rollback must not fail for that', () => {
    const root = assembly();
    const { status, cdk, slept } = deploy(root, {
      admissions: [
        { exit: 254 },
        { answer: { errorMessage: 'Could not read' }, called: { StatusCode: 200, FunctionError: 'Unhandled' } },
        { answer: right(root) },
      ],
    });
    expect([status, cdk.length, slept]).toEqual([0, 1, '2\n4\n']);
  });

  it('takes a refusal for an answer at once, and says what to do', () => {
    const reason = 'orders-7 is sealed (rolled back) and must not be deployed again. Start a new release.';
    const { status, stderr, cdk, slept, calls } = answered((one) => ({ ...one, verdict: 'refuse', reason }));
    expect(stderr).toBe(`Not admitted, nothing was deployed: ${reason}\n`);
    expect([status, cdk, slept, calls.length]).toEqual([1, [], '', 1]);
  });

  it('before each further step asks once more: the first may have watched its alarms for hours', () => {
    const root = assembly();
    const alarms = Array.from({ length: 6 }, (_, index) => ALARM.replace('errors', `errors-${index}`));
    const { asked, cdk } = deploy(manyStacks(root), { deployed: true, alarms });
    expect([asked.length, cdk.length]).toEqual([2, 2]);
    const refused = { answer: { ...right(root), verdict: 'refuse', reason: 'Taken back.' } };
    const stopped = deploy(root, { deployed: true, alarms, admissions: [{ answer: right(root) }, refused] });
    expect([stopped.status, stopped.cdk.length, stopped.exports]).toEqual([1, 1, '']);
  });

  it.each<[string, () => ReturnType<typeof deploy>, string]>([
    [
      'a function that failed',
      () => answered((one) => one, { StatusCode: 200, FunctionError: 'Unhandled' }),
      'it ended with 200 Unhandled',
    ],
    ['a call that was only taken note of', () => answered((one) => one, { StatusCode: 202 }), 'it ended with 202'],
    ['no answer at all', () => deploy(assembly(), { admissions: [{}] }), 'ENOENT'],
    ['an empty answer', () => answered(() => ''), 'JSON'],
    ['a null', () => answered(() => null), 'its answer is null'],
    ['a bare word', () => answered(() => '"pass"'), 'its answer is "pass"'],
    ['a list', () => answered((one) => [one]), 'its answer is not about application orders'],
    ['another application', () => answered((one) => ({ ...one, application: 'parcels' })), 'is not about application'],
    ['another execution', () => answered((one) => ({ ...one, execution: 'exec-2' })), 'is not about execution exec-1'],
    ['another stage', () => answered((one) => ({ ...one, stage: 'Prod-rest' })), 'is not about stage Prod-one-box'],
    ['another digest', () => answered((one) => ({ ...one, digest: 'sha256:0' })), 'is not about digest sha256:'],
    ['an answer without a reason', () => answered((one) => ({ ...one, reason: undefined })), 'gives no reason'],
    [
      'an answer that is nearly right',
      () => answered((one) => ({ ...one, verdict: 'PASS' })),
      'neither pass nor refuse',
    ],
    [
      'an answer that does not say whether it goes back',
      () => answered((one) => ({ ...one, rollback: undefined })),
      'does not say whether this is a rollback',
    ],
    ['a truth that is no word', () => answered((one) => ({ ...one, verdict: true })), 'neither pass nor refuse'],
    [
      'a call that fails',
      () => deploy(assembly(), { admissions: [{ exit: 254 }] }),
      'Command failed: aws lambda invoke',
    ],
  ])('stops at %s, after five tries', (_what, run, message) => {
    const { status, stderr, cdk, exports, asked, calls } = run();
    expect(stderr).toContain(message);
    expect(stderr).toMatch(
      /Prod-one-box may be deployed, so nothing was: .* Look into the log \/aws\/lambda\/orders-admit/s,
    );
    expect(stderr).not.toContain('    at ');
    expect([status, cdk, exports, asked.length]).toEqual([1, [], '', 5]);
    expect(calls.some((call) => call.includes('assume-role'))).toBe(false);
  });

  it.each(['ADMISSION', 'APPLICATION', 'PIPELINE', 'EXECUTION', 'STAGE', 'DIGEST'])(
    'is nothing that %s may be missing from',
    (name) => {
      const { status, stderr, calls } = deploy(assembly(), { told: { [name]: undefined } });
      expect(stderr).toBe(`The environment variable ${name} is not set: the action does not fit this project.\n`);
      expect([status, calls]).toEqual([1, []]);
    },
  );

  it('cannot pass itself off as one before prod', () => {
    const { status, stderr, calls } = deploy(assembly(), { told: { ADMISSION: 'none' } });
    expect(stderr).toBe(
      'A deployment to prod must name its admission, and ADMISSION is "none". Deploy the pipeline again.\n',
    );
    expect([status, calls]).toEqual([1, []]);
  });
});

describe('a deployment before prod', () => {
  it('asks nobody', () => {
    const { status, asked, cdk } = deploy(assembly(), { told: { ADMISSION: 'none', ROLLBACK_ALARMS: 'none' } });
    expect([status, asked, cdk.length]).toEqual([0, [], 1]);
  });
});

describe('a digest', () => {
  it('is the same for the same files, wherever they lie', () => {
    const root = assembly();
    const copy = join(folder(), 'copy');
    cpSync(root, copy, { recursive: true });
    expect(digestOf(copy)).toBe(digestOf(root));
    expect(digestOf(root)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('changes when a file gets another name', () => {
    const [one, other] = [folder(), folder()];
    writeFileSync(join(one, 'a'), 'x');
    writeFileSync(join(other, 'b'), 'x');
    expect(digestOf(one)).not.toBe(digestOf(other));
  });
});

describe('an assembly', () => {
  const stack = (id: string, dependencies: string[]) => ({
    ...{ id, selector: id, name: id, account: ACCOUNT, region: 'eu-west-2', alarms: [] },
    dependencies,
  });

  it('without a manifest is none', () => {
    expect(assemblyProblems(folder())).toEqual(['there is no manifest.json: no cloud assembly']);
  });

  it('is deployed in the order of its dependencies', () => {
    expect(inOrder([stack('a', ['b']), stack('b', ['c']), stack('c', [])]).map(({ id }) => id)).toEqual([
      'c',
      'b',
      'a',
    ]);
  });

  it('whose stacks depend on each other has no order', () => {
    expect(() => inOrder([stack('a', ['b']), stack('b', ['a'])])).toThrow('a → b → a');
  });
});
