import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../../constructs/pipeline/script/digest';
import { ACCOUNT, ALARM, QUESTION, assembly, deploy, withSupport } from './deploy-stand-in';

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

  const fix = (root: string) => ({
    answer: { ...QUESTION, digest: digestOf(root), verdict: 'pass', rollback: false, excused: true, reason: 'A fix.' },
  });

  it('leaves out an alarm that fires already, which would take back the fix for it, and tells the bake of all', () => {
    const other = ALARM.replace('errors', 'latency');
    const root = assembly();
    const world = { deployed: true, alarms: [ALARM, other], firing: [ALARM], admissions: [fix(root)] };
    const { cdk, exports } = deploy(root, world);
    expect(cdk[0]!.join(' ')).toMatch(
      new RegExp(`--monitoring-time-minutes 5 --rollback-trigger-alarm-arns ${other}$`),
    );
    expect(exports).toContain(`ALARMS=${ALARM},${other}\n`);
  });

  it('says that nothing is watched where every alarm fires, or CloudFormation would keep those of the time before', () => {
    const root = assembly();
    const { cdk } = deploy(root, { deployed: true, alarms: [ALARM], firing: [ALARM], admissions: [fix(root)] });
    expect(cdk[0]!.join(' ')).toMatch(WATCHES_NOTHING);
  });

  it('lets an alarm that began to fire after the gate stop what is no fix', () => {
    const { cdk } = deploy(assembly(), { deployed: true, alarms: [ALARM], firing: [ALARM] });
    expect(cdk[0]!.join(' ')).toContain(`--monitoring-time-minutes 5 --rollback-trigger-alarm-arns ${ALARM}`);
  });

  it('looks at the alarms with new credentials after the deployment, which may take longer than they hold', () => {
    const { calls } = deploy(assembly(), { deployed: true, alarms: [ALARM] });
    const order = calls.map((call) => call.find((word) => /^(assume-role|describe-alarms|deploy)$/.test(word)));
    expect(order.filter(Boolean)).toEqual([
      'assume-role',
      'describe-alarms',
      'deploy',
      'assume-role',
      'describe-alarms',
    ]);
  });

  it('lets no alarm stop a rollback, not even one that begins to fire on the way', () => {
    const root = assembly();
    const answer = {
      ...QUESTION,
      digest: digestOf(root),
      verdict: 'pass',
      rollback: true,
      excused: false,
      reason: 'Not held up.',
    };
    const { status, cdk, exports, calls } = deploy(root, { deployed: true, alarms: [ALARM], admissions: [{ answer }] });
    expect(cdk[0]!.join(' ')).toMatch(WATCHES_NOTHING);
    expect([status, exports]).toEqual([0, 'ALARMS=none\nFIRST_DEPLOYMENT=false\n']);
    expect(calls.at(-1)![0]).toMatch(/\/cdk$/);
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

describe('a target with a global region', () => {
  const run = (told: Record<string, string>) =>
    deploy(withSupport(assembly()), { deployed: true, alarms: [ALARM], told });

  test('deploys the support stacks first, watched by nobody, then its own, watched by its alarms', () => {
    const { status, cdk, calls } = run({ GLOBAL_REGION: 'us-east-1' });
    expect(status).toBe(0);
    const [support, own] = cdk.map((call) => call.join(' '));
    expect(support).toContain('deploy prod/Certificate');
    expect(support).toContain('--monitoring-time-minutes 0 --rollback-trigger-alarm-arns none');
    expect(own).toContain('deploy prod/Orders');
    expect(own).toContain(`--rollback-trigger-alarm-arns ${ALARM}`);
    // Both regions are looked at through their own lookup roles.
    const roles = calls.filter((call) => call.includes('assume-role')).map((call) => call.join(' '));
    expect(roles.some((call) => call.includes(`lookup-role-${ACCOUNT}-us-east-1`))).toBe(true);
  });

  test('takes no support stack where it has none', () => {
    const { status, stderr, cdk } = run({});
    expect([status, cdk]).toEqual([1, []]);
    expect(stderr).toContain('certificate (333333333333 us-east-1)');
  });

  test('leaves none of its stage to another deployment, where only some are named', () => {
    const { status, stderr, cdk } = run({ STACKS: '["prod/Orders"]' });
    expect([status, cdk]).toEqual([1, []]);
    expect(stderr).toContain('certificate (333333333333 us-east-1)');
  });
});
