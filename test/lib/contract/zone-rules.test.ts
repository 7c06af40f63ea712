import { checkWindow } from '../../../lib/change/window-check';
import { timeZone } from '../../../lib/config/fields';
import { staleZone } from '../../../lib/contract/zone-rules';
import type { Window } from '../../../lib/change/window';

const OLD = (): number => -480;
const NEW = (): number => -420;
const NOON = new Date('2026-12-15T20:00:00Z');

describe('zone data that is older than the rules of a zone', () => {
  it('is noticed by what it says of a moment after the change, and told with a zone that has the same hours', () => {
    expect(staleZone('America/Vancouver', OLD)).toMatch(
      /older than the rules of America\/Vancouver: British Columbia stays at UTC-7.*; write America\/Dawson_Creek/,
    );
    expect(staleZone('canada/pacific', OLD)).toBeDefined();
    expect(staleZone('America/Vancouver', NEW)).toBeUndefined();
  });

  it('says nothing of zones that kept their rules', () => {
    for (const zone of ['Europe/London', 'America/Los_Angeles', 'UTC', 'America/Dawson_Creek'])
      expect(staleZone(zone)).toBeUndefined();
  });

  it('agrees with this runtime, whatever its data: platform.yaml and gate go by it', () => {
    const winter = new Intl.DateTimeFormat('en', { timeZone: 'America/Vancouver', timeZoneName: 'longOffset' });
    const old = winter.format(new Date('2026-12-15T12:00:00Z')).includes('GMT-08:00');
    const window: Window = {
      timeZone: 'America/Vancouver',
      open: [{ days: ['Tue'], from: '09:00', to: '16:00' }],
      holidays: [],
    };
    expect(staleZone('America/Vancouver') !== undefined).toBe(old);
    expect(timeZone.safeParse('America/Vancouver').success).toBe(!old);
    expect(checkWindow(window, NOON).verdict).toBe(old ? 'refuse' : 'pass');
    // The zone that is written in its place is right in old data and in new.
    expect(checkWindow({ ...window, timeZone: 'America/Dawson_Creek' }, NOON).verdict).toBe('pass');
    const early = new Date('2026-12-15T16:30:00Z');
    expect(checkWindow({ ...window, timeZone: 'America/Dawson_Creek' }, early).verdict).toBe('pass');
  });
});
