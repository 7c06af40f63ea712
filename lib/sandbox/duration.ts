/** Lifetimes as people write them. */

const UNITS: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440 };

/** How a lifetime is written, for messages. */
export const DURATION_FORM = 'a number and m, h or d: 90m, 12h or 3d';

/** Minutes of `90m`, `12h` or `3d`; undefined for anything else, nothing and fractions included. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  return count && unit ? Number(count) * UNITS[unit]! : undefined;
}

/** `3 days`, `5 hours`, `12 minutes`: the largest unit that leaves at least two of it, rounded down. */
export function tellDuration(minutes: number): string {
  if (minutes <= 0) return 'no time';
  if (minutes >= 2 * UNITS.d!) return plural(minutes / UNITS.d!, 'day');
  if (minutes >= 2 * UNITS.h!) return plural(minutes / UNITS.h!, 'hour');
  return minutes < 1 ? 'less than a minute' : plural(minutes, 'minute');
}

function plural(count: number, unit: string): string {
  const whole = Math.floor(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
