/**
 * Sets of numbers, instants and addresses, as ranges of whole numbers: numbers in units of 10^-18, instants in
 * milliseconds, IPv4 addresses as they are and IPv6 addresses above them.
 */

/** Inclusive; `null` is without bound. */
export interface Range {
  readonly from: bigint | null;
  readonly to: bigint | null;
}

const DECIMALS = 18;

/** A decimal number in units of 10^-18; undefined where the text is no number that fits. */
export function numberUnits(text: string): bigint | undefined {
  const match = /^\s*([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?\s*$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  const zeros = DECIMALS - fraction.length + Number(exponent);
  if (zeros < 0) return undefined;
  const units = BigInt(whole + fraction + '0'.repeat(zeros));
  return sign === '-' ? -units : units;
}

/** The decimal text of units of 10^-18. */
export function numberText(units: bigint): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return sign + digits.slice(0, -DECIMALS) + (fraction ? `.${fraction}` : '');
}

const ISO = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3}\d*)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

/** An instant in milliseconds since 1970: ISO 8601 as the W3C profile has it, or seconds since 1970. */
export function instant(text: string): bigint | undefined {
  const trimmed = text.trim();
  if (/^-?\d{5,13}$/.test(trimmed) || /^\d$/.test(trimmed)) return BigInt(trimmed) * 1000n;
  if (!ISO.test(trimmed)) return undefined;
  const zoned = /T/.test(trimmed) && !/(Z|[+-]\d{2}:?\d{2})$/.test(trimmed) ? `${trimmed}Z` : trimmed;
  const time = Date.parse(zoned.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(time) ? undefined : BigInt(time);
}

/** ISO 8601, without the milliseconds where they are zero. */
export function instantText(milliseconds: bigint): string {
  const date = new Date(Number(milliseconds));
  if (Number.isNaN(date.getTime())) return (milliseconds / 1000n).toString();
  return date.toISOString().replace('.000Z', 'Z');
}

/** The complement of ranges, which may overlap and stand in any order. */
export function complement(ranges: readonly Range[]): Range[] {
  let rest: Range[] = [{ from: null, to: null }];
  for (const range of ranges) rest = rest.flatMap((one) => without(one, range));
  return rest;
}

function without(one: Range, hole: Range): Range[] {
  if (!meet(one, hole)) return [one];
  const parts: Range[] = [];
  if (hole.from !== null && (one.from === null || one.from < hole.from)) {
    parts.push({ from: one.from, to: hole.from - 1n });
  }
  if (hole.to !== null && (one.to === null || one.to > hole.to)) parts.push({ from: hole.to + 1n, to: one.to });
  return parts;
}

/** What two ranges share. */
export function meet(a: Range, b: Range): Range | undefined {
  const from = a.from === null ? b.from : b.from === null ? a.from : a.from > b.from ? a.from : b.from;
  const to = a.to === null ? b.to : b.to === null ? a.to : a.to < b.to ? a.to : b.to;
  return from !== null && to !== null && from > to ? undefined : { from, to };
}

/** What two sets of ranges share. */
export function intersect(a: readonly Range[], b: readonly Range[]): Range[] {
  return a.flatMap((one) => b.flatMap((other) => meet(one, other) ?? []));
}

/** Whether a set of ranges holds a point. */
export function within(ranges: readonly Range[], point: bigint): boolean {
  return ranges.some(({ from, to }) => (from === null || from <= point) && (to === null || point <= to));
}
