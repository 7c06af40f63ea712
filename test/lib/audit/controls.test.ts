import { CHECKS, type Shown } from '../../../lib/audit/controls/checks';
import { evaluate, evaluateControls } from '../../../lib/audit/controls/evaluate';
import { CONTROLS } from '../../../lib/audit/controls/table';
import { readPack } from '../../../lib/audit';
import { handedOver } from './handed-over';

const evidence = readPack(handedOver());
/** The example with everything that an audit can be given: changes in order alone, and a snapshot without drift. */
const shown: Shown = {
  ...evidence,
  population: { ...evidence.population, trail: true, records: 1 },
  changes: [{ id: 'orders-1', at: '2026-11-24T10:00:00Z', execution: 'e-1', deployments: [], objections: [] }],
  changesWithoutExecution: [],
  deployed: { digest: 'sha256:0', verdict: 'proved', theorems: [], drift: [], notCompared: [] },
};
const verdicts = (of: Shown) => new Map(evaluateControls(of).map((one) => [`${one.framework} ${one.id}`, one.verdict]));
const evaluable = CONTROLS.filter((one) => one.checks.length > 0);

test('every control that something here can show passes on the example with all that an audit can be given', () => {
  for (const [name, verdict] of verdicts(shown))
    expect([name, verdict]).toEqual([
      name,
      evaluable.some((one) => `${one.framework} ${one.id}` === name) ? 'pass' : 'not evaluable here',
    ]);
});

test.each(evaluable.map((one) => [`${one.framework} ${one.id}`, one] as const))(
  '%s: with any one check without its witnesses it does not pass',
  (_, control) => {
    const checked = control.checks.map((id) => CHECKS[id](shown));
    expect(evaluate(control, checked).verdict).toBe('pass');
    for (const taken of checked.keys()) {
      const without = checked.map((one, at) => (at === taken ? { ...one, witnesses: [] } : one));
      expect(evaluate(control, without).verdict).toBe('fail');
    }
  },
);

/** What each check rests on, taken away or made bad. */
const TAKEN: readonly (readonly [check: keyof typeof CHECKS, change: Partial<Shown>])[] = [
  ...(
    [
      ['no-human-write', 'no-human-write-to-prod'],
      ['ceiling', 'ceiling-holds-for-any-role'],
      ['only-pipeline', 'only-the-pipeline-deploys'],
      ['approval', 'approval-dominates-prod'],
      ['duties', 'duties-are-separate'],
      ['rollback', 'rollback-is-armed'],
      ['guardrails', 'guardrails-are-immutable'],
      ['isolation', 'environments-are-isolated'],
    ] as const
  ).map(([check, id]) => [check, { theorems: shown.theorems.filter((one) => one.id !== id) }] as const),
  ['proved', { theorems: shown.theorems.map((one) => ({ ...one, verdict: 'unknown' as const })) }],
  ['access-by-role', { access: shown.access.map((one) => ({ ...one, level: 'writes' as const })) }],
  [
    'machines-are-machines',
    { access: shown.access.map((one) => ({ ...one, assumedBy: ['arn:aws:iam::1:user/eve'] })) },
  ],
  [
    'four-eyes',
    {
      pipelines: shown.pipelines.map((one) => ({
        ...one,
        stages: one.stages.map((stage) => ({ ...stage, approvers: [] })),
      })),
    },
  ],
  [
    'tested-before-prod',
    {
      pipelines: shown.pipelines.map((one) => ({
        ...one,
        stages: one.stages.filter((stage) => stage.kind !== 'verify'),
      })),
    },
  ],
  ['armed-alarms', { alarms: shown.alarms.map((one) => ({ ...one, problems: ['it is silent'] })) }],
  ['own-accounts', { organization: { ...shown.organization, accounts: [] } }],
  ['every-change-recorded', { changesWithoutExecution: [astray('not sanctioned')] }],
  ['changes-in-order', { changes: shown.changes.map((one) => ({ ...one, objections: ['nobody approved it'] })) }],
  ['no-drift', { deployed: { ...shown.deployed!, drift: [{ where: 'a', expected: 'b', found: 'c', kind: 'role' }] } }],
  ['write-alarms', { platform: { ...shown.platform, writeAlarms: [] } }],
  ['trail', { platform: { ...shown.platform, trails: [] } }],
  ['write-once', { platform: { ...shown.platform, writeOnceStores: [] } }],
  ['acknowledged-with-reasons', { acknowledged: shown.acknowledged.map((one) => ({ ...one, reason: '' })) }],
];

function astray(kind: 'not sanctioned' | 'break-glass') {
  const where = { account: '666666666666', region: 'eu-west-2', action: 's3:PutObject', by: 'somebody', resource: '' };
  return { id: 'x', first: '', last: '', count: 1, ...where, kind, why: '' };
}

test.each(TAKEN)('%s does not hold without what it rests on', (check, change) => {
  expect(CHECKS[check](shown).holds).toBe(true);
  expect(CHECKS[check]({ ...shown, ...change }).holds).toBe(false);
});

test('every check is taken away above', () => {
  expect(TAKEN.map(([check]) => check).sort()).toEqual(Object.keys(CHECKS).sort());
});

test('break-glass is named, and is no write that nobody explains', () => {
  const check = CHECKS['every-change-recorded'];
  expect(check({ ...shown, changesWithoutExecution: [astray('break-glass')] }).holds).toBe(true);
});

test('where something may be missing, nothing is said of all changes', () => {
  const problems = [{ what: 'cannot be read', where: 'a.json.gz', count: 1, lost: true }];
  const lost = { ...shown, population: { ...shown.population, problems } };
  expect(verdicts(lost).get('SOC 2 CC8.1')).toBe('not evaluable here');
});

test('nobody of the shipped example, which is proved, writes in a guarded account beyond what is sanctioned', () => {
  const people = evidence.access.filter(({ who, guarded }) => who === 'people' && guarded);
  expect(people.length).toBeGreaterThan(10);
  expect(people.filter(({ level }) => level === 'writes' || level === 'unknown')).toEqual([]);
});
