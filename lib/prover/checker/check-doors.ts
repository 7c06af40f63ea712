import type { CheckedActions, CheckedPolicy, CheckedPrincipal, CheckedStatement, Door, DoorClause } from './input';
import { admits } from './place';
import type { Place } from './place';
import { at, forbids, mightAllow, names, truth } from './statements';
import type { CheckedCaller } from './statements';
import type { Tally } from './tally';

/** A way in that must be shut: a statement that names a caller, on a role or a resource that people have not reached. */
export interface Entrance {
  readonly caller: CheckedCaller;
  readonly to: string;
  readonly owner: string;
  readonly policy: CheckedPolicy;
  readonly statement: CheckedStatement;
  /** What the statement lets the caller do there that matters. */
  readonly actions: readonly string[];
  /** The statement leaves it to the caller's own policies. */
  readonly delegated: boolean;
}

/** Name of a caller in a certificate. */
export const callerName = ({ principal, account }: CheckedCaller): string => principal?.arn ?? `${account}/*`;

/** Name of a statement in a certificate. */
export const placeOf = (policy: CheckedPolicy, statement: CheckedStatement): string =>
  `${policy.where}.${statement.where}`;

/** AssumeRole by callers with credentials of AWS; federation makes people or is an assumption. */
const ASSUME = ['sts:AssumeRole'];
/** Services that resource control policies are certain to reach. */
const REACHED = /^(s3|sts|kms|sqs|secretsmanager):/;

/** Whoever acts for people: reached principals, and anybody of an open account. */
export function callers(place: Place, reached: readonly CheckedPrincipal[], open: readonly string[]): CheckedCaller[] {
  const anybody = open.map((account) => ({
    arn: `arn:${place.partition}:iam::${account}:*`,
    account,
    organization: place.world.organizationId,
  }));
  return [...anybody, ...reached.map((one) => place.caller(one))];
}

/** All entrances of what people have not reached: trust policies, and policies of resources of other accounts. */
export function* entrances(
  place: Place,
  all: readonly CheckedCaller[],
  closed: (arn: string, account: string) => boolean,
  actions: CheckedActions,
): Generator<Entrance> {
  for (const account of place.world.accounts) {
    for (const role of account.principals)
      if (role.trust && closed(role.arn, account.id)) yield* into(role.arn, account.id, role.trust, all, () => ASSUME);
    if (!place.guarded(account.id) && !place.administers(account.id)) continue;
    for (const { arn, policy } of account.resources)
      if (policy)
        for (const way of into(arn, account.id, policy, all, writesOf(actions)))
          if (way.caller.account !== account.id) yield way;
  }
}

const written = new WeakMap<CheckedStatement, readonly string[]>();

function writesOf({ writes }: CheckedActions): (statement: CheckedStatement) => readonly string[] {
  return (statement) => {
    let found = written.get(statement);
    if (!found) written.set(statement, (found = writes.filter((action) => names(statement, action))));
    return found;
  };
}

const indexes = new WeakMap<readonly CheckedCaller[], ReadonlyMap<string, readonly number[]>>();

function byAccount(all: readonly CheckedCaller[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  all.forEach(({ account }, at) => {
    const same = index.get(account);
    if (same) same.push(at);
    else index.set(account, [at]);
  });
  return index;
}

/** Callers whom a Principal element can mean at all: whoever is named stands in one of the accounts that it names. */
function meant({ principals }: CheckedStatement, all: readonly CheckedCaller[]): readonly CheckedCaller[] {
  if (!principals || principals.negated) return all;
  const values = principals.entries.filter(({ type }) => type === 'AWS').map(({ value }) => value);
  if (values.includes('*') || principals.entries.some(({ type }) => type === 'CanonicalUser')) return all;
  let index = indexes.get(all);
  if (!index) indexes.set(all, (index = byAccount(all)));
  const accounts = values.flatMap((value) => [value, ...[...value.matchAll(/::([^:]*)(?=:)/g)].map((one) => one[1])]);
  const found = [...new Set(accounts)].flatMap((account) => index.get(account) ?? []);
  return found.sort((a, b) => a - b).map((at) => all[at]);
}

function* into(
  to: string,
  owner: string,
  policy: CheckedPolicy,
  all: readonly CheckedCaller[],
  matter: (statement: CheckedStatement) => readonly string[],
): Generator<Entrance> {
  for (const statement of policy.policy.statements) {
    if (statement.effect !== 'Allow') continue;
    let actions: readonly string[] | undefined;
    for (const caller of meant(statement, all)) {
      const how = caller.principal?.arn === to ? 'no' : admits(statement.principals, caller);
      if (how === 'no') continue;
      actions ??= matter(statement).filter((one) => statement.unreadable.length > 0 || names(statement, one));
      if (actions.length === 0) break;
      const delegated = how === 'account' || caller.account !== owner;
      yield { caller, to, owner, policy, statement, actions, delegated };
    }
  }
}

/** Whether a clause shuts an entrance, by looking, without search. */
export function shuts(clause: DoorClause, entrance: Entrance, place: Place): boolean {
  const { caller, to, owner, policy, statement, actions, delegated } = entrance;
  if (clause.kind === 'condition')
    return statement.conditions.some((one) => one.key === clause.key && truth(one, caller, owner) === 'fails');
  if (clause.kind === 'silent')
    return (
      delegated &&
      caller.principal !== undefined &&
      !actions.some((one) => mightAllow(caller.principal!.identityPolicies, one))
    );
  if (clause.kind !== 'deny') return false;
  const outer = caller.principal?.serviceLinked ? [] : place.controlling(owner, 'RESOURCE_CONTROL_POLICY');
  const reaching = actions.every((one) => REACHED.test(one)) ? outer : [];
  const everywhere = caller.principal
    ? place.binding(caller.principal)
    : place.controlling(caller.account, 'SERVICE_CONTROL_POLICY');
  const found = at([policy, ...reaching, ...everywhere], clause.statement);
  return found !== undefined && actions.every((one) => names(found, one)) && forbids(found, caller, owner, to);
}

/** What a certificate says of ways in: by where a way leads, then by who comes, for there are many of each. */
class Claims {
  private readonly clauses = new Map<string, Map<string, DoorClause>>();
  private readonly asked = new Map<string, Set<string>>();

  public constructor(private readonly doors: readonly Door[]) {
    for (const { callers: some, to, statement, clause } of doors) {
      const there = entry(this.clauses, `${to} ${statement}`, () => new Map<string, DoorClause>());
      for (const caller of some) there.set(caller, clause);
    }
  }

  public of(caller: string, way: string): DoorClause | undefined {
    entry(this.asked, way, () => new Set<string>()).add(caller);
    return this.clauses.get(way)?.get(caller);
  }

  /** Ways of which something is said and nobody asked, each once. */
  public *strange(): Generator<string> {
    for (const { callers: some, to, statement } of this.doors) {
      const asked = entry(this.asked, `${to} ${statement}`, () => new Set<string>());
      for (const caller of some.filter((one) => !asked.has(one))) {
        asked.add(caller);
        yield `${caller} ${to} ${statement}`;
      }
    }
  }
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  let found = map.get(key);
  if (!found) map.set(key, (found = make()));
  return found;
}

/** Every entrance has a clause that shuts it. */
export function checkDoors(place: Place, ways: Iterable<Entrance>, doors: readonly Door[], tally: Tally): void {
  const claims = new Claims(doors);
  for (const way of ways) {
    const where = placeOf(way.policy, way.statement);
    const caller = callerName(way.caller);
    const clause = claims.of(caller, `${way.to} ${where}`);
    if (!clause) tally.refuse(`nothing is said about ${caller}, whom ${where} admits to ${way.to}`);
    else if (clause.kind === 'decided') tally.decided(1);
    else if (shuts(clause, way, place)) tally.verified(1);
    else tally.refuse(`${where} may admit ${caller}: ${JSON.stringify(clause)} does not hold`);
  }
  for (const key of claims.strange()) tally.refuse(`something is said about the way ${key}, and there is no such way`);
}

/** What a resource of an unreached account executes or runs as must not be people's. */
export function checkContent(place: Place, isOpen: (account: string) => boolean, tally: Tally): void {
  for (const account of place.world.accounts) {
    for (const resource of account.resources) {
      const outside = resource.dependsOn.filter((arn) => isOpen(place.owner(arn, resource)));
      if (!isOpen(account.id))
        for (const arn of outside) tally.refuse(`${resource.arn} executes ${arn} of an open account`);
      const roles = resource.roles.filter((arn) => isOpen(account.id) && !isOpen(arn.split(':')[4]));
      for (const arn of roles) tally.refuse(`${resource.arn} of an open account runs as ${arn}`);
      tally.verified(resource.dependsOn.length);
    }
  }
}
