/**
 * Patterns as small automata. A glob is a chain of states; `steps[i]` leads from state i to i + 1 on one character of
 * a class, `loops[i]` stays in state i on any character of a class.
 */

/** A class of characters: a code point for that character alone, or one of `CLASS`. */
export type CharClass = number;

/** Classes that hold more than one character; a character in either case is its lower code point plus `EITHER_CASE`. */
export const CLASS = { any: -1, noColon: -2, digit: -3, name: -4, word: -5, hex: -6 } as const;

/** Added to the code point of a lower-case letter: that letter in either case. */
export const EITHER_CASE = 0x200000;

/** From here to `EITHER_CASE`: symbols that stand for the values of policy variables where those are left open. */
export const VARIABLE_SYMBOL = 0x1f0000;

/** Whether a symbol stands for the value of a policy variable. */
export function isVariable(symbol: number): boolean {
  return symbol >= VARIABLE_SYMBOL && symbol < EITHER_CASE;
}

/** Added to the symbol of a variable whose values never hold a colon. */
export const COLONLESS = 0x8000;

/** Whether a symbol stands for the value of a policy variable that never holds a colon. */
export function isColonless(symbol: number): boolean {
  return isVariable(symbol) && symbol >= VARIABLE_SYMBOL + COLONLESS;
}

/** A chain automaton; it accepts in its last state. */
export interface Glob {
  readonly steps: readonly CharClass[];
  /** One longer than `steps`; undefined where nothing loops. */
  readonly loops: readonly (CharClass | undefined)[];
}

const COLON = 58;
const NO_NAME = new Set([...' :*?\t\n\r'].map((char) => char.codePointAt(0)!));

/** Whether a class holds a character; the value of a variable is in no class but its own, as it may be any string. */
export function holds(charClass: CharClass, symbol: number): boolean {
  if (charClass >= EITHER_CASE) return lower(symbol) === charClass - EITHER_CASE;
  if (charClass >= 0) return charClass === symbol;
  if (isVariable(symbol)) return false;
  switch (charClass) {
    case CLASS.any:
      return true;
    case CLASS.noColon:
      return symbol !== COLON;
    case CLASS.digit:
      return symbol >= 48 && symbol <= 57;
    case CLASS.name:
      return !NO_NAME.has(symbol);
    case CLASS.word:
      return isWord(symbol);
    case CLASS.hex:
      return isHex(symbol);
    default:
      return false;
  }
}

/** A letter or a digit of ASCII. */
function isWord(symbol: number): boolean {
  const letter = symbol | 32;
  return (symbol >= 48 && symbol <= 57) || (letter >= 97 && letter <= 122 && symbol < 128);
}

/** A digit or one of the first six letters in lower case, as AWS writes hexadecimal numbers. */
function isHex(symbol: number): boolean {
  return (symbol >= 48 && symbol <= 57) || (symbol >= 97 && symbol <= 102);
}

/** A code point in lower case, where lower case is one code point. */
export function lower(symbol: number): number {
  if (symbol < 128) return symbol >= 65 && symbol <= 90 ? symbol + 32 : symbol;
  if (isVariable(symbol)) return symbol;
  const folded = String.fromCodePoint(symbol).toLowerCase();
  return folded.length === 1 ? folded.codePointAt(0)! : symbol;
}

/** Collects steps and loops from left to right. */
export class GlobBuilder {
  private readonly steps: CharClass[] = [];
  private readonly loops: (CharClass | undefined)[] = [undefined];

  /** One character of the class. */
  public one(charClass: CharClass): this {
    this.steps.push(charClass);
    this.loops.push(undefined);
    return this;
  }

  /** Any number of characters of the class, none included. */
  public many(charClass: CharClass): this {
    const at = this.steps.length;
    const wider = this.loops[at] === CLASS.any || charClass === CLASS.any;
    this.loops[at] = this.loops[at] === undefined ? charClass : wider ? CLASS.any : charClass;
    return this;
  }

  /** This text, character by character. */
  public text(text: string, eitherCase = false): this {
    for (const char of text) {
      const point = char.codePointAt(0)!;
      this.one(eitherCase ? lower(point) + EITHER_CASE : point);
    }
    return this;
  }

  /** The finished automaton. */
  public build(): Glob {
    return { steps: this.steps, loops: this.loops };
  }
}

/** The only word of a glob, or undefined where it has more than one. */
export function literalOf(glob: Glob): string | undefined {
  if (glob.loops.some((loop) => loop !== undefined)) return undefined;
  if (glob.steps.some((step) => step < 0 || step >= VARIABLE_SYMBOL)) return undefined;
  return String.fromCodePoint(...glob.steps);
}

/** Whether a glob accepts every string. */
export function isEverything(glob: Glob): boolean {
  return glob.steps.length === 0 && glob.loops[0] === CLASS.any;
}

/** Whether a glob accepts a word. */
export function accepts(glob: Glob, word: readonly number[]): boolean {
  let states = new Set([0]);
  for (const symbol of word) {
    const next = new Set<number>();
    for (const state of states) step(glob, state, symbol, next);
    if (next.size === 0) return false;
    states = next;
  }
  return states.has(glob.steps.length);
}

function step(glob: Glob, state: number, symbol: number, next: Set<number>): void {
  const loop = glob.loops[state];
  if (loop !== undefined && holds(loop, symbol)) next.add(state);
  if (state < glob.steps.length && holds(glob.steps[state], symbol)) next.add(state + 1);
}

const SOURCES: Readonly<Record<number, string>> = {
  [CLASS.any]: '[^]',
  [CLASS.noColon]: '[^:]',
  [CLASS.digit]: '[0-9]',
  [CLASS.name]: '[^ :*?\\t\\n\\r]',
  [CLASS.word]: '[0-9A-Za-z]',
  [CLASS.hex]: '[0-9a-f]',
};

/** A regular expression for the same strings; undefined where a class has no simple one. */
export function expressionOf(glob: Glob): RegExp | undefined {
  let source = '';
  for (let at = 0; at <= glob.steps.length; at += 1) {
    const loop = glob.loops[at];
    if (loop !== undefined) {
      if (!SOURCES[loop]) return undefined;
      source += `${SOURCES[loop]}*`;
    }
    if (at === glob.steps.length) break;
    const step = sourceOf(glob.steps[at]);
    if (step === undefined) return undefined;
    source += step;
  }
  return new RegExp(`^${source}$`, 'u');
}

function sourceOf(step: CharClass): string | undefined {
  if (step < 0) return SOURCES[step];
  return step < VARIABLE_SYMBOL ? `\\u{${step.toString(16)}}` : undefined;
}
