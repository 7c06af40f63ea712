import type { Answer, KeyFact } from '../../iam/query';
import { knownAs } from '../../world/authorize/actor';
import type { Actor, Powers } from '../../world/authorize/actor';
import { may, reasons } from '../../world/authorize/ask';
import type { Question } from '../../world/authorize/ask';
import { Organization } from '../../world/authorize/organization';
import type { Counterexample, ResultUnknown, Step } from '../result';
import type { Principal, WayIn, World } from '../../world/model';
import { Doors } from './doors';
import type { Driven } from './driven';
import { drivenResources } from './driven';
import { joinPowers } from './powers';
import { reached } from '../../progress';

/** A principal that people can come to act as or drive; a changed one stands beside the unchanged. */
export interface Node {
  /** The ARN, with `#` behind it where the principal was changed. */
  readonly id: string;
  readonly actor: Actor;
}

/** A way from one node to another. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly step: Step;
  /** Places to change so that the edge goes. */
  readonly where: readonly string[];
  /** The edge changes somebody; acting as it takes another. */
  readonly changes: boolean;
  /** What the edge added to the powers of a changed principal, where it added anything. */
  readonly adds?: Powers;
  /** What was asked when the edge was found; absent where nothing was. */
  readonly question?: Question;
}

/** A request that should not be possible, at a node. */
export interface Violation {
  readonly node: Node;
  readonly request: Counterexample['request'];
  readonly where: readonly string[];
  /** What was asked. */
  readonly question?: Question;
}

/** What an edge evaluation may ask and tell. */
export interface Explorer {
  readonly organization: Organization;
  readonly doors: Doors;
  readonly closure: Closure;
  /** Asks, notes what nobody can decide, and answers with the reasons or nothing. */
  allowed(question: Question): Granted | undefined;
  act(from: Node, to: Principal, kind: string, granted: Granted, powers?: Powers): void;
  change(from: Node, to: Principal, kind: string, granted: Granted, powers: Powers): void;
}

/** An allowed request of an edge. */
export interface Granted {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
  readonly because: readonly string[];
  readonly where: readonly string[];
  readonly question?: Question;
}

/** A change that reaches many principals at once. */
export interface CommonChange {
  readonly from: Node;
  readonly kind: string;
  readonly granted: Granted;
  readonly powers: Powers;
  /** The account it is about; absent: the whole organization. */
  readonly scope?: string;
  readonly applies: (principal: Principal) => boolean;
}

type Evaluation = (node: Node, explorer: Explorer) => void;

/** So often a principal is looked at again because its powers grew; more than that is no search that ends in time. */
const MOST_VISITS = 1000;

/** So many principals lie between two words on how far the search is. */
const TOLD_EACH = 50;

const UNCHANGED: Powers = {};

/** Why nobody can decide a question, and where; where no place is known, what was asked says it. */
function undecidedBy(answer: Extract<Answer, { verdict: 'unknown' }>, question: Question): [string, string] {
  const { principal } = question.actor;
  if (answer.where !== undefined) return [answer.why, answer.where];
  const some = (list: readonly string[]): string => `${list.slice(0, 3).join(', ')}${list.length > 3 ? ' …' : ''}`;
  const asked = `may ${knownAs(principal)} ${some(question.actions)} on ${some(question.resource)}?`;
  return [`${answer.why} Asked was: ${asked}`, principal.where];
}

/** Everybody whom the people of a world together can come to act as or drive, and how. */
export class Closure implements Explorer {
  public readonly organization: Organization;
  public readonly doors: Doors;
  public readonly closure = this;
  public readonly nodes = new Map<string, Node>();
  public readonly edges: Edge[] = [];
  public readonly unknowns: ResultUnknown[] = [];
  /** What the search for reachable principals could not decide. */
  public readonly undecided: readonly ResultUnknown[];
  /** How many questions were put to the decision procedure. */
  public asked = 0;
  /** Nodes to look at, each once however often something about it changed meanwhile. */
  private readonly pending = new Set<string>();
  private readonly visits = new Map<string, number>();
  private readonly powers = new Map<string, Powers>();
  private readonly seen = new Set<string>();
  private readonly common: CommonChange[] = [];
  private mark = 0;
  private readonly found = new Map<unknown, unknown>();
  private readonly made = new Map<string, Principal[]>();
  private drives?: ReadonlyMap<string, readonly Driven[]>;

  public constructor(
    public readonly world: World,
    evaluations: readonly Evaluation[],
    /** Whether to look for every way to everybody, not only the first: what telling each person's way takes. */
    private readonly thorough = false,
    private readonly mostVisits = MOST_VISITS,
  ) {
    this.organization = new Organization(world);
    this.doors = new Doors(this.organization);
    for (const one of this.people) this.enterPerson(one);
    this.run(evaluations);
    this.undecided = [...this.unknowns];
  }

  /** By account: whatever runs as a role, or holds what such a resource executes or deploys. */
  public driven(): ReadonlyMap<string, readonly Driven[]> {
    this.drives ??= drivenResources(this.organization);
    return this.drives;
  }

  /** What is found out once for this search and asked for again. */
  public once<T>(find: (explorer: Explorer) => T): T {
    if (!this.found.has(find)) this.found.set(find, find(this));
    return this.found.get(find) as T;
  }

  /** Principals that were made on the way in an account. */
  public madeIn(account: string): readonly Principal[] {
    return this.made.get(account) ?? [];
  }

  /** People, in the order of the input. */
  public get people(): Principal[] {
    return this.world.accounts.flatMap((account) => account.principals.filter((principal) => principal.person));
  }

  /** Whether an ARN is a person's. */
  public isPerson(arn: string): boolean {
    return this.organization.principals.get(arn)?.person !== undefined;
  }

  /** Whether a way to a principal is worth a question: always when thorough, else only the first. */
  public wanted(arn: string): boolean {
    return this.thorough || !this.nodes.has(arn);
  }

  /** Whether a power over a principal is worth a question. */
  public wantedPower(arn: string, power: 'rewritten' | 'unbounded' | 'retagged' | 'untagged'): boolean {
    const held = this.powers.get(arn);
    return this.thorough || !(held?.[power] || (held?.rewritten && power === 'rewritten'));
  }

  public allowed(question: Question): Granted | undefined {
    const answer = this.ask(question);
    if (answer.verdict !== 'sat') return undefined;
    const { action, resource, context } = answer.request;
    const because = [...new Set(reasons(answer))];
    return { action, resource, context, because, where: because, question };
  }

  /** Asks; what nobody can decide is noted and makes theorems unknown. */
  public ask(question: Question): Answer {
    this.asked += 1;
    const answer = may(this.organization, question);
    if (answer.verdict === 'unknown') this.note(...undecidedBy(answer, question));
    return answer;
  }

  /** Runs a check and gives what it could not decide besides what the search for reachable principals could not. */
  public during<T>(check: () => T): { readonly result: T; readonly undecided: readonly ResultUnknown[] } {
    this.mark = this.unknowns.length;
    const result = check();
    return { result, undecided: this.unknowns.slice(this.mark) };
  }

  /** Notes what could not be decided, once; with who comes in by it, where that shows. */
  public note(why: string, where: string, way: WayIn = {}): void {
    const known = this.unknowns.slice(this.mark).some((one) => one.why === why && one.where === where);
    if (!known) this.unknowns.push({ why, where, ...way });
  }

  public act(from: Node, to: Principal, kind: string, granted: Granted, powers?: Powers): void {
    this.link(from, knownAs(to), to.arn, kind, granted);
    this.enter(to);
    if (!powers) return;
    const adds = this.empower(to, powers) ? powers : undefined;
    this.link(from, knownAs(to), `${to.arn}#`, kind, granted, { changes: false, adds });
  }

  public change(from: Node, to: Principal, kind: string, granted: Granted, powers: Powers): void {
    const adds = this.empower(to, powers) ? powers : undefined;
    this.link(from, knownAs(to), `${to.arn}#`, kind, granted, { changes: true, adds });
  }

  /** Changes everybody it applies to, those who are reached later included. */
  public changeAll(change: CommonChange): void {
    if (this.common.some((one) => one.from.id === change.from.id && one.kind === change.kind)) return;
    if (!this.thorough && this.common.some((one) => one.kind === change.kind && one.scope === change.scope)) return;
    this.common.push(change);
    const principals = new Set([...this.nodes.values()].map((node) => node.actor.principal));
    for (const principal of principals) this.applyCommon(change, principal);
    for (const id of this.nodes.keys()) this.pending.add(id);
  }

  private applyCommon(change: CommonChange, principal: Principal): void {
    if (change.applies(principal)) this.change(change.from, principal, change.kind, change.granted, change.powers);
  }

  private link(
    from: Node,
    toArn: string,
    to: string,
    kind: string,
    granted: Granted,
    change: Pick<Edge, 'changes' | 'adds'> = { changes: false },
  ): void {
    const key = `${from.id} ${to}${change.adds ? ` ${kind}` : ''}`;
    if (from.id === to || this.seen.has(key)) return;
    this.seen.add(key);
    const step = {
      edge: kind,
      from: knownAs(from.actor.principal),
      to: toArn,
      by: granted.action,
      because: granted.because,
    };
    this.edges.push({ from: from.id, to, step, where: granted.where, question: granted.question, ...change });
  }

  /** People whom a service lets in make no request of their own: their role is the first node of their way. */
  private enterPerson(one: Principal): void {
    const { through } = one.person!;
    if (!through) return this.enter(one);
    const role = this.organization.principals.get(through.act)!;
    const because = [through.because];
    // Where the service lists whom it lets in, that place is one to change as well.
    const where = [...because, ...(one.where === role.where ? [] : [one.where])];
    const from: Node = { id: one.arn, actor: { principal: one, powers: {} } };
    const granted = { action: 'sts:AssumeRole', resource: role.arn, context: {}, because, where };
    this.link(from, role.arn, role.arn, through.edge, granted);
    this.enter(role);
  }

  private enter(principal: Principal): void {
    if (this.nodes.has(principal.arn)) return;
    this.nodes.set(principal.arn, { id: principal.arn, actor: { principal, powers: {} } });
    this.pending.add(principal.arn);
    const powers = this.powers.get(principal.arn);
    if (powers) this.enterChanged(principal, powers);
    if (!this.organization.principals.has(principal.arn)) this.addMade(principal);
    for (const change of this.common) this.applyCommon(change, principal);
  }

  /** Whoever was looked at before may change what was made since. */
  private addMade(principal: Principal): void {
    this.made.set(principal.account, [...this.madeIn(principal.account), principal]);
    for (const [id, { actor }] of this.nodes) if (actor.principal.account === principal.account) this.pending.add(id);
  }

  /** Whether anything was added. */
  private empower(principal: Principal, powers: Powers): boolean {
    const before = this.powers.get(principal.arn) ?? UNCHANGED;
    const after = joinPowers(before, powers);
    if (after === before) return false;
    this.powers.set(principal.arn, after);
    if (this.nodes.has(principal.arn)) this.enterChanged(principal, after);
    return true;
  }

  private enterChanged(principal: Principal, powers: Powers): void {
    const id = `${principal.arn}#`;
    this.nodes.set(id, { id, actor: { principal, powers } });
    this.pending.add(id);
  }

  private run(evaluations: readonly Evaluation[]): void {
    let looked = 0;
    for (const id of this.pending) {
      this.pending.delete(id);
      looked += 1;
      if (looked % TOLD_EACH === 0) reached(`${looked} looked at, ${this.pending.size} to go`);
      const node = this.nodes.get(id)!;
      if (!this.doors.relevant.has(node.actor.principal.account) && this.common.length === 0) continue;
      if (this.mayVisit(node)) for (const evaluate of evaluations) evaluate(node, this);
    }
  }

  /** Beyond the cap, what a principal can still come to is not known. */
  private mayVisit({ id, actor }: Node): boolean {
    const visits = (this.visits.get(id) ?? 0) + 1;
    this.visits.set(id, visits);
    if (visits > this.mostVisits)
      this.note(`what can be changed about ${actor.principal.arn} did not settle`, actor.principal.where);
    return visits <= this.mostVisits;
  }
}

/** One value of a context key. */
export const value = (...values: string[]): KeyFact => ({ kind: 'values', values });
