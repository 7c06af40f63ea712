/**
 * Rules of time zones that changed lately, and that the data of a runtime may not know yet: a window would open an hour early or
 * late, and nobody would notice. Zones change a few times a year; one is added here when it does, until the oldest runtime
 * that we support knows it.
 */
interface ChangedZone {
  readonly zones: readonly string[];
  /** A moment from which on it holds, ISO 8601. */
  readonly at: string;
  /** Minutes east of UTC at that moment. */
  readonly offset: number;
  /** A zone that kept these hours before, so that older data is right about it. */
  readonly same: string;
  /** What changed; source: NEWS of the tz database. */
  readonly what: string;
}

const CHANGED: readonly ChangedZone[] = [
  {
    zones: ['America/Vancouver', 'Canada/Pacific'],
    at: '2026-12-15T12:00:00Z',
    offset: -420,
    same: 'America/Dawson_Creek',
    what: 'British Columbia stays at UTC-7 from 2026 on (tz 2026b)',
  },
];

/** Minutes east of UTC, as this runtime has it. */
export type OffsetOf = (zone: string, at: Date) => number;

const byRuntime: OffsetOf = (zone, at) => {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes = '0'] = /^GMT([+-])(\d{2}):?(\d{2})?$/.exec(text) ?? [];
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

/** Why the zone data at hand is wrong about a zone, and what to write; undefined where nothing is known against it. */
export function staleZone(zone: string, offsetOf: OffsetOf = byRuntime): string | undefined {
  const changed = CHANGED.find(({ zones }) => zones.some((one) => one.toLowerCase() === zone.toLowerCase()));
  if (!changed || offsetOf(zone, new Date(changed.at)) === changed.offset) return undefined;
  const { what, same } = changed;
  return `the time zone data of this runtime (${process.versions.tz ?? 'of unknown age'}) is older than the rules of ${zone}: ${what}; write ${same}, which has the same hours`;
}
