import { DateTime, Interval } from 'luxon';
import type { ChangePolicy } from './policy';

/** Weekly openings in one time zone, and days on which it stays shut. */
export type Window = Pick<ChangePolicy['window'], 'timeZone' | 'open' | 'holidays'>;

/** A time from `start` up to, not including, `end`. */
export interface Opening {
  readonly start: Date;
  readonly end: Date;
}

/** Luxon counts weekdays from 1, Monday. */
const WEEKDAYS: readonly Window['open'][number]['days'][number][] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** How far ahead an opening is looked for, in days: longer than any year. */
const HORIZON = 400;

/** The opening that holds at `at`, or the next one; undefined where none comes within 400 days. */
export function nextOpening(window: Window, at: Date): Opening | undefined {
  const first = DateTime.fromJSDate(at, { zone: window.timeZone }).startOf('day').minus({ days: 1 });
  if (!first.isValid) throw new RangeError(`"${window.timeZone}" is no time zone: write an IANA name, Europe/London.`);
  for (let day = 0; day < HORIZON; day += 7) {
    const found = openingsAround(window, first.plus({ days: day })).find((opening) => opening.end > at);
    if (found) return found;
  }
  return undefined;
}

/** Whether the window is open at `at`. */
export function isOpen(window: Window, at: Date): boolean {
  const opening = nextOpening(window, at);
  return opening !== undefined && opening.start <= at;
}

/** Openings of a day and the week after it, joined so that 24:00 and 00:00 do not part what belongs together. */
function openingsAround(window: Window, day: DateTime): Opening[] {
  const intervals = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((offset) => intervalsOf(window, day.plus({ days: offset })));
  return Interval.merge(intervals).map(({ start, end }) => ({ start: start!.toJSDate(), end: end!.toJSDate() }));
}

function intervalsOf(window: Window, day: DateTime): Interval[] {
  if (window.holidays.includes(day.toISODate() ?? '')) return [];
  const weekday = WEEKDAYS[day.weekday - 1]!;
  return window.open
    .filter((opening) => opening.days.includes(weekday))
    .map((opening) => Interval.fromDateTimes(later(timeOn(day, opening.from)), timeOn(day, opening.to)))
    .filter((interval) => interval.isValid && !interval.isEmpty());
}

/** Of a local time that the clocks repeat, the second: so a window opens late rather than early. */
function later(time: DateTime): DateTime {
  const both = time.getPossibleOffsets();
  return both.reduce((last, one) => (one > last ? one : last), time);
}

/**
 * A local time on a day. Where the clocks skip it, it is moved on by as much as they skip; where they repeat it, the
 * first of the two is meant: so a window closes early rather than late.
 */
function timeOn(day: DateTime, time: string): DateTime {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  const base = hour === 24 ? day.plus({ days: 1 }) : day;
  return base.set({ hour: hour % 24, minute, second: 0, millisecond: 0 });
}
