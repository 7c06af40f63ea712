import { CLASS, EITHER_CASE, holds, isColonless, isVariable } from './glob';
import type { CharClass, Glob } from './glob';

/** Several globs in one numbering of states, ready to be followed character by character. */
export class Chains {
  public readonly starts: number[] = [];
  private readonly loops: (CharClass | undefined)[] = [];
  private readonly steps: (CharClass | undefined)[] = [];
  private readonly leaping: boolean[] = [];

  /**
   * @param globs the alternatives.
   * @param leaps whether the value of an open variable may take any part of a chain, as it may be any string; not in
   * chains that hold a variable themselves.
   */
  public constructor(
    globs: readonly Glob[],
    private readonly leaps = false,
  ) {
    for (const glob of globs) this.add(glob);
  }

  private add(glob: Glob): void {
    this.starts.push(this.loops.length);
    this.loops.push(...glob.loops);
    this.steps.push(...glob.steps, undefined);
    const leaps = this.leaps && !glob.steps.some(isVariable);
    this.leaping.push(...glob.loops.map(() => leaps));
  }

  /** How many states there are. */
  public get size(): number {
    return this.loops.length;
  }

  /** Whether a word may end in this state. */
  public accepts(state: number): boolean {
    return this.steps[state] === undefined;
  }

  /** Adds the states that follow on a symbol, in ascending order. */
  public follow(state: number, symbol: number, into: number[]): void {
    if (isVariable(symbol)) return this.followVariable(state, symbol, into);
    const loop = this.loops[state];
    if (loop !== undefined && holds(loop, symbol)) push(into, state);
    const step = this.steps[state];
    if (step !== undefined && holds(step, symbol)) push(into, state + 1);
  }

  /** A loop over all characters takes any value; a single place takes none but its own variable's. */
  private followVariable(state: number, symbol: number, into: number[]): void {
    if (this.leaping[state]) {
      for (let at = state; ; at += 1) {
        push(into, at);
        if (this.accepts(at)) return;
      }
    }
    const loop = this.loops[state];
    if (loop === CLASS.any || (loop === CLASS.noColon && isColonless(symbol))) push(into, state);
    if (this.steps[state] === symbol) push(into, state + 1);
  }

  /** Adds the symbols that this state's classes name. */
  public name(state: number, named: Set<number>): void {
    nameClass(this.steps[state], named);
    nameClass(this.loops[state], named);
  }

  /** The only character on which this state goes on, if it is just one. */
  public forced(state: number): number | undefined {
    const step = this.steps[state];
    if (this.leaping[state] || this.loops[state] !== undefined || step === undefined) return undefined;
    return step >= 0 && step < EITHER_CASE ? step : undefined;
  }
}

function nameClass(charClass: CharClass | undefined, named: Set<number>): void {
  if (charClass === undefined || charClass < 0) return;
  if (charClass < EITHER_CASE) return void named.add(charClass);
  const char = String.fromCodePoint(charClass - EITHER_CASE);
  named.add(char.codePointAt(0)!);
  named.add(char.toUpperCase().codePointAt(0)!);
}

/** States come in ascending order, so an equal one can only be the last. */
function push(states: number[], state: number): void {
  if (states.length === 0 || states[states.length - 1] < state) states.push(state);
  else if (!states.includes(state)) {
    states.push(state);
    states.sort((a, b) => a - b);
  }
}
