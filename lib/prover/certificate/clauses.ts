import { blocks, unknownActions } from '../checker/check-writes';
import type { CheckedActions, CheckedPolicy, CheckedPrincipal, WriteClause } from '../checker/input';
import type { Place } from '../checker/place';
import { forbids, mightAllow, names } from '../checker/statements';

/** Writes that one clause blocks. */
export interface Part {
  readonly clause: WriteClause;
  readonly actions: readonly string[];
}

const allowed = new WeakMap<CheckedPolicy, ReadonlySet<string>>();

/** The writes that a policy might allow; policies that several principals share are read once. */
function allowedBy(policy: CheckedPolicy, { writes }: CheckedActions): ReadonlySet<string> {
  let found = allowed.get(policy);
  if (!found) allowed.set(policy, (found = new Set(writes.filter((one) => mightAllow([policy], one)))));
  return found;
}

const denied = new WeakMap<object, ReadonlySet<string>>();

/** Clauses that say one thing of one principal, with a test of the actions that they may block; the best first. */
function* candidates(
  place: Place,
  principal: CheckedPrincipal,
  actions: CheckedActions,
): Generator<{ clause: WriteClause; test: (action: string) => boolean }> {
  const caller = place.caller(principal);
  for (const policy of place.binding(principal)) {
    for (const statement of policy.policy.statements) {
      if (!forbids(statement, caller, principal.account, undefined)) continue;
      let found = denied.get(statement);
      if (!found) denied.set(statement, (found = new Set(actions.writes.filter((one) => names(statement, one)))));
      const named = found;
      const clause = { kind: 'deny' as const, statement: `${policy.where}.${statement.where}` };
      yield {
        clause,
        test: (action) => named.has(action) || (!actions.known.has(action.toLowerCase()) && names(statement, action)),
      };
    }
  }
  const control = place.controlling(principal.account, 'SERVICE_CONTROL_POLICY');
  const silentTest = (policies: readonly CheckedPolicy[]) => (action: string) =>
    !policies.some((one) => allowedBy(one, actions).has(action)) &&
    !(isUnknown(action, actions) && mightAllow(policies, action));
  for (const level of control.length > 0 && !principal.serviceLinked ? place.levels(principal.account) : []) {
    const there = control.filter((one) => one.targets.includes(level));
    if (there.length > 0) yield { clause: { kind: 'level', level }, test: silentTest(there) };
  }
  const letting = place.letting(caller);
  const unnoticed = (action: string) => !letting.some((one) => one.unreadable.length > 0 || names(one, action));
  const silent = silentTest(principal.identityPolicies);
  yield { clause: { kind: 'silent' }, test: (action) => silent(action) && unnoticed(action) };
  if (principal.boundary) {
    const bounded = silentTest([principal.boundary]);
    yield { clause: { kind: 'boundary' }, test: (action) => bounded(action) && unnoticed(action) };
  }
  const ids = place.world.exceptions.map((one) => one.id);
  const excepted = { kind: 'exception' as const, ids };
  if (ids.length > 0) yield { clause: excepted, test: (action) => blocks(excepted, principal, [action], place) };
}

function isUnknown(action: string, { known }: CheckedActions): boolean {
  return !known.has(action.toLowerCase());
}

/** Every write, in parts, each with the clause that blocks it for a principal. */
export function partsOf(place: Place, principal: CheckedPrincipal, actions: CheckedActions): Part[] {
  const parts: Part[] = [];
  let left: readonly string[] = [...new Set([...actions.writes, ...unknownActions(principal, actions.known)])];
  for (const { clause, test } of candidates(place, principal, actions)) {
    const taken = left.filter(test);
    if (taken.length > 0) left = left.filter((action) => !test(action));
    if (taken.length > 0) parts.push({ clause: narrowed(clause, principal, taken, place), actions: taken });
    if (left.length === 0) return parts;
  }
  return [...parts, { clause: { kind: 'decided' }, actions: left }];
}

/** Only the exceptions that it takes. */
function narrowed(
  clause: WriteClause,
  principal: CheckedPrincipal,
  actions: readonly string[],
  place: Place,
): WriteClause {
  if (clause.kind !== 'exception') return clause;
  const needed = clause.ids.filter(
    (id) => !blocks({ ...clause, ids: clause.ids.filter((one) => one !== id) }, principal, actions, place),
  );
  return { ...clause, ids: needed };
}
