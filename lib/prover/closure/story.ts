import type { Counterexample, Step } from '../result';
import type { Closure, Edge, Violation } from './closure';
import { exploreThoroughly } from './explore';

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
  const into = incoming(closure.edges);
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

/** The first way by which anybody came to act as a principal; a change to a principal needs one as well. */
function wayTo(closure: Closure, target: string, from: string): Edge[] {
  const into = incoming(closure.edges);
  const back = new Map<string, Edge | undefined>([[target, undefined]]);
  const open = [target];
  const people = new Set(closure.people.map((person) => person.arn));
  for (let at = 0; at < open.length; at++) {
    const here = open[at];
    if (here === from || (people.has(here) && here !== target)) return unroll(back, here);
    for (const edge of into.get(here) ?? []) {
      if (back.has(edge.from)) continue;
      back.set(edge.from, edge);
      open.push(edge.from);
    }
  }
  return [];
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
  if (!edge.changes || own || taken.some((one) => one.to === target)) return [edge];
  return [edge, ...wayTo(closure, target, edge.from)];
}

function chain(closure: Closure, found: Map<string, Route>, start: string): Edge[] {
  const way: Edge[] = [];
  for (let route = found.get(start); route?.edge; route = found.get(route.edge.to)) {
    way.push(...withSupport(closure, route.edge, way));
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
  const into = start.endsWith('#') ? closure.edges.filter((edge) => edge.to === start) : [];
  const ways = into.map((edge) => [...wayTo(closure, edge.from, ''), edge]);
  return ways.sort((a, b) => a.length - b.length)[0] ?? [];
}

/** A violation whose way nobody can tell is told all the same: never a proof. */
function untold(human: string, request: Violation['request'], where: readonly string[]): Counterexample {
  return { human, steps: [], request, where };
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
    const way = [...support(closure, start), ...chain(closure, found, start)];
    const { violation } = found.get(start)!;
    const steps: Step[] = way.map((edge) => edge.step);
    const where = toChange(closure, [...way.flatMap((edge) => edge.where), ...violation.where]);
    told.push({ human: person.arn, steps, request: violation.request, where });
  }
  if (told.length === 0)
    return violations.map(({ node, request, where }) => untold(node.actor.principal.arn, request, where));
  return told.sort((a, b) => a.steps.length - b.steps.length);
}
