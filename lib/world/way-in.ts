import type { WayIn } from './model';

/** Who comes in, step by step, and what to change, in sentences; nothing where it does not show. */
export function tellWayIn({ who, way = [], change }: WayIn): string[] {
  return [
    ...(who === undefined ? [] : [`Who: ${who}.`]),
    ...(way.length === 0 ? [] : [`How: ${way.map((step, at) => `${at + 1}. ${step}`).join('; ')}.`]),
    ...(change === undefined ? [] : [`Change: ${change}.`]),
  ];
}
