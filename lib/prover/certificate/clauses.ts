import { blocks, unknownActions } from '../checker/check-writes';
import type { CheckedActions, CheckedPolicy, CheckedPrincipal, WriteClause } from '../checker/input';
import type { Place } from '../checker/place';
import { forbids } from '../checker/statements';
import { allowedBy, letBy, namedBy } from './named';

/** Writes that one clause blocks. */
export interface Part {
  readonly clause: WriteClause;
  readonly actions: readonly string[];
}

/** A clause that says one thing of one principal: it blocks what a set holds, or what none of some sets holds. */
interface Candidate {
  readonly clause: WriteClause;
  readonly within?: ReadonlySet<string>;
  readonly outside: readonly ReadonlySet<string>[];
}

function denials(place: Place, principal: CheckedPrincipal, actions: CheckedActions): Candidate[] {
  const caller = place.caller(principal);
  return place.binding(principal).flatMap((policy) =>
    policy.policy.statements
      .filter((one) => forbids(one, caller, principal.account, undefined))
      .map((one) => ({
        clause: { kind: 'deny' as const, statement: `${policy.where}.${one.where}` },
        within: namedBy(one, actions),
        outside: [],
      })),
  );
}

function levels(place: Place, principal: CheckedPrincipal, actions: CheckedActions): Candidate[] {
  const control = place.controlling(principal.account, 'SERVICE_CONTROL_POLICY');
  if (control.length === 0 || principal.serviceLinked) return [];
  return place.levels(principal.account).flatMap((level) => {
    const there = control.filter((one) => one.targets.includes(level));
    return there.length > 0 ? [{ clause: { kind: 'level' as const, level }, outside: allowedBy(there, actions) }] : [];
  });
}

/** Clauses that may block writes of a principal; the best first. */
function candidates(place: Place, principal: CheckedPrincipal, actions: CheckedActions): Candidate[] {
  const { boundary, identityPolicies } = principal;
  const letting = letBy(place.letting(place.caller(principal)), actions);
  const silent = {
    clause: { kind: 'silent' as const },
    outside: [...allowedBy(identityPolicies, actions), ...letting],
  };
  const bounded = boundary && {
    clause: { kind: 'boundary' as const },
    outside: [...allowedBy([boundary], actions), ...letting],
  };
  const first = [...denials(place, principal, actions), ...levels(place, principal, actions)];
  return [...first, silent, ...(bounded ? [bounded] : [])];
}

/** What each candidate takes, and what none does. */
interface Split {
  readonly taken: readonly (readonly string[])[];
  readonly left: readonly string[];
}

function blocksOne({ within, outside }: Candidate, action: string): boolean {
  return within ? within.has(action) : !outside.some((one) => one.has(action));
}

function splitAnew(all: readonly Candidate[], writes: readonly string[]): Split {
  let left = writes;
  const taken = all.map((one) => {
    const mine = left.filter((action) => blocksOne(one, action));
    if (mine.length > 0) left = left.filter((action) => !blocksOne(one, action));
    return mine;
  });
  return { taken, left };
}

const ids = new WeakMap<ReadonlySet<string>, number>();
let nextId = 0;

function idOf(set: ReadonlySet<string>): number {
  let id = ids.get(set);
  if (id === undefined) ids.set(set, (id = nextId += 1));
  return id;
}

const splits = new WeakMap<readonly string[], Map<string, Split>>();

/** Principals with the same sets in the same order are split once. */
function split(all: readonly Candidate[], { writes }: CheckedActions): Split {
  const key = all.map((one) => (one.within ? `+${idOf(one.within)}` : `-${one.outside.map(idOf).join()}`)).join(' ');
  let known = splits.get(writes);
  if (!known) splits.set(writes, (known = new Map()));
  let found = known.get(key);
  if (!found) known.set(key, (found = splitAnew(all, [...new Set(writes)])));
  return found;
}

/** All writes that a certificate speaks of. */
export interface Universe {
  /** With the unheard-of among the writes. */
  readonly actions: CheckedActions;
  /** Actions that policies of some principals name and the catalogue does not know. */
  readonly unheard: ReadonlySet<string>;
  readonly narrowed: WeakMap<readonly string[], Narrowed>;
}

/** A list of writes without those that the catalogue does not know, and with some of them. */
interface Narrowed {
  readonly heard: readonly string[];
  readonly unheard: ReadonlySet<string>;
  readonly joined: Map<string, readonly string[]>;
}

/** The writes of the catalogue, and what the policies of these principals name besides. */
export function universeOf({ writes, ...rest }: CheckedActions, principals: readonly CheckedPrincipal[]): Universe {
  const all = new Set(writes);
  const named = principals.flatMap((one) => unheardOf(one, rest.known));
  const unheard = new Set(named.filter((one) => !all.has(one)));
  const actions = { writes: unheard.size > 0 ? [...writes, ...unheard] : writes, ...rest };
  return { actions, unheard, narrowed: new WeakMap() };
}

const unknown = new WeakMap<CheckedPolicy, readonly string[]>();

/** Actions that a principal's policies name and the catalogue does not know; each policy is looked through once. */
function unheardOf(principal: CheckedPrincipal, known: ReadonlySet<string>): string[] {
  const named = principal.identityPolicies.flatMap((policy) => {
    let found = unknown.get(policy);
    if (!found) unknown.set(policy, (found = unknownActions({ ...principal, identityPolicies: [policy] }, known)));
    return found;
  });
  return [...new Set(named)];
}

function narrow(list: readonly string[], { unheard, narrowed }: Universe): Narrowed {
  let found = narrowed.get(list);
  if (!found) {
    const heard = list.filter((one) => !unheard.has(one));
    found = { heard, unheard: new Set(list.filter((one) => unheard.has(one))), joined: new Map() };
    narrowed.set(list, found);
  }
  return found;
}

/** Of some writes those that are a principal's: what only others' policies name does not matter to it. */
function own(list: readonly string[], named: readonly string[], universe: Universe): readonly string[] {
  if (universe.unheard.size === 0) return list;
  const { heard, unheard, joined } = narrow(list, universe);
  const rest = named.filter((one) => unheard.has(one));
  if (rest.length === 0) return heard;
  const key = rest.join(' ');
  let found = joined.get(key);
  if (!found) joined.set(key, (found = [...heard, ...rest]));
  return found;
}

/** Every write, in parts, each with the clause that blocks it for a principal. */
export function partsOf(place: Place, principal: CheckedPrincipal, universe: Universe): Part[] {
  const all = candidates(place, principal, universe.actions);
  const { taken, left } = split(all, universe.actions);
  const named = unheardOf(principal, universe.actions.known);
  const parts = all.map(({ clause }, at) => ({ clause, actions: own(taken[at], named, universe) }));
  const rest = own(left, named, universe);
  return [
    ...parts.filter((one) => one.actions.length > 0),
    ...(rest.length > 0 ? besides(place, principal, rest) : []),
  ];
}

/** What is left for the exceptions, and for the search. */
function besides(place: Place, principal: CheckedPrincipal, left: readonly string[]): Part[] {
  const clause = { kind: 'exception' as const, ids: place.sanctioning(principal).map((one) => one.id) };
  const isExcepted = (action: string): boolean => blocks(clause, principal, [action], place);
  const excepted = new Set(place.world.exceptions.length > 0 ? left.filter(isExcepted) : []);
  if (excepted.size === 0) return [{ clause: { kind: 'decided' }, actions: left }];
  const taken = [...excepted];
  const rest = left.filter((action) => !excepted.has(action));
  const decided = { clause: { kind: 'decided' as const }, actions: rest };
  const part = { clause: narrowed(clause, principal, taken, place), actions: taken };
  return rest.length > 0 ? [part, decided] : [part];
}

/** Only the exceptions that it takes. */
function narrowed(
  clause: WriteClause & { readonly kind: 'exception' },
  principal: CheckedPrincipal,
  actions: readonly string[],
  place: Place,
): WriteClause {
  // One after the other: of two that sanction the same, one stays.
  return clause.ids.reduce((kept, id) => {
    const fewer = { ...kept, ids: kept.ids.filter((one) => one !== id) };
    return blocks(fewer, principal, actions, place) ? fewer : kept;
  }, clause);
}
