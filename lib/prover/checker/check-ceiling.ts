import { namesAll } from './check-writes';
import { covers } from './glob';
import type { Ceiling, CeilingClaim, CheckedActions, CheckedCondition, CheckedStatement } from './input';
import type { Place } from './place';
import { at, mightAllow } from './statements';
import type { Tally } from './tally';

/** Whom a ceiling may spare: machines, and the roles that only AWS makes. Written anew on purpose. */
const SPARED = ['/guarded/pipeline/', '/guarded/workload/', '/aws-service-role/'].map(
  (path) => `arn:*:iam::*:role${path}*`,
);

function sparesMachines({ operator, quantifier, key, values }: CheckedCondition): boolean {
  const names = /^(String|Arn)Not(Like|Equals)$/.test(operator) && quantifier === 'none';
  const spared = (value: string): boolean => !value.includes('$') && SPARED.some((pattern) => covers(pattern, value));
  return names && key.toLowerCase() === 'aws:principalarn' && values.every(spared);
}

/** Whether a control policy's deny binds every role outside the machine paths, on any resource, in any context. */
export function bindsEverybodyElse({ effect, unreadable, resources, conditions }: CheckedStatement): boolean {
  const anything = !resources || (!resources.negated && resources.patterns.includes('*'));
  return effect === 'Deny' && unreadable.length === 0 && anything && conditions.every(sparesMachines);
}

/** Whether a clause keeps an atom from every such role of an account, by looking, without search. */
export function seals({ clause }: CeilingClaim, atom: readonly string[], account: string, place: Place): boolean {
  const control = place.controlling(account, 'SERVICE_CONTROL_POLICY');
  if (clause.kind === 'deny') {
    const statement = at(control, clause.statement);
    return statement !== undefined && bindsEverybodyElse(statement) && namesAll(statement, atom);
  }
  if (clause.kind !== 'level' || !place.levels(account).includes(clause.level)) return false;
  const there = control.filter((one) => one.targets.includes(clause.level));
  return there.length > 0 && !atom.some((action) => mightAllow(there, action));
}

/** Every write has a claim in every guarded account, and each claim holds. */
export function checkCeiling(place: Place, { atoms, claims }: Ceiling, actions: CheckedActions, tally: Tally): void {
  const missing = new Map<string, string | undefined>();
  const guarded = place.world.accounts.filter((one) => place.guarded(one.id) && !one.closed);
  const there = new Set(guarded.map((one) => one.id));
  for (const id of new Set(claims.flatMap((one) => one.accounts)))
    if (!there.has(id)) tally.refuse(`something is said about the ceiling of ${id}, which needs none`);
  for (const { id } of guarded) {
    const own = claims.filter((one) => one.accounts.includes(id));
    const key = own.map((one) => one.atom).join();
    if (!missing.has(key)) {
      const said = new Set(own.flatMap((one) => atoms[one.atom] ?? []));
      missing.set(
        key,
        actions.writes.find((action) => !said.has(action)),
      );
    }
    const unsaid = missing.get(key);
    if (unsaid) tally.refuse(`nothing is said about ${unsaid} under the ceiling of ${id}`);
    for (const claim of own) {
      const atom = atoms[claim.atom] ?? [];
      if (claim.clause.kind === 'decided') tally.decided(atom.length);
      else if (seals(claim, atom, id, place)) tally.verified(atom.length);
      else tally.refuse(`${JSON.stringify(claim.clause)} does not keep ${atom[0]} from every role of ${id}`);
    }
  }
}
