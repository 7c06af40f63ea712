/**
 * What an intrinsic can yield: a language of strings with holes, one of several values, nothing, or anything at all.
 * The holes are why an Allow and a Deny must be read differently; see `concretize.ts`.
 */

/** A part of a string nobody knows yet. `name` is the suffix CloudFormation makes (letters, digits, hyphens). */
export class Hole {
  public constructor(
    public readonly kind: 'name' | 'any',
    public readonly why: string,
  ) {}
}

/** A string made of known parts and holes; no two known parts stand side by side. */
export class Text {
  /** The resource whose Ref, ARN or name this string is, as `<template>#<logical id>`. */
  public readonly of?: string;

  public constructor(
    public readonly parts: readonly (string | Hole)[],
    of?: string,
  ) {
    this.of = of;
  }

  /** A string known in full. */
  public static of(text: string): Text {
    return new Text([text]);
  }

  /** A string of which nothing is known. */
  public static unknown(why: string): Text {
    return new Text([new Hole('any', why)]);
  }

  /** Nothing in it is open. */
  public get exact(): boolean {
    return this.parts.every((part) => typeof part === 'string');
  }

  /** Nothing in it is known. */
  public get opaque(): boolean {
    return this.parts.length > 0 && this.parts.every((part) => part instanceof Hole && part.kind === 'any');
  }

  /** Some part of it may be anything, not only the suffix of a generated name. */
  public get open(): boolean {
    return this.parts.some((part) => part instanceof Hole && part.kind === 'any');
  }

  /** Holes as `*`. */
  public get pattern(): string {
    return this.parts
      .map((part) => (typeof part === 'string' ? part : '*'))
      .join('')
      .replace(/\*{2,}/g, '*');
  }

  /** Why it is not exact. */
  public get why(): string {
    const hole = this.parts.find((part) => part instanceof Hole);
    return hole instanceof Hole ? hole.why : '';
  }

  /** The same string, said to be that of a resource. */
  public from(resource: string): Text {
    return new Text(this.parts, resource);
  }
}

/** Any one of these, nobody knows which. */
export class Choice {
  public constructor(public readonly options: readonly Value[]) {}
}

/** A value of any shape. */
export class Opaque {
  public constructor(public readonly why: string) {}
}

/** `AWS::NoValue`: the property or list entry is not there. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** A resolved template value. */
export type Value = Text | Choice | Opaque | typeof NO_VALUE | number | boolean | null | Value[] | ValueMap;

/** A resolved object. */
export interface ValueMap {
  readonly [key: string]: Value;
}

/** An object of a template, not one of the classes above. */
export function isMap(value: Value | undefined): value is ValueMap {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Text || value instanceof Choice || value instanceof Opaque);
}

/** Joins strings; adjacent known parts melt together. */
export function concat(texts: readonly Text[]): Text {
  const parts: (string | Hole)[] = [];
  for (const part of texts.flatMap((text) => text.parts)) {
    const last = parts[parts.length - 1];
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  }
  return new Text(parts.length > 0 ? parts : ['']);
}

/** How many alternatives a string may have before it counts as opaque. */
const MAX_ALTERNATIVES = 16;

/** Every string a value can be; what is no string is a hole that says so. */
export function textsOf(value: Value | undefined): Text[] {
  if (value instanceof Text) return [value];
  if (typeof value === 'number' || typeof value === 'boolean') return [Text.of(String(value))];
  if (value instanceof Choice) return value.options.flatMap(textsOf);
  if (value instanceof Opaque) return [Text.unknown(value.why)];
  if (value === undefined || value === NO_VALUE || value === null) return [];
  return [Text.unknown('a list or an object stands where a string is expected')];
}

/** The one string a value is, or a hole where it may be several. */
export function textOf(value: Value | undefined): Text | undefined {
  const texts = textsOf(value);
  if (texts.length <= 1) return texts[0];
  const [first, ...rest] = texts;
  return rest.every((text) => text.pattern === first.pattern && text.exact) && first.exact
    ? first
    : Text.unknown('several values are possible');
}

/** The value where nothing in it is open. */
export function exactText(value: Value | undefined): string | undefined {
  const text = textOf(value);
  return text?.exact ? text.pattern : undefined;
}

/** All ways to join one alternative of each; an opaque string beyond the limit. */
export function product(lists: readonly (readonly Text[])[]): Text[] {
  const count = lists.reduce((n, list) => n * list.length, 1);
  if (count > MAX_ALTERNATIVES) return [Text.unknown(`more than ${MAX_ALTERNATIVES} values are possible`)];
  return lists
    .reduce<Text[][]>((all, list) => all.flatMap((head) => list.map((text) => [...head, text])), [[]])
    .map(concat);
}

/** One value or a choice among several. */
export function choice(options: readonly Value[]): Value {
  return options.length === 1 ? options[0] : new Choice(options);
}

/** A list as far as it is one: choices and opaque parts become entries of their own, absent ones vanish. */
export function listOf(value: Value | undefined): Value[] {
  if (value === undefined || value === NO_VALUE || value === null) return [];
  const list = Array.isArray(value) ? value : [value];
  return list.filter((entry) => entry !== NO_VALUE);
}

/** Every entry that may stand in a list: each branch of a choice counts. */
export function possibleEntries(value: Value | undefined): Value[] {
  return listOf(value).flatMap((entry) =>
    entry instanceof Choice
      ? entry.options.flatMap(possibleEntries)
      : Array.isArray(entry)
        ? possibleEntries(entry)
        : [entry],
  );
}

/** Nothing in a list hangs on a condition or is open as a whole. */
export function isCertain(value: Value | undefined): boolean {
  return listOf(value).every((entry) => !(entry instanceof Choice) && !(entry instanceof Opaque));
}

/** Some branch leaves the value out. */
export function mayBeAbsent(value: Value | undefined): boolean {
  return value instanceof Choice && value.options.some((option) => option === NO_VALUE || mayBeAbsent(option));
}

/** A property of an object, looked up in every branch of a choice. */
export function property(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value === NO_VALUE ? undefined : value;
  if (isMap(value)) return property(value[key], ...rest);
  if (value instanceof Opaque) return value;
  if (!(value instanceof Choice)) return undefined;
  const found = value.options.map((option) => property(option, ...path)).filter((v): v is Value => v !== undefined);
  return found.length === 0 ? undefined : choice(found);
}

/** Plain JSON: holes as `*`, opaque values as `{ Opaque }`, choices as `{ OneOf }`. */
export function toJson(value: Value | undefined): unknown {
  if (value instanceof Text) return value.opaque ? { Opaque: value.why } : value.pattern;
  if (value instanceof Opaque) return { Opaque: value.why };
  if (value instanceof Choice) return { OneOf: value.options.map(toJson) };
  if (Array.isArray(value)) return listOf(value).map(toJson);
  if (!isMap(value)) return value === NO_VALUE ? undefined : value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== NO_VALUE)
      .map(([key, entry]) => [key, toJson(entry)]),
  );
}
