import { Chains } from './chains';
import { CLASS, GlobBuilder, VARIABLE_SYMBOL, isVariable } from './glob';
import type { Glob } from './glob';
import { includes, language, mayShare, surelyDisjoint } from './language';
import type { Language } from './language';

/**
 * A shortest word that lies in all of some languages and in none of others. The positive side is a product of chains;
 * the negative side is followed as a set of states. A set that contains another one seen at the same place cannot do
 * better, so it is dropped (antichains), which keeps most adversarial patterns small; the rest meets the cap.
 *
 * Open policy variables: the first positive language that holds one fixes where its value stands in the word (one
 * symbol); every other positive language may spend any part on it, unless it has the same variable behind the same
 * text, and a negative one only a loop over all characters or the same variable. So `null` is an answer for all values; a word then says nothing about any value.
 */

/** A word, `null` where there is none, `undefined` where the cap was reached. */
export type Word = string | null | undefined;

const STATE_CAP = 12_000;
const START_CAP = 20_000;
const MEMO_CAP = 200_000;
const memo = new Map<string, Word>();

/** A shortest word in every language of `inside` and in none of `outside`. */
export function shortestWord(inside: readonly Language[], outside: readonly Language[]): Word {
  const key = `${ids(inside)}-${ids(outside)}`;
  if (memo.has(key)) return memo.get(key);
  if (memo.size > MEMO_CAP) memo.clear();
  const word = decide(inside, outside);
  memo.set(key, word);
  return word;
}

function ids(languages: readonly Language[]): string {
  return [...new Set(languages.map((one) => one.id))].sort((a, b) => a - b).join(',');
}

function decide(inside: readonly Language[], outside: readonly Language[]): Word {
  if (outside.some((out) => out.everything || inside.includes(out))) return null;
  const wanted = inside.filter((one) => !one.everything);
  const finite = wanted.find((one) => one.words);
  if (finite && !wanted.some((one) => one.open)) {
    return finite.words!.find((word) => fits(word, wanted, outside)) ?? null;
  }
  for (const one of wanted) if (wanted.some((other) => surelyDisjoint(one, other))) return null;
  if (wanted.some((one) => one.open) && isEmptyForAnyValues(wanted, outside)) return null;
  const feared = outside.filter((out) => !wanted.some((one) => surelyDisjoint(one, out)));
  if (!wanted.some((one) => one.open)) {
    const left = withoutCovered(wanted, feared);
    if (left !== wanted) return left.some((one) => one.globs.length === 0) ? null : shortestWord(left, feared);
    return byGlobs(left, feared);
  }
  return together(wanted, feared);
}

function together(wanted: readonly Language[], feared: readonly Language[]): Word {
  return new Search(chainsOf(wanted), new Chains(feared.flatMap((one) => sharing(one, wanted)))).run();
}

/** Of an unwanted language the globs that may share a word with each wanted one: a list of many names is mostly about others. */
function sharing(feared: Language, wanted: readonly Language[]): readonly Glob[] {
  if (feared.open || wanted.some((one) => one.open)) return feared.globs;
  return feared.globs.filter((_, at) => wanted.every((one) => mayShare(one, feared.heads[at], feared.tails[at])));
}

/** Together where that stays small, else glob by glob of the widest language: a word of the union is a word of one. */
function byGlobs(wanted: readonly Language[], feared: readonly Language[]): Word {
  const widest = wanted.reduce<Language | undefined>(
    (most, one) => (one.globs.length > (most?.globs.length ?? 1) ? one : most),
    undefined,
  );
  if (!widest) return together(wanted, feared);
  const wide = widest.globs.length > MOST_GLOBS || widest.globs.length * globsIn(feared) > MOST_TOGETHER;
  const word = wide ? undefined : together(wanted, feared);
  return word === undefined ? oneByOne(widest, wanted, feared) : word;
}

/** From so many globs on, those of the widest language are looked at one by one. */
const MOST_GLOBS = 24;

/** The same from so many pairs of wanted and unwanted globs on: each product is small then. */
const MOST_TOGETHER = 96;

function globsIn(languages: readonly Language[]): number {
  return languages.reduce((count, one) => count + one.globs.length, 0);
}

/** Languages without the globs that stand in an unwanted one as well; the same list where there are none. */
function withoutCovered(wanted: readonly Language[], feared: readonly Language[]): readonly Language[] {
  const isCovered = (key: string): boolean => feared.some((one) => keysOf(one).has(key));
  if (!wanted.some((one) => one.keys.some(isCovered))) return wanted;
  return wanted.map((one) => language(one.globs.filter((_, at) => !isCovered(one.keys[at]))));
}

const keys = new WeakMap<Language, ReadonlySet<string>>();

function keysOf(one: Language): ReadonlySet<string> {
  let found = keys.get(one);
  if (!found) keys.set(one, (found = new Set(one.keys)));
  return found;
}

function oneByOne(widest: Language, wanted: readonly Language[], feared: readonly Language[]): Word {
  const others = wanted.filter((one) => one !== widest);
  const words = widest.globs.map((glob) => shortestWord([language([glob]), ...others], feared));
  const found = words.filter((word) => typeof word === 'string');
  if (found.length > 0) return found.reduce((least, word) => (word.length < least.length ? word : least));
  return words.includes(undefined) ? undefined : null;
}

function fits(word: string, inside: readonly Language[], outside: readonly Language[]): boolean {
  return inside.every((one) => includes(one, word)) && !outside.some((one) => includes(one, word));
}

/** Whether no word is left even where each open variable may take any string at each place, apart from the others. */
function isEmptyForAnyValues(inside: readonly Language[], outside: readonly Language[]): boolean {
  const wider = inside.map((one) => (one.open ? language(one.globs.map(blurred)) : one));
  return (
    shortestWord(
      wider,
      outside.filter((one) => !one.open),
    ) === null
  );
}

function chainsOf(wanted: readonly Language[]): Chains[] {
  if (!wanted.some((one) => one.open)) return wanted.map((one) => new Chains(one.globs));
  const leading = wanted.find((one) => anchorOf(one.globs) !== undefined) ?? wanted.find((one) => one.open)!;
  const anchor = anchorOf(leading.globs);
  return wanted.map((one) =>
    one === leading ? new Chains(one.globs) : new Chains(followers(one.globs, anchor), true),
  );
}

/** Behind the same text the same variable has the same place, so there it stays; elsewhere it may be anywhere. */
function followers(globs: readonly Glob[], anchor: string | undefined): Glob[] {
  return globs.map((glob) => (anchor !== undefined && anchorOf([glob]) === anchor ? glob : blurred(glob)));
}

/** The plain text before the only variable, and the variable, where all globs have the same ones. */
function anchorOf(globs: readonly Glob[]): string | undefined {
  const anchors = globs.map(({ steps, loops }) => {
    const at = steps.findIndex((step) => step < 0 || step >= VARIABLE_SYMBOL);
    const isFixed = at >= 0 && isVariable(steps[at]) && loops.slice(0, at + 1).every((loop) => loop === undefined);
    return isFixed && steps.filter(isVariable).length === 1 ? steps.slice(0, at + 1).join() : undefined;
  });
  return anchors.every((one) => one === anchors[0]) ? anchors[0] : undefined;
}

/** The same glob with any string in place of each open variable. */
function blurred(glob: Glob): Glob {
  const builder = new GlobBuilder();
  for (let at = 0; at <= glob.steps.length; at += 1) {
    const loop = glob.loops[at];
    if (loop !== undefined) builder.many(loop);
    if (at === glob.steps.length) break;
    if (isVariable(glob.steps[at])) builder.many(CLASS.any);
    else builder.one(glob.steps[at]);
  }
  return builder.build();
}

interface Node {
  /** One state of each positive language. */
  readonly at: readonly number[];
  /** States that the word so far may be in on the negative side, ascending. */
  readonly feared: readonly number[];
  readonly symbol: number;
  readonly from?: Node;
}

/** A breadth-first search. */
class Search {
  private readonly seen = new Map<string | number, (readonly number[])[]>();
  private readonly queue: Node[] = [];
  /** How many tuples of states there are; each is one number where these are exact. */
  private readonly tuples: number;

  public constructor(
    private readonly wanted: readonly Chains[],
    private readonly feared: Chains,
  ) {
    this.tuples = wanted.reduce((product, chains) => product * chains.size, 1);
  }

  public run(): Word {
    const starts = this.wanted.map((chains) => chains.starts);
    if (starts.reduce((count, some) => count * some.length, 1) > START_CAP) return undefined;
    for (const at of product(starts)) this.visit({ at, feared: this.feared.starts, symbol: -1 });
    for (let head = 0; head < this.queue.length; head += 1) {
      const node = this.queue[head];
      if (this.accepted(node)) return wordOf(node);
      if (head > STATE_CAP) return undefined;
      for (const symbol of this.symbols(node)) this.follow(node, symbol);
    }
    return null;
  }

  private accepted(node: Node): boolean {
    return (
      node.at.every((state, index) => this.wanted[index].accepts(state)) &&
      !node.feared.some((state) => this.feared.accepts(state))
    );
  }

  private visit(node: Node): void {
    const key = this.keyOf(node.at);
    const known = this.seen.get(key);
    if (!known) this.seen.set(key, [node.feared]);
    else if (known.some((less) => isSubset(less, node.feared))) return;
    else known.push(node.feared);
    this.queue.push(node);
  }

  private keyOf(at: readonly number[]): string | number {
    if (this.tuples > Number.MAX_SAFE_INTEGER) return at.join(',');
    let key = 0;
    for (let index = 0; index < at.length; index += 1) key = key * this.wanted[index].size + at[index];
    return key;
  }

  private follow(node: Node, symbol: number): void {
    const moves: number[][] = [];
    for (let index = 0; index < node.at.length; index += 1) {
      const targets: number[] = [];
      this.wanted[index].follow(node.at[index], symbol, targets);
      if (targets.length === 0) return;
      moves.push(targets);
    }
    const feared: number[] = [];
    for (const state of node.feared) this.feared.follow(state, symbol, feared);
    for (const at of product(moves)) this.visit({ at, feared, symbol, from: node });
  }

  /** The characters that can make a difference here: those that a class named, and fresh ones for all others. */
  private symbols(node: Node): Iterable<number> {
    for (let index = 0; index < node.at.length; index += 1) {
      const only = this.wanted[index].forced(node.at[index]);
      if (only !== undefined) return [only];
    }
    const named = new Set<number>();
    node.at.forEach((state, index) => this.wanted[index].name(state, named));
    for (const state of node.feared) this.feared.name(state, named);
    return withFresh(named);
  }
}

const LETTERS = [...'xabcdefghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((char) => char.codePointAt(0)!);
const DIGITS = [...'1234567890'].map((char) => char.codePointAt(0)!);
const HEX_LETTERS = [...'abcdef'].map((char) => char.codePointAt(0)!);
const COLON = 58;

/** One letter and one digit that nobody named stand for all others; the colon is in some classes and not in others. */
function withFresh(named: Set<number>): number[] {
  const letter = LETTERS.find((point) => !named.has(point)) ?? unnamed(named);
  const digit = DIGITS.find((point) => !named.has(point));
  const symbols = [letter, ...named];
  if (digit !== undefined) symbols.push(digit);
  else symbols.push(...HEX_LETTERS);
  if (!named.has(COLON)) symbols.push(COLON);
  return symbols;
}

/** A letter of Latin Extended-A that nobody named. */
function unnamed(named: Set<number>): number {
  let point = 0x100;
  while (named.has(point)) point += 1;
  return point;
}

function product(moves: readonly (readonly number[])[]): number[][] {
  if (moves.every((targets) => targets.length === 1)) return [moves.map((targets) => targets[0])];
  let tuples: number[][] = [[]];
  for (const targets of moves) {
    tuples =
      targets.length === 1
        ? tuples.map((tuple) => (tuple.push(targets[0]), tuple))
        : tuples.flatMap((tuple) => targets.map((target) => [...tuple, target]));
  }
  return tuples;
}

/** Both ascending. */
function isSubset(less: readonly number[], more: readonly number[]): boolean {
  if (less.length > more.length) return false;
  let at = 0;
  for (const state of less) {
    while (at < more.length && more[at] < state) at += 1;
    if (more[at] !== state) return false;
  }
  return true;
}

function wordOf(node: Node): string {
  const points: number[] = [];
  for (let one: Node | undefined = node; one && one.symbol >= 0; one = one.from) points.unshift(one.symbol);
  return points.map((point) => (isVariable(point) ? '\uE000' : String.fromCodePoint(point))).join('');
}
