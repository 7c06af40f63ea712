import { writeFileSync } from 'node:fs';
import { catalogue } from '../../iam';
import { callers, callerName, entrances, placeOf, shuts } from '../checker/check-doors';
import type { Entrance } from '../checker/check-doors';
import { digestOf } from '../checker/digest';
import type { Blocked, Certificate, CheckedActions, CheckedPrincipal, Door, DoorClause } from '../checker/input';
import { lookInto, type Place } from '../checker/place';
import { ceilingOf } from './ceiling';
import type { Closure } from '../closure/closure';
import { commandsOf } from '../delivery/platform-commands';
import type { ProofResult } from '../result';
import { freshActions, writeActions } from '../theorems/writes';
import { partsOf, universeOf } from './clauses';
import { theoremClaims } from './theorems/claims';

let actions: CheckedActions | undefined;

/** The catalogue's writes, one unheard-of action of each service, and all names that the catalogue knows. */
export function checkedActions(): CheckedActions {
  actions ??= {
    writes: [...writeActions(), ...freshActions()],
    known: new Set(catalogue().actions.map((one) => one.toLowerCase())),
    managing: writeActions().filter((one) => catalogue().find(one)?.class === 'Permissions management'),
    scripts: { verify: commandsOf('verify'), deploy: commandsOf('deploy') },
  };
  return actions;
}

/** Clauses that may shut an entrance; the conditions of its own statement decide most. */
function* doorClauses({ statement, policy, owner, caller }: Entrance, place: Place): Generator<DoorClause> {
  for (const { key } of statement.conditions) yield { kind: 'condition', key };
  const controls = [
    ...place.controlling(owner, 'RESOURCE_CONTROL_POLICY'),
    ...place.controlling(caller.account, 'SERVICE_CONTROL_POLICY'),
  ];
  for (const one of [policy, ...controls])
    for (const deny of one.policy.statements.filter(({ effect }) => effect === 'Deny'))
      yield { kind: 'deny', statement: placeOf(one, deny) };
  yield { kind: 'silent' };
}

/** The first clause that shuts an entrance. */
function doorClause(way: Entrance, place: Place): DoorClause {
  for (const clause of doorClauses(way, place)) if (shuts(clause, way, place)) return clause;
  return { kind: 'decided' };
}

/** A way in with what shuts it. */
interface Shut {
  readonly way: Entrance;
  readonly clause: DoorClause;
}

/** Callers of the same fate share a claim. */
function shared(all: Iterable<Shut>): Door[] {
  const groups = new Map<string, Door & { callers: string[] }>();
  for (const { way, clause } of all) {
    const statement = placeOf(way.policy, way.statement);
    const key = JSON.stringify([way.to, statement, clause]);
    const group = groups.get(key) ?? { callers: [], to: way.to, statement, clause };
    group.callers.push(callerName(way.caller));
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Groups of writes, each once. */
class Atoms {
  public readonly lists: (readonly string[])[] = [];
  private readonly byText = new Map<string, number>();
  private readonly byList = new WeakMap<readonly string[], number>();

  public indexOf(actions: readonly string[]): number {
    let index = this.byList.get(actions);
    if (index === undefined) this.byList.set(actions, (index = this.indexOfText(actions)));
    return index;
  }

  private indexOfText(actions: readonly string[]): number {
    const text = actions.join();
    const index = this.byText.get(text) ?? this.lists.push(actions) - 1;
    this.byText.set(text, index);
    return index;
  }
}

function blockedOf(place: Place, principals: readonly CheckedPrincipal[]) {
  const atoms = new Atoms();
  const universe = universeOf(checkedActions(), principals);
  const groups = new Map<string, { principals: string[]; atom: number; clause: Blocked['clause'] }>();
  for (const principal of principals) {
    for (const { clause, actions } of partsOf(place, principal, universe)) {
      const atom = atoms.indexOf(actions);
      const key = `${atom} ${JSON.stringify(clause)}`;
      const group = groups.get(key) ?? { principals: [], atom, clause };
      group.principals.push(principal.arn);
      groups.set(key, group);
    }
  }
  return { atoms: atoms.lists, blocked: [...groups.values()] };
}

interface Reach {
  readonly place: Place;
  readonly reachable: readonly string[];
}

/** Ways in for the people, with what shuts them, where some accounts are given up. */
function* doorsOf(
  { place, reachable }: Reach,
  outside: readonly CheckedPrincipal[],
  open: readonly string[],
): Generator<Shut> {
  const [theirs, given] = [new Set(reachable), new Set(open)];
  const closed = (arn: string, account: string) => !theirs.has(arn) && !given.has(account);
  for (const way of entrances(place, callers(place, outside, open), closed, checkedActions()))
    yield { way, clause: doorClause(way, place) };
}

/** The people's principals of other accounts than those that are given up. */
function outsideOf({ place, reachable }: Reach, open: readonly string[]): readonly CheckedPrincipal[] {
  const given = new Set(open);
  return reachable.flatMap((arn) => place.principals.get(arn) ?? []).filter((one) => !given.has(one.account));
}

/** Accounts whose content something of other accounts executes cannot be given up. */
function feeding({ world }: Place): Set<string> {
  const lists = new Map(
    [...world.accounts].reverse().flatMap((one) => one.resources.map((each) => [each.arn, one.id] as const).reverse()),
  );
  const owner = (arn: string, namer: string): string => arn.split(':')[4] || (lists.get(arn) ?? namer);
  return new Set(
    world.accounts.flatMap((one) =>
      one.resources.flatMap((resource) =>
        resource.dependsOn.map((arn) => owner(arn, resource.account)).filter((account) => account !== one.id),
      ),
    ),
  );
}

/** Accounts given up wholly: all that are not guarded, as long as every way out of them is shut. */
function openAccounts(reach: Reach): string[] {
  const { place } = reach;
  const people = new Set(reach.reachable.map((arn) => arn.split(':')[4]));
  const fed = feeding(place);
  let open = place.world.accounts
    .map((one) => one.id)
    .filter((id) => !place.guarded(id) && !place.administers(id) && people.has(id) && !fed.has(id));
  for (;;) {
    const leaking = new Set<string>();
    for (const { way, clause } of doorsOf(reach, [], open))
      if (clause.kind === 'decided') leaking.add(way.caller.account);
    if (leaking.size === 0) return open;
    open = open.filter((id) => !leaking.has(id));
  }
}

/** The certificate of a proof: who is reachable, what blocks each of their writes, and what shuts each way further. */
export function certify(closure: Closure, result: ProofResult): Certificate {
  const { world } = closure;
  const place = lookInto(world);
  const all = [...closure.nodes.keys()].filter((id) => !id.endsWith('#'));
  const open = openAccounts({ place, reachable: all });
  const given = new Set(open);
  const reachable = all.filter((arn) => !given.has(closure.nodes.get(arn)!.actor.principal.account));
  const outside = outsideOf({ place, reachable }, open);
  const doors = doorsOf({ place, reachable }, outside, open);
  const fenced = outside.filter((one) => place.guarded(one.account) || place.administers(one.account));
  const inFence = new Set(fenced);
  const searched = new Set(outside.filter((one) => !inFence.has(one)).map((one) => one.account));
  const certificate: Certificate = {
    version: 3,
    subject: world.subject.digest,
    world: digestOf(world),
    catalogue: result.catalogue,
    verdicts: Object.fromEntries(result.theorems.map((theorem) => [theorem.id, theorem.verdict])),
    open,
    reachable,
    searched: [...searched],
    ...blockedOf(place, fenced),
    doors: shared(doors),
    ceiling: ceilingOf(place, checkedActions().writes),
    claims: { verified: 0, decided: 0 },
    assumptions: result.assumptions,
    exceptions: result.exceptions,
  };
  const context = { place, certificate, actions: checkedActions() };
  return { ...certificate, theorems: theoremClaims({ ...context, closure }, result) };
}

/** Writes a certificate as JSON. */
export function writeCertificate(file: string, certificate: Certificate): void {
  writeFileSync(file, `${JSON.stringify(certificate)}\n`);
}
