import { CONVENTIONS } from '../../contract/proof/conventions';
import { namesAll } from './check-writes';
import { covers } from './glob';
import type {
  Ceiling,
  CeilingClaim,
  CheckedActions,
  CheckedCondition,
  CheckedStatement,
  SanctionedClause,
} from './input';
import type { Place } from './place';
import { at, mightAllow, names } from './statements';
import type { Tally } from './tally';

/** Whom a ceiling may spare: machines, and the roles that only AWS makes. Written anew on purpose. */
const SPARED = ['/guarded/pipeline/', '/guarded/workload/', '/aws-service-role/'].map(
  (path) => `arn:*:iam::*:role${path}*`,
);

function sparesMachines(condition: CheckedCondition): boolean {
  return namesOthers(condition) && condition.values.every(isSpared);
}

function isSpared(value: string): boolean {
  return !value.includes('$') && SPARED.some((pattern) => covers(pattern, value));
}

/** A condition on the caller's name that holds for everybody whom it does not name. */
function namesOthers({ operator, quantifier, key }: CheckedCondition): boolean {
  return (
    /^(String|Arn)Not(Like|Equals)$/.test(operator) && quantifier === 'none' && key.toLowerCase() === 'aws:principalarn'
  );
}

/** Whether a control policy's deny binds every role outside the machine paths, on any resource, in any context. */
export function bindsEverybodyElse({ effect, unreadable, resources, conditions }: CheckedStatement): boolean {
  const anything = !resources || (!resources.negated && resources.patterns.includes('*'));
  return effect === 'Deny' && unreadable.length === 0 && anything && conditions.every(sparesMachines);
}

/** Whether a deny of an action on a resource spares only machines, and whom an exception sanctions there. */
function sparesSanctioned(
  statement: CheckedStatement,
  action: string,
  resource: string,
  account: string,
  place: Place,
): boolean {
  const { effect, unreadable, resources, conditions } = statement;
  const about = [...place.world.exceptions, ...CONVENTIONS].filter(
    (one) =>
      one.actions.some((each) => covers(each.toLowerCase(), action.toLowerCase())) &&
      one.resources.some((each) => covers(each, resource)),
  );
  // A control policy over an account speaks of that account's callers: any account in it is this one, in its partition.
  const isSanctioned = (value: string): boolean => {
    const here = value.replace(/^arn:\*:iam::\*:/, `arn:${place.partition}:iam::${account}:`);
    return !value.includes('$') && about.some((one) => one.principals.some((each) => covers(each, here)));
  };
  const spares = (one: CheckedCondition): boolean =>
    namesOthers(one) && one.values.every((value) => isSpared(value) || isSanctioned(value));
  const there = resources?.negated === false && resources.patterns.includes(resource);
  return effect === 'Deny' && unreadable.length === 0 && there && names(statement, action) && conditions.every(spares);
}

/** Everything but some resources is forbidden, and each of them to all but machines and the sanctioned. */
function isSanctionedAlone(clause: SanctionedClause, atom: readonly string[], account: string, place: Place): boolean {
  const control = place.controlling(account, 'SERVICE_CONTROL_POLICY');
  const outside = at(control, clause.outside);
  const within = clause.within.map((one) => at(control, one));
  if (!outside?.resources?.negated || outside.effect !== 'Deny' || outside.unreadable.length > 0) return false;
  if (!outside.conditions.every(sparesMachines) || !namesAll(outside, atom)) return false;
  return outside.resources.patterns.every((resource) =>
    atom.every((action) =>
      within.some((one) => one !== undefined && sparesSanctioned(one, action, resource, account, place)),
    ),
  );
}

/** Whether a clause keeps an atom from every such role of an account, by looking, without search. */
export function seals({ clause }: CeilingClaim, atom: readonly string[], account: string, place: Place): boolean {
  const control = place.controlling(account, 'SERVICE_CONTROL_POLICY');
  if (clause.kind === 'deny') {
    const statement = at(control, clause.statement);
    return statement !== undefined && bindsEverybodyElse(statement) && namesAll(statement, atom);
  }
  if (clause.kind === 'sanctioned') return isSanctionedAlone(clause, atom, account, place);
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
