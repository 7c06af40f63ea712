import { bindsEverybodyElse, seals } from '../checker/check-ceiling';
import type { Ceiling, CeilingClaim } from '../checker/input';
import type { Place } from '../checker/place';
import { mightAllow, names } from '../checker/statements';

type Clause = CeilingClaim['clause'];

interface Part {
  readonly clause: Clause;
  readonly actions: readonly string[];
}

interface Candidate {
  readonly clause: Clause;
  readonly test: (action: string) => boolean;
}

/** Clauses that may keep writes from every role of an account, each with a test of the actions. */
function* candidates(place: Place, account: string): Generator<Candidate> {
  const control = place.controlling(account, 'SERVICE_CONTROL_POLICY');
  for (const policy of control)
    for (const statement of policy.policy.statements.filter(bindsEverybodyElse))
      yield {
        clause: { kind: 'deny', statement: `${policy.where}.${statement.where}` },
        test: (action) => names(statement, action),
      };
  for (const level of control.length > 0 ? place.levels(account) : []) {
    const there = control.filter((one) => one.targets.includes(level));
    if (there.length > 0) yield { clause: { kind: 'level', level }, test: (action) => !mightAllow(there, action) };
  }
  yield* sanctioned(place, account);
}

/** Denies of everything but some resources, each with the denies that may hold on those. */
function* sanctioned(place: Place, account: string): Generator<Candidate> {
  const denies = place
    .controlling(account, 'SERVICE_CONTROL_POLICY')
    .flatMap(({ where, policy }) =>
      policy.statements
        .map((one) => ({ one, where: `${where}.${one.where}` }))
        .filter(({ one }) => one.effect === 'Deny'),
    );
  for (const { one, where } of denies.filter((each) => each.one.resources?.negated)) {
    const meets = (pattern: string): boolean => one.resources!.patterns.includes(pattern);
    const within = denies.filter(
      (each) => each.one.resources?.negated === false && each.one.resources.patterns.some(meets),
    );
    const clause = { kind: 'sanctioned' as const, outside: where, within: within.map((each) => each.where) };
    yield { clause, test: (action) => seals({ accounts: [account], atom: 0, clause }, [action], account, place) };
  }
}

function partsOf(place: Place, account: string, writes: readonly string[]): Part[] {
  const parts: Part[] = [];
  let left = writes;
  for (const { clause, test } of candidates(place, account)) {
    const taken = left.filter(test);
    if (taken.length > 0) parts.push({ clause, actions: taken });
    if (taken.length > 0) left = left.filter((action) => !test(action));
    if (left.length === 0) return parts;
  }
  return [...parts, { clause: { kind: 'decided' }, actions: left }];
}

/** What keeps every write from roles outside the machine paths; accounts under the same policies share their claims. */
export function ceilingOf(place: Place, writes: readonly string[]): Ceiling {
  const groups = new Map<string, string[]>();
  for (const { id } of place.world.accounts.filter((one) => place.guarded(one.id) && !one.closed)) {
    const policies = place
      .controlling(id, 'SERVICE_CONTROL_POLICY')
      .map((one) => [one.where, one.targets.includes(id)]);
    const key = JSON.stringify([policies, place.levels(id).slice(0, -1), policies.some(([, own]) => own) ? id : '']);
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  const found = [...groups.values()].flatMap((accounts) =>
    partsOf(place, accounts[0], writes).map((part) => ({ ...part, accounts })),
  );
  return {
    atoms: found.map(({ actions }) => actions),
    claims: found.map(({ clause, accounts }, atom) => ({ accounts, atom, clause })),
  };
}
