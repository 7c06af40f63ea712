import type { PlatformConfig } from './schema';

type Units = PlatformConfig['organization']['units'];

/** The units of a kind, the first one first. */
export function unitsOf(units: Units, kind: keyof Units): readonly string[] {
  const named = units[kind];
  return typeof named === 'string' ? [named] : named;
}

/** The unit that an environment's account is in. */
export function unitOf(
  units: Units,
  { kind, unit }: PlatformConfig['applications'][number]['environments'][number],
): string {
  return unit ?? unitsOf(units, kind)[0]!;
}
