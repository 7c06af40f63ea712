import { VARIABLE_SYMBOL, accepts, expressionOf, isEverything, isVariable, literalOf } from './glob';
import type { Glob } from './glob';

/** A set of strings: the union of globs. Equal languages written alike are one object. */
export interface Language {
  readonly id: number;
  readonly globs: readonly Glob[];
  /** What tells each glob from all others: equal globs have equal ones. */
  readonly keys: readonly string[];
  /** Every string. */
  readonly everything: boolean;
  /** Holds the open value of a policy variable. */
  readonly open: boolean;
  /** All words, where no glob has a wildcard. */
  readonly words?: readonly string[];
  /** Literal characters that each glob begins and ends with, to see quickly that two languages share no word. */
  readonly heads: readonly string[];
  readonly tails: readonly string[];
}

const interned = new Map<string, Language>();

/** The union of globs as a language. */
export function language(globs: readonly Glob[]): Language {
  const keys = globs.map((glob) => `${glob.steps.join(',')};${loopsKey(glob)}`);
  const key = keys.join('|');
  const known = interned.get(key);
  if (known) return known;
  const made = describe(globs, keys, interned.size);
  interned.set(key, made);
  return made;
}

function loopsKey(glob: Glob): string {
  let key = '';
  glob.loops.forEach((loop, at) => (key += loop === undefined ? '' : `${at}:${loop},`));
  return key;
}

function describe(globs: readonly Glob[], keys: readonly string[], id: number): Language {
  const words = globs.map(literalOf);
  return {
    id,
    globs,
    keys,
    everything: globs.some(isEverything),
    open: globs.some((glob) => glob.steps.some(isVariable)),
    words: words.every((word) => word !== undefined) ? (words as string[]) : undefined,
    heads: globs.map((glob) => head(glob)),
    tails: globs.map((glob) => tail(glob)),
  };
}

function head(glob: Glob): string {
  let text = '';
  for (let at = 0; at < glob.steps.length; at += 1) {
    if (glob.loops[at] !== undefined || glob.steps[at] < 0 || glob.steps[at] >= VARIABLE_SYMBOL) break;
    text += String.fromCodePoint(glob.steps[at]);
  }
  return text;
}

function tail(glob: Glob): string {
  const points: number[] = [];
  for (let at = glob.steps.length; at > 0; at -= 1) {
    if (glob.loops[at] !== undefined || glob.steps[at - 1] < 0 || glob.steps[at - 1] >= VARIABLE_SYMBOL) break;
    points.unshift(glob.steps[at - 1]);
  }
  return String.fromCodePoint(...points);
}

/** Whether a language holds a word. */
export function includes(one: Language, word: string): boolean {
  if (one.everything) return true;
  if (one.words) return one.words.includes(word);
  return one.globs.some((glob) => testOf(glob)(word));
}

type WordTest = (word: string) => boolean;

const wordTests = new WeakMap<Glob, WordTest>();
/** A regular expression may go astray in a pattern with more loops; the chain itself never does. */
const FEW_LOOPS = 3;

function testOf(glob: Glob): WordTest {
  let test = wordTests.get(glob);
  if (!test) {
    const loops = glob.loops.filter((loop) => loop !== undefined).length;
    const expression = loops <= FEW_LOOPS ? expressionOf(glob) : undefined;
    test = expression ? (word) => expression.test(word) : (word) => accepts(glob, pointsOf(word));
    wordTests.set(glob, test);
  }
  return test;
}

function pointsOf(word: string): number[] {
  return Array.from(word, (char) => char.codePointAt(0)!);
}

/** True only where two languages surely share no word; false says nothing. */
export function surelyDisjoint(one: Language, other: Language): boolean {
  return one.globs.every((_, at) => !mayShare(other, one.heads[at], one.tails[at]));
}

/** Whether a language may hold a word that begins and ends so. */
export function mayShare(one: Language, head: string, tail: string): boolean {
  return one.globs.some((_, at) => agree(one.heads[at], head) && agreeAtEnd(one.tails[at], tail));
}

function agree(a: string, b: string): boolean {
  return a.length < b.length ? b.startsWith(a) : a.startsWith(b);
}

function agreeAtEnd(a: string, b: string): boolean {
  return a.length < b.length ? b.endsWith(a) : a.endsWith(b);
}
