import { type AdmissionFacts, admissionChecks, checkRollback, mayDeploy } from '../../../lib/change/admission';
import { applyAll } from '../../../lib/change/apply';
import { blankRecord, type ChangeRecord } from '../../../lib/change/record';
import type { StageFact } from '../../../lib/change/unwind';
import { testPolicy } from '../../_helpers/fake-aws/world';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const at = (time: string) => `2026-11-23T${time}:00.000Z`;
const standard = (stage: string, execution: string): StageFact => ({
  ...{ stage, execution, type: 'STANDARD', status: 'InProgress' },
});

/** What happened to a change up to the deployment of its first wave. */
const HISTORY: [kind: string, id: string, time: string][] = [
  ['gated', 'gated:job-1:open', '10:00'],
  ['deploying', 'deploying:run-1', '10:01'],
];

function record(more: Partial<ChangeRecord> = {}, history = HISTORY): ChangeRecord {
  const identity = { change: 'orders-7', number: 7, application: 'orders', pipeline: 'orders', execution: 'e7' };
  return {
    ...blankRecord(identity),
    state: 'deploying',
    verified: { digest: DIGEST } as ChangeRecord['verified'],
    waves: [{ stage: 'Prod-one-box', state: 'deploying', reason: '', at: at('10:01') }],
    history: history.map(([kind, id, time]) => ({ kind, id, at: at(time), text: '' })),
    ...more,
  };
}

function facts(more: Partial<AdmissionFacts> = {}): AdmissionFacts {
  return {
    policy: testPolicy(),
    now: new Date(at('10:05')),
    stage: 'Prod-one-box',
    digest: DIGEST,
    status: 'InProgress',
    stages: [standard('Prod-one-box', 'e7'), standard('Prod-rest', 'e6')],
    record: record(),
    lane: { execution: 'e7', change: 'orders-7', since: at('09:59') },
    time: { freeze: undefined, calendars: [] },
    ...more,
  };
}

const refusedBy = (more: Partial<AdmissionFacts>): string[] =>
  Object.entries(admissionChecks(facts(more)))
    .filter(([, answer]) => answer.verdict !== 'pass')
    .map(([name]) => name);

const retried = (...more: typeof HISTORY) =>
  record({}, [...HISTORY, ['wave', 'failed:run-1', '10:30'], ['deploying', 'deploying:run-2', '10:31'], ...more]);
const FROZEN = { frozen: true, by: 'olga', at: at('10:04'), reason: 'Odd numbers' };
const SHUT = [{ calendar: 'freezes', state: 'CLOSED' }];
const EVENING = { now: new Date(at('17:00')) };

describe('a deployment is admitted', () => {
  it('where the gate let it through, it has prod to itself, and it is what was approved', () => {
    expect(mayDeploy(facts()).verdict).toBe('pass');
  });

  it('to a later wave, where the waves before still run it', () => {
    const waves = ['Prod-one-box', 'Prod-rest'].map((stage) => ({ stage, state: 'healthy', reason: '', at: '' }));
    const stages = [standard('Prod-one-box', 'e7'), standard('Prod-rest', 'e7')];
    expect(refusedBy({ stage: 'Prod-rest', stages, record: record({ waves }) })).toEqual([]);
  });

  it('when somebody retried it while its change is open, inside the window, with the line running', () => {
    expect(refusedBy({ record: retried() })).toEqual([]);
  });

  it('though the window shut or the line was stopped after the gate opened: what runs finishes', () => {
    const gated = record({}, [['gated', 'gated:job-1:open', '15:59'], HISTORY[1]!]);
    expect(refusedBy({ now: new Date(at('16:01')), record: gated, time: { freeze: FROZEN, calendars: SHUT } })).toEqual(
      [],
    );
  });
});

describe('a deployment is not admitted', () => {
  it.each<[string, Partial<AdmissionFacts>, string[]]>([
    ['without the lane', { lane: undefined }, ['turn']],
    ['when another release took the lane', { lane: { execution: 'e8', change: 'orders-8', since: '' } }, ['turn']],
    ['when it failed', { status: 'Failed' }, ['running']],
    ['when it was stopped', { status: 'Stopped' }, ['running']],
    ['when it is being stopped', { status: 'Stopping' }, ['running']],
    ['when it ended well', { status: 'Succeeded' }, ['running']],
    ['when nobody knows how it stands', { status: '' }, ['running']],
    ['when its record is sealed as rolled back', { record: record({ state: 'rolled back' }) }, ['record']],
    ['when its record is sealed as rejected', { record: record({ state: 'rejected' }) }, ['record']],
    ['when its record is sealed as released', { record: record({ state: 'succeeded' }) }, ['record']],
    ['before it was verified', { record: record({ state: 'drafted' }) }, ['record']],
    ['before it was approved', { record: record({ state: 'verified' }) }, ['record']],
    [
      'when its way back began',
      { record: record({}, [...HISTORY, ['wave', 'unwound:Prod-rest:not rolled back', '10:04']]) },
      ['record'],
    ],
    ['without a gate', { record: record({}, [HISTORY[1]!]), ...EVENING }, ['gate', 'window']],
    [
      'when the last gate stayed closed',
      { record: record({}, [...HISTORY, ['gated', 'gated:job-2:closed', '10:04']]) },
      ['gate'],
    ],
    ['with another digest', { digest: `sha256:${'b'.repeat(64)}` }, ['digest']],
    ['with what is no digest', { digest: '' }, ['digest']],
    ['when it was never verified', { record: record({ verified: undefined }) }, ['digest']],
    ['to a stage that is no wave', { stage: 'Close' }, ['place']],
    [
      'when a wave before was taken back',
      {
        stage: 'Prod-rest',
        stages: [{ ...standard('Prod-one-box', 'r1'), type: 'ROLLBACK', target: 'e6' }, standard('Prod-rest', 'e7')],
        record: record({ waves: [{ stage: 'Prod-rest', state: 'deploying', reason: '', at: '' }] }),
      },
      ['place'],
    ],
    ['when it is retried outside the window', { record: retried(), ...EVENING }, ['window']],
    [
      'when it is retried with the calendar shut',
      { record: retried(), time: { freeze: undefined, calendars: SHUT } },
      ['calendar'],
    ],
    [
      'when it is retried with the line stopped',
      { record: retried(), time: { freeze: FROZEN, calendars: [] } },
      ['freeze'],
    ],
    ['when it is retried and nobody asked the calendars', { record: retried(), time: undefined }, ['calendar']],
    ['when its build waited until the window shut', EVENING, ['window']],
  ])('%s', (_, more, checks) => {
    expect(refusedBy(more)).toEqual(checks);
    const answer = mayDeploy(facts(more));
    expect(answer.verdict).toBe('refuse');
    expect(answer.remedy).toMatch(/release|Release|Deploy|Retry|unfreeze/);
  });
});

describe('a deployment that CodePipeline does not show yet', () => {
  it.each<[string, Partial<AdmissionFacts>]>([
    ['in the list of actions', { record: record({ waves: [] }) }],
    ['in the list of actions, as a first wave', { record: record({ state: 'approved', waves: [] }) }],
    ['in its stage, where another release stands', { stages: [standard('Prod-one-box', 'e8')] }],
    ['in its stage, where nothing stands', { stages: [] }],
  ])('is neither admitted nor refused: %s', (_, more) => {
    expect(mayDeploy(facts(more))).toMatchObject({
      verdict: 'wait',
      remedy: expect.stringMatching(/Release again/) as string,
    });
  });

  it('is refused where there is another reason besides', () => {
    expect(mayDeploy(facts({ stages: [], lane: undefined })).verdict).toBe('refuse');
  });
});

describe('a rollback', () => {
  const back: StageFact = {
    stage: 'Prod-one-box',
    execution: 'r1',
    type: 'ROLLBACK',
    status: 'InProgress',
    target: 'e6',
  };
  it.each<[string, { id: string; rollback: boolean }, readonly StageFact[], boolean]>([
    ['is told by its own type', { id: 'r1', rollback: true }, [], true],
    ['is told by its stage, where it carries its own id', { id: 'r1', rollback: false }, [back], true],
    [
      'is told by its stage, where it carries the id of what it returns to',
      { id: 'e6', rollback: false },
      [back],
      true,
    ],
    ['is not what is being rolled back', { id: 'e7', rollback: false }, [back], false],
    [
      'is over when it ended: what it returned to deploys nothing more',
      { id: 'e6', rollback: false },
      [{ ...back, status: 'Succeeded' }],
      false,
    ],
    ['is not one of another stage', { id: 'e6', rollback: false }, [{ ...back, stage: 'Prod-rest' }], false],
    ['is not a release in its stage', { id: 'e6', rollback: false }, [{ ...back, type: 'STANDARD' }], false],
    [
      'is not known by a target that nobody tells',
      { id: 'e7', rollback: false },
      [{ ...back, target: undefined }],
      false,
    ],
  ])('%s', (_, execution, stages, known) => {
    expect(checkRollback(execution, 'Prod-one-box', stages)?.verdict).toBe(known ? 'pass' : undefined);
  });
});

describe('once the way back began', () => {
  const unwound = applyAll(record(), [
    {
      kind: 'wave',
      id: 'unwound:Prod-one-box:x',
      at: at('10:10'),
      stage: 'Prod-one-box',
      state: 'not rolled back',
      reason: 'No.',
    },
  ]).record;

  it('a retry that is refused changes nothing about what became of the waves', () => {
    const { record: after } = applyAll(unwound, [
      { kind: 'deploying', id: 'deploying:run-2', at: at('10:11'), stage: 'Prod-one-box' },
      { kind: 'wave', id: 'failed:run-2', at: at('10:12'), stage: 'Prod-one-box', state: 'failed', reason: 'Refused.' },
    ]);
    expect(after.waves).toEqual(unwound.waves);
    expect(after.history).toHaveLength(unwound.history.length + 2);
  });

  it('the unwinding still says what becomes of them', () => {
    const event = { at: at('10:13'), stage: 'Prod-one-box', state: 'rolled back', reason: 'Returned.' } as const;
    const { record: after } = applyAll(unwound, [{ kind: 'wave', id: 'unwound:Prod-one-box:y', ...event }]);
    expect(after.waves.map(({ state }) => state)).toEqual(['rolled back']);
  });
});
