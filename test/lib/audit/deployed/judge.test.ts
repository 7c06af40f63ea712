import { judge, type Run } from '../../../../lib/audit/deployed/judge';
import { failureNotice, noticeOf } from '../../../../lib/audit/deployed/notice';
import { THEOREM_IDS, type TheoremAnswer, type TheoremId } from '../../../../lib/prover';

const proved = (id: TheoremId): TheoremAnswer => ({ id, verdict: 'proved', counterexamples: [], unknowns: [] });

function answers(...others: readonly TheoremAnswer[]): TheoremAnswer[] {
  return THEOREM_IDS.map((id) => others.find((one) => one.id === id) ?? proved(id));
}

const STAGES: TheoremAnswer = {
  ...proved('approval-dominates-prod'),
  verdict: 'unknown',
  unknowns: [
    {
      why: 'arn:aws:codepipeline:eu-west-2:111111111111:orders can deploy to prod, but a snapshot does not say by which stages: prove its cloud assembly with --app',
      where: 'accounts.111111111111.resources[60]',
    },
  ],
};

const GOOD: Run = { deployed: answers(STAGES), again: answers(), drift: [], notCompared: [], unread: [], astray: [] };

const REFUTED: TheoremAnswer = {
  ...proved('no-human-write-to-prod'),
  verdict: 'refuted',
  counterexamples: [
    {
      human: 'arn:aws:iam::666666666666:role/fixer',
      steps: [],
      where: ['accounts.666666666666'],
      request: {
        principal: 'arn:aws:iam::666666666666:role/fixer',
        action: 's3:PutObject',
        resource: 'arn:aws:s3:::orders/x',
        context: {},
      },
    },
  ],
};

const KEPT = { collected: '2026-11-27T03:17:00Z', pack: 's3://evidence/proof/packs/a.tgz' };
const of = (run: Run, id: TheoremId) => judge(run).theorems.find((one) => one.id === id);

describe('a run of the continuous proof', () => {
  test('is proved where the deployed accounts prove it, and pipelines by the platform made again', () => {
    expect(judge(GOOD).verdict).toBe('proved');
    expect(of(GOOD, 'approval-dominates-prod')).toMatchObject({ verdict: 'proved', again: true });
    expect(of(GOOD, 'no-human-write-to-prod')).toMatchObject({ verdict: 'proved', again: false });
  });

  test('is refuted by what is deployed, whatever the platform made again says', () => {
    const run = { ...GOOD, deployed: answers(STAGES, REFUTED) };
    expect(judge(run).verdict).toBe('refuted');
    expect(of(run, 'no-human-write-to-prod')?.why).toEqual([
      'arn:aws:iam::666666666666:role/fixer may s3:PutObject on arn:aws:s3:::orders/x, acting as arn:aws:iam::666666666666:role/fixer',
    ]);
  });

  test('is unknown where a theorem is so without a reason: only what is about stages is proved on the platform made again', () => {
    const run = { ...GOOD, deployed: answers(STAGES, { ...proved('duties-are-separate'), verdict: 'unknown' }) };
    expect(of(run, 'duties-are-separate')).toMatchObject({ verdict: 'unknown', again: false });
    expect(judge(run).verdict).toBe('unknown');
  });

  test('is unknown where something could not be read, even if every theorem stands', () => {
    const unread = [{ account: '333333333333', region: 'eu-west-2', what: 'kms:ListKeys', why: 'denied' }];
    expect(judge({ ...GOOD, unread }).verdict).toBe('unknown');
  });

  test.each<[string, Partial<Run>, string]>([
    ['the platform could not be made again', { again: 'no deployed stack states it' }, 'no deployed stack states it'],
    [
      'a deployed pipeline is another one',
      { drift: [{ kind: 'pipeline', where: 'platform/pipeline-orders', expected: 'runs a', found: 'runs b' }] },
      'platform/pipeline-orders: the platform makes runs a, deployed is runs b',
    ],
    ['the platform made again does not prove it', { again: answers(STAGES) }, STAGES.unknowns[0]!.why],
    [
      'the snapshot holds no stages to compare',
      { notCompared: ['stages of pipelines: the snapshot lists none'] },
      'the snapshot lists none',
    ],
    ['it has no answer', { again: [] }, 'no answer'],
  ])('leaves the stages of pipelines unknown where %s', (_, change, why) => {
    const found = of({ ...GOOD, ...change }, 'approval-dominates-prod');
    expect(found?.verdict).toBe('unknown');
    expect(found?.why.join()).toContain(why);
  });

  test('does not excuse what else is unknown beside the stages', () => {
    const also = { why: 'account 777777777777 is not described', where: 'accounts.777777777777' };
    const run = { ...GOOD, deployed: answers({ ...STAGES, unknowns: [...STAGES.unknowns, also] }) };
    expect(of(run, 'approval-dominates-prod')).toMatchObject({ verdict: 'unknown', again: false });
    expect(of(run, 'approval-dominates-prod')?.why.join()).toContain('777777777777');
  });
});

describe('people', () => {
  test('are left alone where all is well', () => {
    expect(noticeOf(judge(GOOD), KEPT)).toBeUndefined();
  });

  test('are told what is no longer proved, by whom it can be broken, and where the pack is', () => {
    const notice = noticeOf(judge({ ...GOOD, deployed: answers(STAGES, REFUTED) }), KEPT)!;
    expect(notice.subject).toBe('No longer proved: no-human-write-to-prod');
    expect(notice.text).toContain('no-human-write-to-prod is refuted:\n  arn:aws:iam::666666666666:role/fixer may');
    expect(notice.text).toContain('s3://evidence/proof/packs/a.tgz');
    expect(notice.text).not.toContain('approval-dominates-prod');
  });

  test('are told what could not be read, on one line each', () => {
    const unread = Array.from({ length: 12 }, (_, index) => ({
      account: '333333333333',
      what: `s3:GetBucketPolicy bucket-${index}`,
      why: 'denied\nNo longer proved: nothing',
    }));
    const { subject, text } = noticeOf(judge({ ...GOOD, unread }), KEPT)!;
    expect(subject).toBe('What is deployed, or what was done, could not be read in full');
    expect(text).toContain('  333333333333 s3:GetBucketPolicy bucket-0: denied No longer proved: nothing\n');
    expect(text).toContain('  and 2 more');
  });

  test('get a subject that SNS takes, however much has fallen', () => {
    const all = THEOREM_IDS.map((id): TheoremAnswer => ({ ...REFUTED, id }));
    const { subject } = noticeOf(judge({ ...GOOD, deployed: all }), KEPT)!;
    expect(subject.length).toBeLessThanOrEqual(100);
    expect(subject).toMatch(/^[ -~]+$/);
  });

  test('are told of a run that failed, and what follows', () => {
    const { text } = failureNotice('ThrottlingException: Rate exceeded', '2026-11-27T03:20:00Z');
    expect(text).toContain('ThrottlingException: Rate exceeded');
    expect(text).toContain('until it is too old');
  });
});
