import { may } from '../../world/authorize/ask';
import type { Question } from '../../world/authorize/ask';
import type { Powers } from '../../world/authorize/actor';
import type { Counterexample, Step } from '../result';
import type { Principal } from '../../world/model';
import type { Closure, Edge, Explorer, Violation } from './closure';
import { exploreThoroughly } from './explore';
import { asFederated } from './federated';
import { joinPowers } from './powers';

/** Distance from every node to the nearest violation, and the edge that leads there. */
interface Route {
  readonly violation: Violation;
  readonly edge?: Edge;
  readonly length: number;
}

function incoming(edges: readonly Edge[]): Map<string, Edge[]> {
  const into = new Map<string, Edge[]>();
  for (const edge of edges) {
    const list = into.get(edge.to);
    if (list) list.push(edge);
    else into.set(edge.to, [edge]);
  }
  return into;
}

/** Breadth first, backwards from all violations at once: every node learns its shortest way. */
function routes(closure: Closure, violations: readonly Violation[]): Map<string, Route> {
  const { into } = waysOf(closure);
  const found = new Map<string, Route>();
  const open: string[] = [];
  for (const violation of violations) {
    if (found.has(violation.node.id)) continue;
    found.set(violation.node.id, { violation, length: 0 });
    open.push(violation.node.id);
  }
  for (let at = 0; at < open.length; at++) {
    const length = found.get(open[at])!.length + 1;
    for (const edge of into.get(open[at]) ?? []) {
      if (found.has(edge.from)) continue;
      found.set(edge.from, { violation: found.get(open[at])!.violation, edge, length });
      open.push(edge.from);
    }
  }
  return found;
}

/** The ways of a closure that is explored to its end: where somebody may be changed from everywhere, they are asked for often. */
class Ways {
  public readonly into: ReadonlyMap<string, readonly Edge[]>;
  private readonly people: ReadonlySet<string>;
  private readonly known = new Map<string, readonly Edge[]>();

  public constructor({ edges, people }: Closure) {
    this.into = incoming(edges);
    this.people = new Set(people.map((person) => person.arn));
  }

  /** The first way by which anybody came to act as a principal; a change to a principal needs one as well. */
  public to(target: string, from: string): readonly Edge[] {
    const key = JSON.stringify([target, from]);
    let way = this.known.get(key);
    if (!way) this.known.set(key, (way = this.search(target, from)));
    return way;
  }

  private search(target: string, from: string): readonly Edge[] {
    const back = new Map<string, Edge | undefined>([[target, undefined]]);
    const open = [target];
    for (let at = 0; at < open.length; at++) {
      const here = open[at];
      if (here === from || (this.people.has(here) && here !== target)) return unroll(back, here);
      for (const edge of this.into.get(here) ?? []) {
        if (back.has(edge.from)) continue;
        back.set(edge.from, edge);
        open.push(edge.from);
      }
    }
    return [];
  }
}

function waysOf(closure: Closure): Ways {
  return closure.once(explored);
}

function explored({ closure }: Explorer): Ways {
  return new Ways(closure);
}

function unroll(back: Map<string, Edge | undefined>, start: string): Edge[] {
  const way: Edge[] = [];
  for (let edge = back.get(start); edge; edge = back.get(edge.to)) way.push(edge);
  return way;
}

/** A change of somebody else's principal leads to acting as it only with a way to it. */
function withSupport(closure: Closure, edge: Edge, taken: readonly Edge[]): Edge[] {
  const target = edge.to.slice(0, -1);
  const own = edge.from.replace(/#$/, '') === target || closure.isPerson(target);
  const there = taken.some((one) => one.to === target || (one.to === edge.to && !one.changes));
  if (!edge.changes || own || there) return [edge];
  return [edge, ...waysOf(closure).to(target, edge.from)];
}

/** What a request or an edge of a changed principal was asked for, and which edges there were before it. */
interface Use {
  readonly question?: Question;
  readonly before: number;
}

/** Whether a changed principal is still allowed what was found, with some of the changes alone. */
function suffices(closure: Closure, { question }: Use, changes: readonly Edge[]): boolean {
  if (!question) return true;
  const powers = changes.reduce<Powers>((held, { adds }) => joinPowers(held, adds!), {});
  const actor = { principal: question.actor.principal, powers };
  return may(closure.organization, { ...question, actor }).verdict === 'sat';
}

/** The changes of a principal that a use of it takes, beside the one by which the way came to it. */
function furtherChanges(closure: Closure, node: string, use: Use, came: readonly Edge[]): Edge[] {
  const changes = closure.edges.slice(0, use.before).filter((edge) => edge.to === node && edge.adds);
  const first = came.filter((edge) => edge.to === node && edge.adds);
  let needed = [...new Set([...first, ...changes])];
  for (const one of changes.filter((edge) => !first.includes(edge)).reverse()) {
    const fewer = needed.filter((edge) => edge !== one);
    if (suffices(closure, use, fewer)) needed = fewer;
  }
  return needed.filter((edge) => !first.includes(edge));
}

/** The way from a start, behind the steps that lead to it. */
function chain(closure: Closure, found: Map<string, Route>, start: string, before: readonly Edge[]): Edge[] {
  const way: Edge[] = [...before];
  for (let route = found.get(start); route; route = route.edge && found.get(route.edge.to)) {
    const { edge, violation } = route;
    const node = edge ? edge.from : violation.node.id;
    const question = edge ? edge.question : violation.question;
    const use = { question, before: edge ? closure.edges.indexOf(edge) : closure.edges.length };
    if (node.endsWith('#'))
      for (const change of furtherChanges(closure, node, use, way)) way.push(...withSupport(closure, change, way));
    if (edge) way.push(...withSupport(closure, edge, way));
  }
  return way;
}

/** Control policies that allow are no place to change: they stand over everybody. */
function toChange(closure: Closure, places: readonly string[]): string[] {
  const all = [...new Set(places)];
  const control = closure.world.policies.map((policy) => policy.where);
  const own = all.filter((place) => !control.some((one) => place.startsWith(`${one}.`)));
  return own.length > 0 ? own : all;
}

/** A person whom somebody else changed needs that change told first: without it the request comes out denied. */
function support(closure: Closure, start: string): Edge[] {
  const ways = waysOf(closure);
  const into = start.endsWith('#') ? (ways.into.get(start) ?? []) : [];
  const [first] = into
    .map((edge) => ({ edge, way: ways.to(edge.from, '') }))
    .sort((a, b) => a.way.length - b.way.length);
  return first ? [...first.way, first.edge] : [];
}

/** A violation whose way nobody can tell is told all the same: never a proof. */
function untold(principal: Principal, request: Violation['request'], where: readonly string[]): Counterexample {
  return asFederated(principal, { human: principal.arn, steps: [], request, where });
}

/** One counterexample for each person from whom a way leads to a violation, shortest first. */
export function stories(quick: Closure, violations: readonly Violation[]): Counterexample[] {
  if (violations.length === 0) return [];
  const closure = exploreThoroughly(quick);
  const found = routes(closure, violations);
  const told: Counterexample[] = [];
  for (const person of closure.people) {
    const changed = found.get(`${person.arn}#`);
    const plain = found.get(person.arn);
    const start = plain ? person.arn : changed ? `${person.arn}#` : undefined;
    if (!start) continue;
    const way = chain(closure, found, start, support(closure, start));
    const { violation } = found.get(start)!;
    const steps: Step[] = way.map((edge) => edge.step);
    const where = toChange(closure, [...way.flatMap((edge) => edge.where), ...violation.where]);
    told.push(asFederated(person, { human: person.arn, steps, request: violation.request, where }));
  }
  if (told.length === 0)
    return violations.map(({ node, request, where }) => untold(node.actor.principal, request, where));
  return told.sort((a, b) => a.steps.length - b.steps.length);
}
