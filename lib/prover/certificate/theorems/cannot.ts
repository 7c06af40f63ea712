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
 * Claims a duty about actions: all of them by one witness where one takes all, else each by the first that takes it. What
 * none takes is the search's.
 */
export function claimActions(writer: ClaimWriter, duty: Duty, witnesses: Iterable<Witness>, why: string): void {
  const all = [...witnesses];
  const actions = duty.actions ?? [];
  const whole = all.find((by) => duty.holds(by, actions));
  if (whole) writer.add(duty, whole);
  else claimParts(writer, duty, all, why);
}

function claimParts(writer: ClaimWriter, duty: Duty, witnesses: readonly Witness[], why: string): void {
  let left = duty.actions ?? [];
  for (const by of witnesses) {
    const taken = left.filter((one) => duty.holds(by, [one]));
    if (taken.length > 0) writer.add({ ...duty, actions: taken }, by);
    if (taken.length > 0) left = left.filter((one) => !taken.includes(one));
    if (left.length === 0) return;
  }
  writer.add({ ...duty, actions: left }, { kind: 'searched', why });
}

/** Whether looking alone shows a duty about actions. */
export function isShown(duty: Duty, witnesses: readonly Witness[]): boolean {
  const actions = duty.actions ?? [];
  if (witnesses.some((by) => duty.holds(by, actions))) return true;
  return actions.every((action) => witnesses.some((by) => duty.holds(by, [action])));
}
