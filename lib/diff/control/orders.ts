import type { Order } from './fact';

/** Compared as a number; nothing where the value is none. */
export function bySize(value: unknown, more: 'weaker' | 'stronger', unit?: string): { readonly order?: Order } {
  const size = typeof value === 'boolean' || value === undefined || value === null ? Number.NaN : Number(value);
  return Number.isFinite(size) ? { order: { by: 'size', size, more, ...(unit === undefined ? {} : { unit }) } } : {};
}

/** A list that is better the longer it is: who must approve, what must be open, what is watched. */
export function theMoreTheStronger(members: readonly string[]): { readonly order: Order } {
  return { order: { by: 'members', members, more: 'stronger', less: 'weaker' } };
}

/** A list that is better the shorter it is: who may do something, when something may happen. */
export function theFewerTheStronger(members: readonly string[], unit?: string): { readonly order: Order } {
  return {
    order: { by: 'members', members, more: 'weaker', less: 'stronger', ...(unit === undefined ? {} : { unit }) },
  };
}

/** Minutes as people say them: `7 days`, `30 minutes`. */
export function minutesText(minutes: number): string {
  const [size, unit] =
    minutes > 0 && minutes % 1440 === 0
      ? [minutes / 1440, 'day']
      : minutes > 0 && minutes % 60 === 0
        ? [minutes / 60, 'hour']
        : [minutes, 'minute'];
  return `${size} ${unit}${size === 1 ? '' : 's'}`;
}
