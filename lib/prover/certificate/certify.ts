import { writeFileSync } from 'node:fs';
import { catalogue } from '../../iam';
import { callers, callerName, entrances, placeOf, shuts } from '../checker/check-doors';
import type { Entrance } from '../checker/check-doors';
import { digestOf } from '../checker/digest';
import type { Blocked, Certificate, CheckedActions, CheckedPrincipal, Door, DoorClause } from '../checker/input';
import { Place } from '../checker/place';
import type { Closure } from '../closure/closure';
import type { ProofResult } from '../result';
import { freshActions, writeActions } from '../theorems/writes';
import { partsOf } from './clauses';

let actions: CheckedActions | undefined;

/** The catalogue's writes, one unheard-of action of each service, and all names that the catalogue knows. */
export function checkedActions(): CheckedActions {
  actions ??= {
    writes: [...writeActions(), ...freshActions()],
    known: new Set(catalogue().actions.map((one) => one.toLowerCase())),
  };
  return actions;
}

/** The first clause that shuts an entrance. */
function doorClause(way: Entrance, place: Place): DoorClause {
  const policies = [
    way.policy,
    ...place.controlling(way.owner, 'RESOURCE_CONTROL_POLICY'),
    ...place.controlling(way.caller.account, 'SERVICE_CONTROL_POLICY'),
  ];
  const denies = policies.flatMap((policy) =>
    policy.policy.statements.filter((one) => one.effect === 'Deny').map((one) => placeOf(policy, one)),
  );
  const possible: DoorClause[] = [
    ...way.statement.conditions.map(({ key }) => ({ kind: 'condition' as const, key })),
    ...denies.map((statement) => ({ kind: 'deny' as const, statement })),
    { kind: 'silent' },
  ];
  return possible.find((clause) => shuts(clause, way, place)) ?? { kind: 'decided' };
}

/** Callers of the same fate share a claim. */
function shared(all: readonly { way: Entrance; clause: DoorClause }[]): Door[] {
  const groups = new Map<string, Door>();
  for (const { way, clause } of all) {
    const statement = placeOf(way.policy, way.statement);
    const key = JSON.stringify([way.to, statement, clause]);
    const before = groups.get(key)?.callers ?? [];
    groups.set(key, { callers: [...before, callerName(way.caller)], to: way.to, statement, clause });
  }
  return [...groups.values()];
}

function blockedOf(place: Place, principals: readonly CheckedPrincipal[]) {
  const atoms = new Map<string, { readonly index: number; readonly actions: readonly string[] }>();
  const groups = new Map<string, { principals: string[]; atom: number; clause: Blocked['clause'] }>();
  for (const principal of principals) {
    for (const { clause, actions } of partsOf(place, principal, checkedActions())) {
      const text = actions.join();
      const atom = atoms.get(text) ?? { index: atoms.size, actions };
      atoms.set(text, atom);
      const key = `${atom.index} ${JSON.stringify(clause)}`;
      const group = groups.get(key) ?? { principals: [], atom: atom.index, clause };
      group.principals.push(principal.arn);
      groups.set(key, group);
    }
  }
  return { atoms: [...atoms.values()].map((one) => one.actions), blocked: [...groups.values()] };
}

interface Reach {
  readonly place: Place;
  readonly reachable: readonly string[];
}

/** Ways in for the people, with what shuts them, where some accounts are given up. */
function doorsOf({ place, reachable }: Reach, open: readonly string[]) {
  const reached = reachable.flatMap((arn) => place.principals.get(arn) ?? []);
  const outside = reached.filter((one) => !open.includes(one.account));
  const theirs = new Set(reachable);
  const closed = (arn: string, account: string) => !theirs.has(arn) && !open.includes(account);
  const ways = [...entrances(place, callers(place, outside, open), closed, checkedActions())];
  return { outside, doors: ways.map((way) => ({ way, clause: doorClause(way, place) })) };
}

/** Accounts whose content something unreached executes cannot be given up. */
function fedBy(place: Place, account: string): boolean {
  const others = place.world.accounts.filter((one) => one.id !== account);
  return others.some((one) =>
    one.resources.some((resource) => resource.dependsOn.some((arn) => place.owner(arn, resource) === account)),
  );
}

/** Accounts given up wholly: all that are not guarded, as long as every way out of them is shut. */
function openAccounts(reach: Reach): string[] {
  const { place } = reach;
  const people = new Set(reach.reachable.map((arn) => arn.split(':')[4]));
  let open = place.world.accounts
    .map((one) => one.id)
    .filter((id) => !place.guarded(id) && !place.administers(id) && people.has(id) && !fedBy(place, id));
  for (;;) {
    const leaking = new Set(
      doorsOf(reach, open)
        .doors.filter(({ clause, way }) => clause.kind === 'decided' && !way.caller.principal)
        .map(({ way }) => way.caller.account),
    );
    if (leaking.size === 0) return open;
    open = open.filter((id) => !leaking.has(id));
  }
}

/** The certificate of a proof: who is reachable, what blocks each of their writes, and what shuts each way further. */
export function certify(closure: Closure, result: ProofResult): Certificate {
  const { world } = closure;
  const place = new Place(world);
  const all = [...closure.nodes.keys()].filter((id) => !id.endsWith('#'));
  const open = openAccounts({ place, reachable: all });
  const reachable = all.filter((arn) => !open.includes(closure.nodes.get(arn)!.actor.principal.account));
  const { outside, doors } = doorsOf({ place, reachable }, open);
  const fenced = outside.filter((one) => place.guarded(one.account) || place.administers(one.account));
  const searched = new Set(outside.filter((one) => !fenced.includes(one)).map((one) => one.account));
  return {
    version: 2,
    subject: world.subject.digest,
    world: digestOf(world),
    catalogue: result.catalogue,
    verdicts: Object.fromEntries(result.theorems.map((theorem) => [theorem.id, theorem.verdict])),
    open,
    reachable,
    searched: [...searched],
    ...blockedOf(place, fenced),
    doors: shared(doors),
    claims: { verified: 0, decided: 0 },
    assumptions: result.assumptions,
    exceptions: result.exceptions,
  };
}

/** Writes a certificate as JSON. */
export function writeCertificate(file: string, certificate: Certificate): void {
  writeFileSync(file, `${JSON.stringify(certificate)}\n`);
}
