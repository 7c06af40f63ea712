import { shortestWord } from './automaton';
import { meant } from './callers';
import { findValues } from './key-test';
import type { KeyTest, KeyValues, KeyView } from './key-test';
import type { Language } from './language';
import type { Literal } from './literal';
import type { Family } from './operators';
import { operatorNamed } from './operators';
import type { BoundStatement, Caller, KeyFact } from './query';

/** What a request may be, apart from the statements: the ground on which literals are tried. */
export interface Ground {
  /** Absent: the action is settled and no literal speaks of it. */
  readonly action?: readonly Language[];
  readonly resource: readonly Language[];
  readonly callers?: readonly Caller[];
  /** By key in lower case. */
  readonly facts: ReadonlyMap<string, KeyFact>;
  readonly views: ReadonlyMap<string, KeyView>;
}

/** A value for one dimension, `null` where there is none, `undefined` where that is not decided. */
export type Point = string | Caller | readonly string[] | null | undefined;

const FREE: KeyView = { single: true, families: new Set<Family>() };
const memo = new Map<string, Point>();
const MEMO_CAP = 300_000;

/** Decides, one dimension at a time, whether literals hold together on a ground. */
export class Dimensions {
  private readonly grounds = new Map<string, string>();

  public constructor(private readonly ground: Ground) {}

  /** A point of a dimension at which all literals hold. */
  public point(dimension: string, literals: readonly Literal[]): Point {
    const ids = literals.map((one) => one.id).sort((a, b) => a - b);
    const key = `${dimension}|${this.groundKey(dimension)}|${ids.join()}`;
    if (memo.has(key)) return memo.get(key);
    if (memo.size > MEMO_CAP) memo.clear();
    const found = this.find(dimension, literals);
    memo.set(key, found);
    return found;
  }

  private find(dimension: string, literals: readonly Literal[]): Point {
    if (dimension === 'action') return words(this.ground.action ?? [], literals);
    if (dimension === 'resource') return words(this.ground.resource, literals);
    if (dimension === 'caller') return this.caller(literals);
    return this.key(dimension.slice(4), literals);
  }

  private caller(literals: readonly Literal[]): Point {
    if (!this.ground.callers) return { kind: 'anonymous', id: '*' };
    return this.ground.callers.find((caller) => literals.every((one) => mayMean(one, caller))) ?? null;
  }

  private key(name: string, literals: readonly Literal[]): KeyValues {
    const tests: KeyTest[] = literals.flatMap((one) => (one.kind === 'key' ? [one.test] : []));
    return findValues(tests, this.ground.views.get(name) ?? FREE, this.ground.facts.get(name));
  }

  /** What the answer depends on besides the literals, so that questions about other accounts share answers. */
  private groundKey(dimension: string): string {
    let key = this.grounds.get(dimension);
    if (key === undefined) {
      key = this.describe(dimension);
      this.grounds.set(dimension, key);
    }
    return key;
  }

  private describe(dimension: string): string {
    if (dimension === 'action') return (this.ground.action ?? []).map((one) => one.id).join();
    if (dimension === 'resource') return this.ground.resource.map((one) => one.id).join();
    if (dimension === 'caller') return JSON.stringify(this.ground.callers);
    const name = dimension.slice(4);
    const view = this.ground.views.get(name) ?? FREE;
    return `${view.single}${[...view.families].sort().join()}${JSON.stringify(this.ground.facts.get(name) ?? '')}`;
  }
}

function words(base: readonly Language[], literals: readonly Literal[]): string | null | undefined {
  const inside = [...base];
  const outside: Language[] = [];
  for (const one of literals) {
    if (one.kind === 'language') (one.negated ? outside : inside).push(one.language);
  }
  return shortestWord(inside, outside);
}

function mayMean(literal: Literal, caller: Caller): boolean {
  if (literal.kind !== 'caller') return true;
  const match = meant(literal.element, caller);
  return literal.negated ? !match.must : match.may;
}

/** How the statements of a question, all together, see each context key. */
export function viewsOf(statements: readonly BoundStatement[]): Map<string, KeyView> {
  const views = new Map<string, { single: boolean; families: Set<Family> }>();
  for (const { statement } of statements) {
    for (const condition of statement.conditions) {
      const name = condition.key.toLowerCase();
      const view = views.get(name) ?? { single: false, families: new Set<Family>() };
      views.set(name, view);
      const { family } = operatorNamed(condition.operator)!;
      if (family === 'null') continue;
      if (condition.quantifier === 'none') view.single = true;
      view.families.add(family);
    }
  }
  return views;
}
