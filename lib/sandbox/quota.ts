import { type Lease, PREVIEW_OWNER } from './lease';
import type { SandboxPolicy } from './policy';
import { type Refusal, refuse } from './refusal';

/** One place of a quota, and the lease that has it. */
export interface Slot {
  /** `person#alice@example.com` or `team`. */
  readonly of: string;
  readonly number: number;
  readonly lease?: string;
}

/** Quotas that a lease counts against, and how much each allows. Previews are the team's alone. */
export function quotasOf({ owner }: Pick<Lease, 'owner'>, { quota }: SandboxPolicy): { of: string; most: number }[] {
  const team = { of: 'team', most: quota.team };
  return owner === PREVIEW_OWNER ? [team] : [{ of: `person#${owner}`, most: quota.person }, team];
}

/** Numbers of the places that nobody has. */
export function freeSlots(used: readonly Slot[], most: number): number[] {
  const taken = new Set(used.map(({ number }) => number));
  return Array.from({ length: most }, (_, number) => number).filter((number) => !taken.has(number));
}

/** The no where a quota is used up, naming what uses it. */
export function quotaRefusal(of: string, most: number, used: readonly Slot[]): Refusal {
  const leases = [...new Set(used.flatMap(({ lease }) => lease ?? []))].sort();
  const whose = of === 'team' ? 'The team has' : `${of.slice('person#'.length)} has`;
  return refuse(
    'quota',
    `${whose} all ${most} environments that the quota allows: ${leases.join(', ')}.`,
    'Delete one first: guarded env delete NAME. One that could not be deleted counts until it is gone.',
    leases,
  );
}
