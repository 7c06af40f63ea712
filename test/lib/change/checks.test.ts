import { bakeOnce } from '../../../lib/change/bake';
import { checkBudget } from '../../../lib/change/budget';
import { checkCalendars } from '../../../lib/change/calendar';
import { checkDigest } from '../../../lib/change/digest';
import { chat, html, oneLine, plain } from '../../../lib/change/escape';
import { mayFreeze } from '../../../lib/change/freeze';
import { checkHealth, excused } from '../../../lib/change/health';
import { messageOf } from '../../../lib/change/message';
import { deliveryMetrics } from '../../../lib/change/metrics';
import { CHANGE_STATES, isFinal, mayBecome } from '../../../lib/change/states';
import { nextUnwindStep, type UnwindFacts } from '../../../lib/change/unwind';
import { alarmArn, session, testPolicy } from '../../_helpers/fake-aws/world';

const NOW = new Date('2026-11-23T10:00:00Z');
const ALARM = alarmArn('errors', 'eu-west-2');

describe('the error budget', () => {
  const facts = { availability: 99.98, firstRelease: false };
  const reading = (status: string, created?: string) => [
    { objective: 'orders', status, ...(created ? { created } : {}) },
  ];
  it.each([
    ['left', { readings: reading('OK') }, 'pass'],
    ['nearly spent', { readings: reading('WARNING') }, 'pass'],
    ['spent', { readings: reading('BREACHED') }, 'refuse'],
    ['without data', { readings: reading('INSUFFICIENT_DATA') }, 'refuse'],
    ['without data yet', { readings: reading('INSUFFICIENT_DATA', '2026-11-20T10:00:00Z'), now: NOW }, 'pass'],
    [
      'without data for too long',
      { readings: reading('INSUFFICIENT_DATA', '2026-11-16T10:00:00Z'), now: NOW },
      'refuse',
    ],
    [
      'of an objective from tomorrow',
      { readings: reading('INSUFFICIENT_DATA', '2026-11-24T10:00:00Z'), now: NOW },
      'refuse',
    ],
    ['young and unreadable', { readings: reading('AccessDenied', '2026-11-23T09:00:00Z'), now: NOW }, 'refuse'],
    ['unreadable', { readings: reading('AccessDenied') }, 'refuse'],
    ['measured by nothing', { readings: [] }, 'refuse'],
    ['spent, for a fix', { readings: reading('BREACHED'), incident: 'INC-1' }, 'pass'],
    ['unreadable, for a first release', { readings: [], firstRelease: true }, 'pass'],
    ['not stated', { readings: [], availability: undefined }, 'pass'],
  ] as const)('%s', (_, more, verdict) => {
    const given: Parameters<typeof checkBudget>[0] = { ...facts, ...more } as never;
    expect(checkBudget(given).verdict).toBe(verdict);
  });
});

describe('calendars, digests, health', () => {
  it('waits for a closed calendar, refuses an unreadable one', () => {
    const closed = { calendar: 'c', state: 'CLOSED', nextTransition: '2026-11-23T12:00:00Z' };
    expect(checkCalendars([closed], NOW)).toMatchObject({ verdict: 'wait', until: '2026-11-23T12:00:00.000Z' });
    expect(checkCalendars([{ calendar: 'c', unreadable: 'denied' }], NOW).verdict).toBe('refuse');
    expect(checkCalendars([{ calendar: 'c', state: 'open' }], NOW).verdict).toBe('refuse');
    expect(checkCalendars([{ calendar: 'c', state: 'OPEN' }], NOW).verdict).toBe('pass');
  });

  it('takes the verified digest and no other', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(checkDigest(digest, digest).verdict).toBe('pass');
    expect(checkDigest(digest, `sha256:${'b'.repeat(64)}`).verdict).toBe('refuse');
    expect(checkDigest(digest, '').verdict).toBe('refuse');
    expect(checkDigest(undefined, digest).verdict).toBe('refuse');
  });

  const wave = (state: string, touched = false) => ({
    stage: touched ? 'Prod-a' : 'Prod-b',
    touched,
    readings: state ? [{ alarm: alarmArn('errors', touched ? 'eu-west-1' : 'eu-west-2'), state }] : [],
  });
  const fix = { incident: 'INC-1' };
  const first = { firstRelease: true };
  it.each<[string, ReturnType<typeof wave>[], object, string]>([
    ['all is well', [wave('OK')], {}, 'pass'],
    ['an alarm fires', [wave('ALARM')], {}, 'refuse'],
    ['an alarm fires, for a fix', [wave('ALARM')], fix, 'pass'],
    ['an alarm fires where the fix is already', [wave('ALARM', true)], fix, 'refuse'],
    ['an alarm fires where the fix is not yet', [wave('OK', true), wave('ALARM')], fix, 'pass'],
    ['an alarm is gone', [wave('MISSING')], {}, 'refuse'],
    ['an alarm is gone, for a fix', [wave('MISSING')], fix, 'pass'],
    ['an alarm is gone where the fix is already', [wave('MISSING', true)], fix, 'refuse'],
    ['an alarm is not there yet in a first release', [wave('MISSING')], first, 'pass'],
    ['an alarm fires in a first release', [wave('ALARM')], first, 'pass'],
    ['an alarm fires where a first release is already', [wave('ALARM', true)], first, 'refuse'],
    ['an alarm fires where a first release is not yet', [wave('OK', true), wave('ALARM')], first, 'pass'],
    ['nobody answers in a first release', [wave('UNREADABLE')], first, 'refuse'],
    ['nobody answers', [wave('UNREADABLE')], {}, 'refuse'],
    ['nobody answers, for a fix', [wave('UNREADABLE')], fix, 'refuse'],
    ['no alarm is known', [wave('')], {}, 'refuse'],
    ['no alarm is known of one wave', [wave('OK'), wave('')], {}, 'refuse'],
    ['no alarm is known, for a fix', [wave('')], fix, 'pass'],
    ['no alarm is known in a first release', [wave('')], first, 'pass'],
    ['no alarm is known of a wave that a person let go on', [wave('', true)], {}, 'pass'],
  ])('before a release: %s', (_, waves, more, verdict) => {
    const answer = checkHealth({ waves, firstRelease: false, ...more });
    expect(answer.verdict).toBe(verdict);
    if (verdict === 'refuse') expect(answer.remedy).not.toBe('');
  });

  it.each<[string, object, boolean]>([
    ['a fix', fix, true],
    ['a first release', first, true],
    ['any other release', {}, false],
  ])('excuses what fires where %s is not yet: %o', (_, more, isExcused) => {
    const facts = { waves: [wave('ALARM', true), wave('ALARM')], firstRelease: false, ...more };
    expect(excused(facts)).toEqual(isExcused ? [alarmArn('errors', 'eu-west-2')] : []);
  });
});

describe('a bake', () => {
  const look = (state: string, minutes: number, more: object = {}) =>
    bakeOnce({
      readings: state ? [{ alarm: ALARM, state, ...more }] : [],
      startedAt: NOW,
      now: new Date(NOW.getTime() + minutes * 60_000),
      bakeMinutes: 30,
      patienceMinutes: 60,
      ...('decision' in more ? { decision: more.decision as never } : {}),
      ...('excused' in more ? { excused: more.excused as string[] } : {}),
    }).verdict;
  const excused = { excused: [ALARM] };
  const go = { decision: { go: true, by: 'carol', reason: 'fine' } };
  const back = { decision: { go: false, by: 'carol', reason: 'odd' } };
  it.each([
    ['an alarm fires', 'ALARM', 1, {}, 'failed'],
    ['what a fix is to mend still fires', 'ALARM', 29, excused, 'watching'],
    ['what a fix was to mend fires at the end', 'ALARM', 30, excused, 'failed'],
    ['another alarm fires during a fix', 'ALARM', 1, { excused: ['other'] }, 'failed'],
    ['all is well and time is left', 'OK', 29, {}, 'watching'],
    ['all is well and time is over', 'OK', 30, {}, 'healthy'],
    ['data is missing, taken for a breach', 'INSUFFICIENT_DATA', 1, { missingData: 'breaching' }, 'failed'],
    ['data is missing, taken for well', 'INSUFFICIENT_DATA', 30, { missingData: 'notBreaching' }, 'healthy'],
    ['data is missing, taken for nothing', 'INSUFFICIENT_DATA', 30, { missingData: 'missing' }, 'inconclusive'],
    ['the alarm is gone', 'MISSING', 30, {}, 'inconclusive'],
    ['nobody answers', 'UNREADABLE', 30, {}, 'inconclusive'],
    ['there is no alarm at all', '', 30, {}, 'inconclusive'],
    ['patience ends', 'UNREADABLE', 90, {}, 'failed'],
    ['a person says go', 'UNREADABLE', 31, go, 'healthy'],
    ['a person says go while an alarm fires', 'ALARM', 31, go, 'failed'],
    ['a person says back, early', 'OK', 1, back, 'failed'],
  ] as const)('%s', (_, state, minutes, more, verdict) => {
    expect(look(state, minutes, more)).toBe(verdict);
  });
});

describe('the way back', () => {
  const facts = (more: Partial<UnwindFacts> = {}): UnwindFacts => ({
    execution: 'bad',
    waves: ['one', 'two'],
    touched: ['one', 'two'],
    stages: [
      { stage: 'one', execution: 'bad', type: 'STANDARD', status: 'Succeeded' },
      { stage: 'two', execution: 'back', type: 'ROLLBACK', status: 'Succeeded', target: 'good' },
    ],
    targets: { one: 'good', two: 'good' },
    givenUp: [],
    patience: 0,
    ...more,
  });
  it('rolls the earlier wave back when the later one is back', () => {
    expect(nextUnwindStep(facts())).toMatchObject({
      act: { stage: 'one', target: 'good' },
      outcomes: [{ stage: 'two', state: 'rolled back' }],
    });
  });
  it('waits for the later wave first', () => {
    const running = { stage: 'two', execution: 'back', type: 'ROLLBACK', status: 'InProgress' } as const;
    expect(nextUnwindStep(facts({ stages: [facts().stages[0]!, running] }))).toMatchObject({
      waiting: expect.any(String),
      outcomes: [],
    });
  });
  it('takes a wave that returned to what was never released back once more', () => {
    const wrong = { stage: 'two', execution: 'back', type: 'ROLLBACK', status: 'Succeeded', target: 'worse' } as const;
    expect(nextUnwindStep(facts({ stages: [facts().stages[0]!, wrong] })).act).toEqual({
      stage: 'two',
      target: 'good',
    });
  });
  it('names why a wave could not be taken back, and goes on with the others', () => {
    const step = nextUnwindStep(
      facts({
        targets: {},
        stages: facts().stages.map((one) => ({ ...one, execution: 'bad', type: 'STANDARD', status: 'Failed' })),
      }),
    );
    expect(step.outcomes.map((one) => one.state)).toEqual(['not rolled back', 'not rolled back']);
    expect(step.outcomes[0]!.reason).toMatch(/Nothing that the stage could return to/);
  });
  it('leaves a later release alone', () => {
    const other = facts().stages.map((one) => ({
      ...one,
      execution: 'later',
      type: 'STANDARD' as const,
      status: 'InProgress',
    }));
    expect(nextUnwindStep(facts({ stages: other })).act).toBeUndefined();
  });
});

describe('states', () => {
  it('end, and never go on from an end', () => {
    for (const from of CHANGE_STATES.filter(isFinal))
      for (const to of CHANGE_STATES) expect(mayBecome(from, to)).toBe(false);
  });
  it('reach prod only through approved', () => {
    const before = CHANGE_STATES.filter((from) => mayBecome(from, 'deploying'));
    expect(before).toEqual(['approved', 'waiting', 'deploying', 'baking']);
    expect(CHANGE_STATES.filter((from) => mayBecome(from, 'approved'))).toEqual(['verified']);
    expect(CHANGE_STATES.filter((from) => mayBecome(from, 'succeeded'))).toEqual(['baking']);
  });
});

describe('stopping the line', () => {
  it.each([
    ['freeze', 'OnCall', 'pass'],
    ['freeze', 'ReleaseManager', 'pass'],
    ['freeze', 'Developer', 'refuse'],
    ['unfreeze', 'OnCall', 'refuse'],
    ['unfreeze', 'ReleaseManager', 'pass'],
    ['continue', 'OnCall', 'refuse'],
    ['rollback', 'OnCall', 'pass'],
  ] as const)('%s as %s: %s', (deed, set, verdict) => {
    expect(mayFreeze(deed, session(set, 'carol@example.com'), testPolicy()).verdict).toBe(verdict);
  });
  it('refuses a session of another account, whatever its permission set is called', () => {
    const stranger = session('OnCall', 'carol@example.com').replace('222222222222', '999999999999');
    expect(mayFreeze('freeze', stranger, testPolicy(), '222222222222')).toMatchObject({
      verdict: 'refuse',
      reason: expect.stringContaining('from account 999999999999'),
    });
  });
  it('refuses a role that only has the name', () => {
    const forged = 'arn:aws:sts::222222222222:assumed-role/ReleaseManager/carol@example.com';
    expect(mayFreeze('freeze', forged, testPolicy()).verdict).toBe('refuse');
  });
});

describe('text of strangers', () => {
  const nasty = '<!channel> *now* [x](http://evil) \u001b[2J\u202e@here\u0007 <script>"&\'';
  it('moves no cursor and hides nothing on a terminal', () => {
    expect(plain(nasty)).not.toMatch(/[\u001b\u202e\u0007]/);
    expect(oneLine('a\nb\r\n\tc')).toBe('a b c');
  });
  it('mentions nobody and links nowhere in chat', () => {
    expect(chat(nasty)).not.toMatch(/<|(?<!\u2060)[@*[\]()]/);
  });
  it('is text in HTML', () => {
    expect(html(nasty)).not.toMatch(/[<>"']/);
  });
  it('goes out in every shape escaped, and to machines as it is', () => {
    const notice = {
      version: 1,
      id: 'i',
      application: 'orders',
      kind: 'verified',
      at: '',
      title: nasty,
      text: nasty,
    } as const;
    const { subject, message } = messageOf(notice);
    const parts = JSON.parse(message) as Record<string, string>;
    expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
    expect(parts.email).not.toMatch(/[\u001b\u202e]/);
    expect((JSON.parse(parts.https!) as { content: { description: string } }).content.description).not.toContain('<!');
    expect((JSON.parse(parts.sqs!) as { text: string }).text).toBe(nasty);
  });
});

describe('delivery metrics', () => {
  const verified = { firstCommitAt: '2026-11-20T10:00:00.000Z' } as never;
  const ended = (state: 'succeeded' | 'rolled back' | 'rejected', at: string, failedAt?: string) =>
    ({ state, opened: '', verified, outcome: { state, reason: '', at }, ...(failedAt ? { failedAt } : {}) }) as never;
  it('measure what reached prod', () => {
    const records = [
      ended('succeeded', '2026-11-22T10:00:00Z'),
      ended('succeeded', '2026-11-21T10:00:00Z'),
      ended('rolled back', '2026-11-21T11:10:00Z', '2026-11-21T11:00:00Z'),
      ended('rejected', '2026-11-21T10:00:00Z'),
      ended('succeeded', '2026-01-01T10:00:00Z'),
    ];
    const measured = deliveryMetrics(records, NOW, 30);
    expect(measured.deploymentFrequency).toBeCloseTo(0.1);
    expect(measured).toMatchObject({ leadTime: 129_600, timeToRestore: 600 });
    expect(measured.changeFailureRate).toBeCloseTo(1 / 3);
  });
  it('count a release as failed that a fix for an incident followed', () => {
    const fix = (incident: string) => {
      const record = ended('succeeded', '2026-11-22T10:00:00Z') as { verified: object };
      return { ...record, verified: { ...record.verified, incident } } as never;
    };
    const features = Array.from({ length: 7 }, () => ended('succeeded', '2026-11-21T10:00:00Z'));
    const rate = (...fixes: string[]) => deliveryMetrics([...features, ...fixes.map(fix)], NOW, 30).changeFailureRate;
    expect(rate('INC-1', 'INC-2', 'INC-3')).toBeCloseTo(3 / 7);
    expect(rate('INC-1', 'INC-1')).toBeCloseTo(1 / 7);
    expect(rate('INC-1, INC-2')).toBeCloseTo(2 / 7);
    expect(rate()).toBe(0);
    expect(rate(...Array.from({ length: 9 }, (_, index) => `INC-${index}`))).toBe(1);
    expect(deliveryMetrics([fix('INC-1')], NOW, 30).changeFailureRate).toBeUndefined();
  });
  it('say nothing where nothing was released', () => {
    expect(deliveryMetrics([], NOW, 30)).toEqual({ deploymentFrequency: 0 });
  });
});
