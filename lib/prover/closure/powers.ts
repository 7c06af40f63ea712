import type { Powers } from '../../world/authorize/actor';
import type { PolicySource } from '../../world/model';

/** Powers that somebody has or has not. */
const FLAGS = [
  'rewritten',
  'unbounded',
  'retagged',
  'untagged',
  'uncontrolled',
  'widened',
  'departed',
  'delegated',
] as const;

/** A policy's name among all that can be gained: its place, and its managed policy's ARN where it has one. */
const keyOf = (policy: PolicySource): string => `${policy.arn ?? ''} ${policy.where}`;

function joinGains(a: readonly PolicySource[] = [], b: readonly PolicySource[] = []): readonly PolicySource[] {
  const held = new Set(a.map(keyOf));
  const added = b.filter((policy) => !held.has(keyOf(policy)));
  return added.length === 0 ? a : [...new Map([...a, ...added].map((policy) => [keyOf(policy), policy])).values()];
}

function joinLosses(a: readonly string[] = [], b: readonly string[] = []): readonly string[] {
  return b.every((place) => a.includes(place)) ? a : [...new Set([...a, ...b])];
}

/**
 * Both powers together. Whoever holds something already gets the very same object back where nothing is added: powers
 * only grow, over the finite set of flags, policies and places that a world has, and so the closure settles.
 */
export function joinPowers(held: Powers, added: Powers): Powers {
  const flags = FLAGS.filter((flag) => added[flag] && !held[flag]);
  const gains = joinGains(held.gains, added.gains);
  const loses = joinLosses(held.loses, added.loses);
  const same = flags.length === 0 && gains.length === (held.gains?.length ?? 0);
  if (same && loses.length === (held.loses?.length ?? 0)) return held;
  return { ...held, ...Object.fromEntries(flags.map((flag) => [flag, true])), gains, loses };
}
