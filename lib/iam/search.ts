import type { Dimensions } from './dimensions';
import { negation } from './literal';
import type { Literal } from './literal';
import type { BoundStatement } from './query';

/**
 * The search for a request: each clause offers options (lists of literals), one option of each clause must hold. A
 * layer offers its Allow statements; a statement that must not match offers the negation of each of its literals.
 * Literals of different dimensions are independent, so a choice holds if it holds in each dimension.
 */
export interface Clause {
  readonly options: readonly (readonly Literal[])[];
  /** Of a layer: the statement behind each option. */
  readonly statements?: readonly BoundStatement[];
  /** The statement that must not match. */
  readonly forbids?: BoundStatement;
}

/** Literals chosen so far, by dimension. */
export type State = ReadonlyMap<string, readonly Literal[]>;

/** What a search came to. */
export interface Outcome {
  /** The literals of a request; absent where there is none, or none was found. */
  readonly state?: State;
  /** False where a cap was met, so that no request found does not mean that there is none. */
  readonly complete: boolean;
  /** Statements that took part in ruling requests out. */
  readonly blocking: ReadonlySet<BoundStatement>;
}

/** Looks for literals that satisfy all clauses. */
export function search(clauses: readonly Clause[], dimensions: Dimensions, budget: number): Outcome {
  const run = new Run(dimensions, budget);
  const state = run.solve(new Map(), clauses);
  return { state, complete: run.complete, blocking: run.blocking };
}

class Run {
  public complete = true;
  public readonly blocking = new Set<BoundStatement>();

  public constructor(
    private readonly dimensions: Dimensions,
    private budget: number,
  ) {}

  public solve(start: State, clauses: readonly Clause[]): State | undefined {
    const forced = this.propagate(start, clauses);
    if (!forced) return undefined;
    if (forced.open.length === 0) return forced.state;
    return this.branch(forced.state, forced.open);
  }

  /** Settles clauses that hold already or have one option left; undefined where a clause has none. */
  private propagate(start: State, clauses: readonly Clause[]): { state: State; open: Clause[] } | undefined {
    let state = start;
    let open = [...clauses];
    for (let changed = true; changed;) {
      changed = false;
      const rest: Clause[] = [];
      for (const clause of open) {
        const left = this.optionsLeft(state, clause);
        if (left === 'holds') continue;
        if (left.options.length === 0) return void this.note(clause);
        if (left.options.length > 1) {
          rest.push(left);
          continue;
        }
        this.note(clause);
        state = join(state, left.options[0]);
        changed = true;
      }
      open = rest;
      if (this.budget < 0) return void (this.complete = false);
    }
    return { state, open };
  }

  private note(clause: Clause): void {
    if (clause.forbids) this.blocking.add(clause.forbids);
  }

  private optionsLeft(state: State, clause: Clause): Clause | 'holds' {
    const kept: number[] = [];
    for (let index = 0; index < clause.options.length; index += 1) {
      const option = clause.options[index];
      const missing = option.filter((literal) => !state.get(literal.dimension)?.includes(literal));
      if (missing.length === 0) return 'holds';
      if (!this.fits(state, missing)) continue;
      if (missing.length === 1 && this.follows(state, missing[0])) return 'holds';
      kept.push(index);
    }
    return {
      options: kept.map((index) => clause.options[index]),
      statements: clause.statements && kept.map((index) => clause.statements![index]),
      forbids: clause.forbids,
    };
  }

  /** Whether literals can hold besides the state's, dimension by dimension. */
  private fits(state: State, literals: readonly Literal[]): boolean {
    const joined = join(state, literals);
    return [...new Set(literals.map((one) => one.dimension))].every((dimension) => {
      this.budget -= 1;
      const point = this.dimensions.point(dimension, joined.get(dimension)!);
      if (point === undefined) this.complete = false;
      return point !== null && point !== undefined;
    });
  }

  /** Whether a literal holds wherever the state does. */
  private follows(state: State, literal: Literal): boolean {
    const literals = [...(state.get(literal.dimension) ?? []), negation(literal)];
    return this.dimensions.point(literal.dimension, literals) === null;
  }

  /** Tries the options of the clause with the fewest; after an option failed, its literal is known not to hold. */
  private branch(state: State, open: readonly Clause[]): State | undefined {
    const clause = open.reduce((least, one) => (one.options.length < least.options.length ? one : least));
    this.note(clause);
    const rest = open.filter((one) => one !== clause);
    let known = state;
    for (const option of clause.options) {
      if (this.budget < 0) return void (this.complete = false);
      if (!this.fits(known, option)) continue;
      const found = this.solve(join(known, option), rest);
      if (found) return found;
      if (option.length === 1) known = join(known, [negation(option[0])]);
    }
    return undefined;
  }
}

function join(state: State, literals: readonly Literal[]): State {
  const joined = new Map(state);
  for (const literal of literals) {
    const there = joined.get(literal.dimension) ?? [];
    if (!there.includes(literal)) joined.set(literal.dimension, [...there, literal]);
  }
  return joined;
}
