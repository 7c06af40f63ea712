import { wait } from '../../../lib/change/answer';
import { inTurn, TURN_MS, type Turn } from '../../../lib/change/turns';

const BEGUN = Date.parse('2026-12-01T00:00:00Z');
const after = (turns: number): Date => new Date(BEGUN + turns * TURN_MS);
const turn = (number: number): Turn => ({ turn: number, turns: 3, begun: { startedAt: after(0).toISOString() } });
const until = (when: Date) => wait('Prod is frozen.', when, '');
const inAnHour = new Date(after(1).getTime() + 3_600_000);

test.each([
  ['goes on within its turn', until(after(0.9)), turn(1), after(0.5), 'wait'],
  ['is handed on when its turn is over', until(inAnHour), turn(1), after(1), 'hand on'],
  ['is refused where it is known to outlast all turns', until(after(3.1)), turn(1), after(0), 'refuse'],
  ['is refused where it cannot be handed on any more', until(inAnHour), turn(3), after(1), 'refuse'],
  ['is refused then, too, where it would ask again at once', until(after(0.9)), turn(3), after(1), 'refuse'],
])('a wait %s', (_, answer, which, now, verdict) => {
  expect(inTurn(answer, which, now).verdict).toBe(verdict);
});

test('what does not say since when it waits is left alone', () => {
  const answer = until(after(9));
  expect(inTurn(answer, { turn: 1, turns: 1 }, after(0))).toBe(answer);
});
