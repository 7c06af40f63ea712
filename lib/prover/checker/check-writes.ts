import { covers } from './glob';
import type {
  Blocked,
  CheckedActions,
  CheckedCondition,
  CheckedPrincipal,
  CheckedStatement,
  WriteClause,
} from './input';
import type { Place } from './place';
import { at, forbids, mightAllowAny, names, namesAny } from './statements';
import type { Tally } from './tally';

const memo = new WeakMap<object, WeakMap<readonly string[], boolean>>();

/** Whether a statement names all actions of an atom; asked once for each pair. */
export function namesAll(statement: CheckedStatement, atom: readonly string[]): boolean {
  let known = memo.get(statement);
  if (!known) memo.set(statement, (known = new WeakMap()));
  let found = known.get(atom);
  if (found === undefined) known.set(atom, (found = atom.every((action) => names(statement, action))));
  return found;
}

/** Whether a clause blocks all actions of an atom for a principal, by looking, without search. */
export function blocks(
  clause: WriteClause,
  principal: CheckedPrincipal,
  atom: readonly string[],
  place: Place,
): boolean {
  const caller = place.caller(principal);
  const unnoticed = (): boolean => {
    const letting = place.letting(caller);
    return !letting.some((one) => one.unreadable.length > 0 || namesAny(one, atom));
  };
  if (clause.kind === 'deny') {
    const statement = at(place.binding(principal), clause.statement);
    const sure = statement !== undefined && forbids(statement, caller, principal.account, undefined);
    return sure && namesAll(statement, atom);
  }
  if (clause.kind === 'level') {
    const control = principal.serviceLinked ? [] : place.controlling(principal.account, 'SERVICE_CONTROL_POLICY');
    const level = control.filter((one) => one.targets.includes(clause.level));
    const isLevel = place.levels(principal.account).includes(clause.level);
    return isLevel && level.length > 0 && !mightAllowAny(level, atom);
  }
  if (clause.kind === 'silent') return !mightAllowAny(principal.identityPolicies, atom) && unnoticed();
  if (clause.kind === 'boundary') {
    const { boundary } = principal;
    return boundary !== undefined && !mightAllowAny([boundary], atom) && unnoticed();
  }
  return clause.kind === 'exception' && atom.every((one) => excepted(clause.ids, principal, one, place)) && unnoticed();
}

/** Every resource on which an action is allowed is one of the exceptions', or of an account whose own policies decide. */
function excepted(ids: readonly string[], principal: CheckedPrincipal, action: string, place: Place): boolean {
  const own = place
    .sanctioning(principal)
    .filter(
      (one) =>
        ids.includes(one.id) && one.actions.some((pattern) => covers(pattern.toLowerCase(), action.toLowerCase())),
    );
  const within = (resource: string, { conditions }: CheckedStatement): boolean => {
    const about = own.filter((one) => one.resources.some((pattern) => covers(pattern, resource)));
    const isOne = (some: readonly CheckedCondition[]): boolean =>
      about.some((one) => narrower(some, one.conditions ?? []));
    return isForeign(resource, principal) || isOne(conditions) || apart(conditions).some((all) => all.every(isOne));
  };
  const allows = principal.identityPolicies
    .flatMap(({ policy }) => policy.statements)
    .filter((one) => one.effect === 'Allow' && (one.unreadable.length > 0 || names(one, action)));
  return allows.every(
    (one) =>
      one.unreadable.length === 0 &&
      one.resources?.negated === false &&
      one.resources.patterns.every((resource) => within(resource, one)),
  );
}

/** What its policies allow in another account is for the policies of that account, which are looked at as doors. */
function isForeign(resource: string, { account }: CheckedPrincipal): boolean {
  const owner = resource.split(':')[4] ?? '';
  return /^\d{12}$/.test(owner) && owner !== account;
}

/** Conditions that hold where one of several values fits, once for each key taken apart into its values. */
function apart(conditions: readonly CheckedCondition[]): CheckedCondition[][][] {
  return conditions.flatMap((one, at) =>
    one.values.length > 1 && NAMING.test(one.operator) && one.quantifier !== 'ForAllValues'
      ? [
          one.values.map((value) =>
            conditions.map((each, index) => (index === at ? { ...one, values: [value] } : each)),
          ),
        ]
      : [],
  );
}

/** Operators that hold for fewer requests the fewer values they name. */
const NAMING = /^((String|Arn)(Equals|Like)|Bool)$/;

/** Whether each condition that is demanded stands among a statement's own, with no more values. */
function narrower(own: readonly CheckedCondition[], demanded: readonly CheckedCondition[]): boolean {
  return demanded.every((one) =>
    own.some(
      (each) =>
        NAMING.test(one.operator) &&
        each.operator === one.operator &&
        each.quantifier === one.quantifier &&
        each.ifExists === one.ifExists &&
        each.key.toLowerCase() === one.key.toLowerCase() &&
        each.values.every((value) => one.values.includes(value) && !value.includes('$')),
    ),
  );
}

/** Actions that a principal's policies name and the catalogue does not know: nobody can say that they only read. */
export function unknownActions(principal: CheckedPrincipal, known: ReadonlySet<string>): string[] {
  const allows = principal.identityPolicies
    .flatMap(({ policy }) => policy.statements)
    .filter((one) => one.effect === 'Allow' && !one.actions.negated);
  const named = allows.flatMap((one) => one.actions.patterns).filter((one) => one.includes(':') && !/[*?]/.test(one));
  return [...new Set(named.filter((one) => !known.has(one.toLowerCase())))];
}

/** Every write of every reached principal, in the accounts that matter, has a clause, and each clause holds. */
export function checkWrites(
  place: Place,
  reached: readonly CheckedPrincipal[],
  atoms: readonly (readonly string[])[],
  blocked: readonly Blocked[],
  actions: CheckedActions,
  tally: Tally,
): void {
  const claims = new Map<string, Blocked[]>();
  for (const one of blocked) for (const arn of one.principals) claims.set(arn, [...(claims.get(arn) ?? []), one]);
  const there = new Set(reached.map((one) => one.arn));
  for (const arn of claims.keys())
    if (!there.has(arn))
      tally.refuse(`something is said about the writes of ${arn}, and there is no such thing to be shown`);
  const missing = new Map<string, readonly string[]>();
  for (const principal of reached) {
    const own = claims.get(principal.arn) ?? [];
    const key = own.map((one) => one.atom).join();
    let left = missing.get(key);
    if (!left) {
      const said = new Set(own.flatMap((one) => atoms[one.atom] ?? []));
      missing.set(key, (left = actions.writes.filter((action) => !said.has(action))));
    }
    const extra = unknownActions(principal, actions.known);
    const unsaid = extra.filter((action) => !own.some((one) => atoms[one.atom]?.includes(action)));
    for (const action of [...left, ...unsaid].slice(0, 3))
      tally.refuse(`nothing is said about ${action} of ${principal.arn}`);
    for (const { clause, atom } of own) {
      const some = atoms[atom] ?? [];
      if (clause.kind === 'decided') tally.decided(some.length);
      else if (blocks(clause, principal, some, place)) tally.verified(some.length);
      else tally.refuse(`the clause for ${some[0]} of ${principal.arn} does not hold: ${JSON.stringify(clause)}`);
    }
  }
}
