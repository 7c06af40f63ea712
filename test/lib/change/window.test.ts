import fc from 'fast-check';
import { checkWindow } from '../../../lib/change/window-check';
import { isOpen, nextOpening, type Window } from '../../../lib/change/window';
import cases from '../../fixtures/change/windows.json';

function office(timeZone: string): Window {
  return {
    timeZone,
    open: [{ days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], from: '09:00', to: '16:00' }],
    holidays: ['2026-12-25'],
  };
}

describe('a window', () => {
  it.each(cases)('$zone: $name', ({ zone, at, open, next }) => {
    const window = office(zone);
    expect(isOpen(window, new Date(at))).toBe(open);
    if (next) expect(nextOpening(window, new Date(at))?.start.toISOString()).toBe(next);
  });

  it('does not part what midnight joins', () => {
    const window: Window = {
      timeZone: 'UTC',
      open: [{ days: ['Mon', 'Tue'], from: '00:00', to: '24:00' }],
      holidays: [],
    };
    expect(nextOpening(window, new Date('2026-11-23T12:00:00Z'))?.end.toISOString()).toBe('2026-11-25T00:00:00.000Z');
  });

  it('moves a time that the clocks skip, and takes the first of a time that they repeat', () => {
    const skipped: Window = {
      timeZone: 'Europe/London',
      open: [{ days: ['Sun'], from: '01:30', to: '03:00' }],
      holidays: [],
    };
    expect(nextOpening(skipped, new Date('2026-03-29T00:00:00Z'))?.start.toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    );
    const repeated: Window = {
      timeZone: 'Europe/London',
      open: [{ days: ['Sun'], from: '00:00', to: '01:30' }],
      holidays: [],
    };
    expect(nextOpening(repeated, new Date('2026-10-24T23:30:00Z'))?.end.toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('opens at the second of a time that the clocks repeat: late rather than early', () => {
    const repeated: Window = {
      timeZone: 'Europe/London',
      open: [{ days: ['Sun'], from: '01:15', to: '03:00' }],
      holidays: [],
    };
    expect(nextOpening(repeated, new Date('2026-10-24T23:00:00Z'))?.start.toISOString()).toBe(
      '2026-10-25T01:15:00.000Z',
    );
  });

  it('says until when a change waits, in local time', () => {
    const answer = checkWindow(office('Europe/London'), new Date('2026-07-03T20:00:00Z'));
    expect(answer).toMatchObject({ verdict: 'wait', until: '2026-07-06T08:00:00.000Z' });
    expect(answer.reason).toContain('Mon 6 Jul 2026 09:00');
  });

  it('refuses where it never opens', () => {
    const never: Window = { timeZone: 'UTC', open: [{ days: ['Mon'], from: '10:00', to: '09:00' }], holidays: [] };
    expect(checkWindow(never, new Date()).verdict).toBe('refuse');
  });

  it('refuses a time zone that nobody knows', () => {
    expect(() => isOpen(office('Mars/Olympus'), new Date())).toThrow(/no time zone/);
  });

  it('opens at the start of the next opening and not before, whenever one asks', () => {
    const time = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    const zone = fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'UTC');
    fc.assert(
      fc.property(time, zone, (at, timeZone) => {
        const window = office(timeZone);
        const { start, end } = nextOpening(window, at)!;
        expect(end > at).toBe(true);
        expect(isOpen(window, start)).toBe(true);
        expect(isOpen(window, end)).toBe(false);
        expect(isOpen(window, new Date(Math.max(at.getTime(), start.getTime())))).toBe(true);
        if (start > at) expect(isOpen(window, new Date((at.getTime() + start.getTime()) / 2))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
