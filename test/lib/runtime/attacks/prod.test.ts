import { alarmArn, SLO } from '../../../_helpers/fake-aws/world';
import { CAROL, commitOf, type DraftFields, digestOf, Line, OLGA, released } from './line';
import { DORA, releasedByHand } from './alarms';
import type * as Table from './table';
import { type Attack, attacked, describeAttacks } from './table';

/** Attacks on when prod changes and from what: what is in prod, windows, calendars, freezes, turns, budgets, alarms. */
jest.mock('../../../../lib/change/gate', () => jest.requireActual<typeof Table>('./table').gateWithout());

const FIX = 'Mend it\n\nIncident: INC-7';
const ONE_BOX = 'orders-errors-eu-west-2';

async function approved(line: Line, fields: DraftFields = {}): Promise<void> {
  await line.verify('r2', fields);
  line.approve('r2');
}

/** `r2` was verified; then another release goes through before `r2` comes to the gate. */
async function overtaken(line: Line, fields: DraftFields = {}): Promise<void> {
  await approved(line, fields);
  await line.release('other', DORA);
}

/** The world after the wait passed. */
const then = (change: (line: Line) => unknown): Pick<Attack, 'play' | 'between'> => ({
  play: (line) => approved(line),
  between: change,
});

const ATTACKS: Readonly<Record<string, Attack>> = {
  'another line of history was released since it was verified': {
    by: ['basis'],
    reason: /orders-3 is in prod .* no part of orders-2, which would take it out again.*released after this change/,
    play: (line) => overtaken(line),
  },
  'the first release went through while another first release waited, of another history': {
    by: ['basis'],
    reason: /orders-2 is in prod .* no part of orders-1/,
    line: async () => new Line(),
    play: (line) => overtaken(line),
  },
  'the index forgot what was released': {
    by: ['basis'],
    reason: /orders-1 was released, and the index does not say so any more\. Ask the platform team/,
    play: async (line) => {
      await approved(line);
      line.world.items.delete('APPLICATION#orders\u0000RELEASED');
    },
  },
  'a second release that was verified before the first took place claims to be a first one, with a spent budget': {
    by: ['error-budget'],
    reason: /The error budget is spent/,
    line: async () => new Line(),
    play: async (line) => {
      await approved(line, { commits: [commitOf('r2'), commitOf('other')] });
      await line.release('other', DORA);
      line.world.budget = 'BREACHED';
    },
  },
  'the window closes between the wait and the gate': {
    by: ['window'],
    reason: /The window is shut until Tue 24 Nov 2026 09:00 GMT/,
    ...then((line) => (line.world.now = Date.parse('2026-11-23T16:00:00Z'))),
  },
  'the calendar closes between the wait and the gate': {
    by: ['calendar'],
    reason: /Closed by the change calendar freezes/,
    ...then((line) => (line.world.calendars = { freezes: { State: 'CLOSED' } })),
  },
  'the calendar answers what nobody knows': {
    by: ['calendar'],
    reason: /it answers "MAYBE", not OPEN or CLOSED/,
    ...then((line) => (line.world.calendars = { freezes: { State: 'MAYBE' } })),
  },
  'the calendar answers nothing': {
    by: ['calendar'],
    reason: /it answers "nothing"/,
    ...then((line) => (line.world.calendars = { freezes: {} as never })),
  },
  'the line is stopped between the wait and the gate': {
    by: ['freeze'],
    reason: /olga@example\.com stopped the line on .*: Odd numbers/,
    ...then((line) => line.person(OLGA, { do: 'freeze', reason: 'Odd numbers' })),
  },
  'the freeze in the table cannot be read': {
    by: ['freeze'],
    reason: /the freeze in the table cannot be read/,
    ...then((line) => line.world.items.set('APPLICATION#orders\u0000FREEZE', { pk: 'x', sk: 'y', frozen: 'no' })),
  },
  'another release has the turn': {
    by: ['turn'],
    reason: /orders-9 is on its way through prod, not this release/,
    ...then((line) => line.world.items.set('APPLICATION#orders\u0000LANE', laneOf('r9', 'orders-9'))),
  },
  'the gate is asked without the wait': {
    by: ['turn'],
    reason: /This release did not wait for its turn/,
    ...then((line) => line.world.items.delete('APPLICATION#orders\u0000LANE')),
  },
  'the error budget is spent': {
    by: ['error-budget'],
    reason: /The error budget is spent .*Features wait/,
    ...then((line) => (line.world.budget = 'BREACHED')),
  },
  'the error budget has no data': {
    by: ['error-budget'],
    reason: /The error budget cannot be read/,
    ...then((line) => (line.world.budget = 'INSUFFICIENT_DATA')),
  },
  'an objective is promised and nothing measures it': {
    by: ['error-budget'],
    reason: /no service level objective measures it/,
    policy: { availability: { objective: 99.98, serviceLevelObjectives: [] } },
    play: (line) => approved(line),
  },
  'a healthy objective of an account of somebody else stands beside a spent one': {
    by: ['error-budget'],
    reason: /slo\/theirs: is in no account of a wave/,
    policy: {
      availability: {
        objective: 99.98,
        serviceLevelObjectives: [SLO, 'arn:aws:application-signals:eu-west-2:999999999999:slo/theirs'],
      },
    },
    play: (line) => approved(line),
  },
  'the budget is that of another objective': {
    by: ['error-budget'],
    reason: /the report is about arn:.*:slo\/easy/,
    ...then((line) => {
      const answer = { Reports: [{ Arn: SLO.replace('orders', 'easy'), BudgetStatus: 'OK' }] };
      line.world.fault = ({ service }) => (service === 'signals' ? { answer } : undefined);
    }),
  },
  'one commit of two calls itself a fix, with a spent budget': {
    by: ['error-budget'],
    reason: /The error budget is spent/,
    play: async (line) => {
      line.world.budget = 'BREACHED';
      await approved(line, { commits: [commitOf('r2', { message: FIX }), commitOf('feature')] });
    },
  },
  'a fix names no incident': {
    by: ['error-budget'],
    reason: /The error budget is spent/,
    play: async (line) => {
      line.world.budget = 'BREACHED';
      await approved(line, { message: 'Mend it\n\nIncident: -' });
    },
  },
  'an alarm fires': {
    by: ['alarms'],
    reason: /Rollback alarms are already firing: orders-errors-eu-west-2/,
    ...then((line) => (line.world.alarms[ONE_BOX] = { state: 'ALARM' })),
  },
  'an alarm was deleted or renamed': {
    by: ['alarms'],
    reason: /Rollback alarms are gone: orders-errors-eu-west-2 \(eu-west-2\) MISSING/,
    ...then((line) => delete line.world.alarms[ONE_BOX]),
  },
  'an alarm lies in an account of nobody': {
    by: ['alarms'],
    reason: /cannot be read: .*it is in no account of a wave/,
    play: async (line) => {
      await approved(line);
      line.runtime.settings.policy.waves[0]!.targets[0]!.alarms = [
        alarmArn('errors', 'eu-west-2').replace('333333333333', '999999999999'),
      ];
    },
  },
  'no alarm is known, though something was released': {
    by: ['alarms'],
    reason:
      /No rollback alarm is known of Prod-one-box, Prod-rest, though something is deployed there\. Name the alarms/,
    line: releasedByHand,
    play: (line) => approved(line),
  },
};

function laneOf(execution: string, change: string): Record<string, unknown> {
  return { pk: 'APPLICATION#orders', sk: 'LANE', execution, change, since: '2026-11-23T10:00:00.000Z' };
}

describeAttacks(ATTACKS);

describe('time', () => {
  const at = async (now: string, zone: string) => {
    const { answer } = await attacked({
      by: [],
      reason: /./,
      play: async (line) => {
        line.runtime.settings.policy.window = { ...line.runtime.settings.policy.window, ...always(zone) };
        await approved(line);
        line.world.now = Date.parse(now);
      },
    });
    return answer;
  };
  const always = (timeZone: string) => ({
    timeZone,
    open: [{ days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as never[], from: '01:30', to: '02:30' }],
  });

  it.each([
    ['spring: before it opens', '2026-03-29T00:29:59Z', 'Europe/Berlin', /^wait/],
    ['spring: 01:30 to the skipped 02:30, which is 03:30', '2026-03-29T00:30:00Z', 'Europe/Berlin', /^$/],
    ['spring: shut after', '2026-03-29T01:30:00Z', 'Europe/Berlin', /^wait: The window is shut until Mon 30 Mar/],
    ['autumn: open at the first 01:30', '2026-10-24T23:30:00Z', 'Europe/Berlin', /^$/],
    ['autumn: shut at the first 02:30', '2026-10-25T00:30:00Z', 'Europe/Berlin', /^wait: .*Mon 26 Oct/],
    ['autumn: and not open again in the second 02:00', '2026-10-25T01:15:00Z', 'Europe/Berlin', /^wait: .*Mon 26/],
  ])('a day on which the clocks change, %s', async (_, now, zone, answer) => {
    expect(await at(now, zone)).toMatch(answer);
  });

  it('that goes backwards opens nothing and doubles nothing', async () => {
    const line = await released();
    await approved(line);
    expect(await line.enter('r2')).toBe('');
    line.world.now -= 86_400_000 * 2;
    expect(await line.gate('r2')).toMatch(/The window is shut until/);
    expect(line.record('r2').history.filter((one) => one.kind === 'opened')).toHaveLength(1);
    line.world.now = Date.parse('2026-11-23T11:00:00Z');
    const ask = () => line.person(OLGA, { do: 'freeze', reason: 'x' });
    expect((await ask()).status).toBe(200);
    expect((await line.person(CAROL, { do: 'unfreeze', reason: 'x' })).status).toBe(409);
    expect(line.item('APPLICATION#orders|FREEZE')).toMatchObject({ frozen: true });
  });

  it('of a wait is never longer than a day, whatever a calendar says', async () => {
    const line = await released();
    await approved(line);
    line.world.calendars = { freezes: { State: 'CLOSED', NextTransitionTime: '2999-01-01T00:00:00Z' } };
    const { until } = await line.wait('r2');
    expect(Date.parse(until!) - line.world.now).toBe(86_400_000);
  });
});

it('digests differ by revision, or these tests would show nothing', () => {
  expect(digestOf('r1')).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(digestOf('r1')).not.toBe(digestOf('r2'));
});
