import type { Duty, Witness } from '../../checker/claims';
import type { CheckedPrincipal } from '../../checker/input';
import type { Place } from '../../checker/place';
import type { ClaimWriter } from './write';

/** Witnesses that may show that a principal cannot do something: the plainest first. */
export function* cannotWitnesses(place: Place, principal: CheckedPrincipal): Generator<Witness> {
  yield { kind: 'silent' };
  if (principal.boundary) yield { kind: 'boundary' };
  yield { kind: 'elsewhere' };
  yield { kind: 'kept' };
  for (const { where, policy } of place.binding(principal))
    for (const one of policy.statements)
      if (one.effect === 'Deny') yield { kind: 'deny', statement: `${where}.${one.where}` };
  for (const level of place.levels(principal.account)) yield { kind: 'level', level };
  const ids = place.world.exceptions.map((one) => one.id);
  if (ids.length > 0) yield { kind: 'exception', ids };
}

/**
 * Claims a duty about actions: all of them by one witness, or each by what takes most of those that are left. What none
 * takes is the search's.
 */
export function claimActions(writer: ClaimWriter, duty: Duty, witnesses: Iterable<Witness>, why: string): void {
  let left = duty.actions ?? [];
  for (const by of witnesses) {
    if (left.length === 0) return;
    const taken = duty.holds(by, left) ? left : left.filter((one) => duty.holds(by, [one]));
    if (taken.length > 0) writer.add({ ...duty, actions: taken }, by);
    if (taken.length > 0) left = left.filter((one) => !taken.includes(one));
  }
  if (left.length > 0) writer.add({ ...duty, actions: left }, { kind: 'searched', why });
}
