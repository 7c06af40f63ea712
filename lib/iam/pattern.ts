import { CLASS, GlobBuilder, VARIABLE_SYMBOL } from './glob';
import type { CharClass, Glob } from './glob';

/**
 * The patterns that policies are written in, read into globs. A template is a pattern with policy variables; the
 * values that stand for them are given with it.
 */

/** What a policy variable stands for: a value, nothing (an absent key), or an open value with a number. */
export type VariableValue = string | null | OpenValue;

/** Any value but a few. */
export interface OpenValue {
  readonly open: number;
  readonly except?: readonly string[];
}

/** Values by the variable's name in lower case; a name that is missing here is absent from the request. */
export type Environment = ReadonlyMap<string, VariableValue>;

const VARIABLE = /\$\{([^}]*)\}/g;

/** A piece of a pattern: text in which wildcards count, text in which they do not, or an open variable. */
type Piece = { readonly pattern: string } | { readonly plain: string } | { readonly open: number };

/** The names of the policy variables of a pattern, in lower case. */
export function variablesOf(pattern: string): string[] {
  if (!pattern.includes('${')) return [];
  return [...pattern.matchAll(VARIABLE)].map((match) => variable(match[1])).flatMap((one) => one.name ?? []);
}

interface Variable {
  readonly name?: string;
  /** `${*}`, `${?}` and `${$}` stand for the character itself. */
  readonly plain?: string;
  readonly fallback?: string;
}

function variable(inside: string): Variable {
  if (inside === '*' || inside === '?' || inside === '$') return { plain: inside };
  const withDefault = /^([^,]*?)\s*,\s*'([^']*)'\s*$/.exec(inside);
  if (withDefault) return { name: withDefault[1].trim().toLowerCase(), fallback: withDefault[2] };
  return { name: inside.trim().toLowerCase() };
}

/** The pieces of a pattern under an environment; undefined where a variable has no value: then nothing matches. */
function pieces(pattern: string, environment: Environment | undefined): Piece[] | undefined {
  if (!environment || !pattern.includes('${')) return [{ pattern }];
  const found: Piece[] = [];
  let from = 0;
  for (const match of pattern.matchAll(VARIABLE)) {
    found.push({ pattern: pattern.slice(from, match.index) });
    const piece = resolve(variable(match[1]), environment);
    if (!piece) return undefined;
    found.push(piece);
    from = match.index + match[0].length;
  }
  found.push({ pattern: pattern.slice(from) });
  return found;
}

function resolve(one: Variable, environment: Environment): Piece | undefined {
  if (one.plain !== undefined) return { plain: one.plain };
  const value = environment.get(one.name ?? '') ?? one.fallback ?? null;
  if (value === null) return undefined;
  return typeof value === 'string' ? { plain: value } : { open: value.open };
}

/** How `*` and `?` are read: as any characters, as characters of one segment, or not as wildcards at all. */
interface Style {
  readonly wildcards: boolean;
  readonly eitherCase?: boolean;
  /** The class of a wildcard that stands after this many colons; `last` where nothing but `*` follows. */
  classAt(colons: number, last: boolean): CharClass;
}

const ANYTHING: Style = { wildcards: true, classAt: () => CLASS.any };

/** A wildcard stays within its segment; a trailing `*` runs to the end. */
const SEGMENTS: Style = { wildcards: true, classAt: (_, last) => (last ? CLASS.any : CLASS.noColon) };

/** Six components, each checked separately; the last one holds the rest, colons included. */
const COMPONENTS: Style = { wildcards: true, classAt: (colons) => (colons >= 5 ? CLASS.any : CLASS.noColon) };

const PLAIN: Style = { wildcards: false, classAt: () => CLASS.any };
const PLAIN_EITHER_CASE: Style = { ...PLAIN, eitherCase: true };

function globOf(found: readonly Piece[] | undefined, style: Style): Glob[] {
  if (!found) return [];
  const builder = new GlobBuilder();
  let colons = 0;
  found.forEach((piece, index) => {
    if ('open' in piece) return void builder.one(VARIABLE_SYMBOL + piece.open);
    const isPattern = 'pattern' in piece && style.wildcards;
    const text = 'pattern' in piece ? piece.pattern : piece.plain;
    for (let at = 0; at < text.length; at += 1) {
      const char = String.fromCodePoint(text.codePointAt(at)!);
      at += char.length - 1;
      if (char === ':') colons += 1;
      if (!isPattern || (char !== '*' && char !== '?')) builder.text(char, style.eitherCase);
      else if (char === '?') builder.one(style.classAt(colons, false));
      else builder.many(style.classAt(colons, index === found.length - 1 && /^\*+$/.test(text.slice(at))));
    }
  });
  return [builder.build()];
}

/** `StringLike` and the like: wildcards stand for any characters. */
export function likeGlobs(pattern: string, environment?: Environment): Glob[] {
  return globOf(pieces(pattern, environment), ANYTHING);
}

/** Identity Center ends the names of its roles with sixteen hexadecimal digits (IAM Identity Center user guide). */
const CENTER_ROLE = /:role\/aws-reserved\/sso\.amazonaws\.com\/.*AWSReservedSSO_[^*?]+_\*$/;
const SUFFIX = 16;

/**
 * The names that a principal may have, by the pattern under which it is known: that of a permission set's role stands for
 * names with Identity Center's own suffix, so that the roles of `Dev` are none of those of `Dev_Ops`.
 */
export function nameGlobs(pattern: string): Glob[] {
  if (!CENTER_ROLE.test(pattern)) return likeGlobs(pattern);
  return likeGlobs(pattern.slice(0, -1)).map(withSuffix);
}

function withSuffix({ steps, loops }: Glob): Glob {
  const digits = Array<CharClass>(SUFFIX).fill(CLASS.hex);
  return { steps: [...steps, ...digits], loops: [...loops, ...digits.map(() => undefined)] };
}

/** A Resource element. */
export function resourceGlobs(pattern: string, environment?: Environment): Glob[] {
  return globOf(pieces(pattern, environment), SEGMENTS);
}

/** `ArnLike` and `ArnEquals`: a pattern with fewer than six components matches nothing, `*` alone everything. */
export function arnGlobs(pattern: string, environment?: Environment): Glob[] {
  if (/^\*+$/.test(pattern)) return globOf([{ pattern }], ANYTHING);
  const found = pieces(pattern, environment);
  const text = found?.map((piece) => ('pattern' in piece ? piece.pattern : 'plain' in piece ? piece.plain : ''));
  if (!text || text.join('').split(':').length < 6) return [];
  return globOf(found, COMPONENTS);
}

/**
 * The resources that a question is about: no component of an ARN but the last one holds a colon, so that `arn:aws:*:*::*` means
 * those that name no account, and none of an account that stands where a wildcard does.
 */
export function meantGlobs(pattern: string): Glob[] {
  const isArn = pattern.startsWith('arn:') && pattern.split(':').length >= 6;
  return globOf([{ pattern }], isArn ? COMPONENTS : ANYTHING);
}

/** `StringEquals`: no wildcards, variables count. */
export function plainGlobs(text: string, environment?: Environment, eitherCase = false): Glob[] {
  return globOf(pieces(text, environment), eitherCase ? PLAIN_EITHER_CASE : PLAIN);
}

/** An action pattern; action names are compared without regard to case. */
export function actionGlobs(pattern: string): Glob[] {
  return globOf([{ pattern: pattern.toLowerCase() }], ANYTHING);
}
