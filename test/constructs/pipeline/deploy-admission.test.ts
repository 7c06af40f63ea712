import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemblyProblems, inOrder } from '../../../constructs/pipeline/script/assembly';
import { digestOf } from '../../../constructs/pipeline/script/digest';
import { ACCOUNT, ALARM, QUESTION, assembly, deploy, manyStacks } from './deploy-stand-in';
import { folder } from './fixture';

describe('a deployment to prod', () => {
  const right = (root: string) => ({
    ...QUESTION,
    digest: digestOf(root),
    verdict: 'pass',
    rollback: false,
    excused: false,
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
      'does not say whether it is a rollback or a fix',
    ],
    [
      'an answer that does not say whether it is a fix',
      () => answered((one) => ({ ...one, excused: 'no' })),
      'does not say whether it is a rollback or a fix',
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
      'A deployment to prod must name its admission, and ADMISSION is "none". Release the platform again, which deploys the pipeline.\n',
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
