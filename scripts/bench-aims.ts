/** What a benchmark found, beside what it should find. */
export interface Aim {
  readonly label: string;
  readonly unit: string;
  readonly measured: number;
  /** At most. */
  readonly aim: number;
  /** Where the work on it began; on another machine, so that only its size tells something. Absent where nobody measured it. */
  readonly before?: number;
  /** What the same run measured of a process that does nothing but what cannot be left out. */
  readonly floor?: number;
}

/** In one line: figure, aim, floor of the same run with the ratio to it, and where it began. */
export function aimLine({ label, unit, measured, aim, before, floor }: Aim): string {
  const figure = (value: number): string => `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ${unit}`.trim();
  const verdict = measured <= aim ? 'met' : `missed by ${(measured / aim).toFixed(1)} times`;
  const parts = [`aim ${figure(aim)}: ${verdict}`];
  if (floor !== undefined && floor > 0) parts.push(`floor ${figure(floor)} (x${(measured / floor).toFixed(1)})`);
  if (before !== undefined) parts.push(`began at ${figure(before)}`);
  return `${label.padEnd(36)} ${figure(measured).padStart(9)}  ${parts.join(', ')}`;
}
