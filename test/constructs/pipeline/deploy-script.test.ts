import { spawnSync } from 'node:child_process';
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

/** Runs the script; `aws` and `cdk` are stand-ins that answer from files and write down how they were called. */
function deploy(root: string, world: { deployed?: boolean; alarms?: string[]; [name: string]: unknown } = {}) {
  const place = folder();
  const answers = {
    'get-caller-identity': { Arn: 'arn:aws:sts::111111111111:assumed-role/orders-deploy-prod/build' },
    'assume-role': { Credentials: { AccessKeyId: 'A', SecretAccessKey: 'S', SessionToken: 'T' } },
    'list-stacks': { StackSummaries: world.deployed ? [{ StackName: 'orders' }] : [] },
    'describe-alarms': { MetricAlarms: (world.alarms ?? []).map((AlarmArn) => ({ AlarmArn })) },
  };
  writeFileSync(join(place, 'answers.json'), JSON.stringify(answers));
  const log = `require('fs').appendFileSync('${place}/calls', JSON.stringify(process.argv.slice(1)) + '\\n');`;
  writeFileSync(
    join(place, 'aws'),
    `#!/usr/bin/env node\n${log}\nconsole.log(JSON.stringify(require('${place}/answers.json')[process.argv[3]]));`,
  );
  writeFileSync(join(place, 'cdk'), `#!/usr/bin/env node\n${log}`);
  for (const program of ['aws', 'cdk']) chmodSync(join(place, program), 0o755);
  const answer = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: {
      PATH: `${place}:${process.env.PATH}`,
      CODEBUILD_SRC_DIR: root,
      DIGEST: (world.digest as string) ?? digestOf(root),
      TARGET_ACCOUNT: ACCOUNT,
      TARGET_REGION: 'eu-west-2',
      ASSEMBLY: (world.assembly as string) ?? 'assembly-prod',
      STACKS: '[]',
      MONITORING_MINUTES: '5',
      ROLLBACK_ALARMS: 'hand over',
      EXPORTS: join(place, 'exports'),
    },
  });
  const read = (name: string) => (existsSync(join(place, name)) ? readFileSync(join(place, name), 'utf8') : '');
  const calls = read('calls')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as string[]);
  return { ...answer, exports: read('exports'), cdk: calls.filter(([program]) => program!.endsWith('/cdk')), calls };
}

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
    expect(cdk[0]!.join(' ')).not.toContain('alarm');
    expect(exports).toBe('ALARMS=none\nFIRST_DEPLOYMENT=true\n');
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
