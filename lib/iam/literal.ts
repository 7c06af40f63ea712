import { keyTest, opposite, testDigest } from './key-test';
import type { KeyTest } from './key-test';
import { language } from './language';
import type { Language } from './language';
import type { PatternElement, PrincipalElement, Statement } from './model';
import { actionGlobs, resourceGlobs, variablesOf } from './pattern';
import type { Environment } from './pattern';
import type { BoundStatement } from './query';

/**
 * The smallest claims about a request: its action, resource or caller is (not) among these, a context key passes a
 * test. A statement matches where all of its literals hold. Equal literals are one object.
 */
export type Literal = { readonly id: number; readonly dimension: string } & (
  | { readonly kind: 'language'; readonly language: Language; readonly negated: boolean }
  | { readonly kind: 'caller'; readonly element: PrincipalElement; readonly negated: boolean }
  | { readonly kind: 'key'; readonly test: KeyTest }
);

const interned = new Map<string, Literal>();

function intern(key: string, make: (id: number) => Literal): Literal {
  const known = interned.get(key);
  if (known) return known;
  const made = make(interned.size);
  interned.set(key, made);
  return made;
}

function languageLiteral(dimension: 'action' | 'resource', one: Language, negated: boolean): Literal {
  return intern(`${dimension}${one.id}${negated}`, (id) => ({
    id,
    dimension,
    kind: 'language',
    language: one,
    negated,
  }));
}

function callerLiteral(element: PrincipalElement, negated: boolean): Literal {
  const key = `caller${negated}${JSON.stringify(element)}`;
  return intern(key, (id) => ({ id, dimension: 'caller', kind: 'caller', element, negated }));
}

function keyLiteral(key: string, test: KeyTest): Literal {
  const dimension = `key ${key}`;
  return intern(`${dimension} ${testDigest(test)}`, (id) => ({ id, dimension, kind: 'key', test }));
}

const negations = new Map<Literal, Literal>();

/** The literal that holds where this one does not. */
export function negation(literal: Literal): Literal {
  let other = negations.get(literal);
  if (!other) {
    other = negate(literal);
    negations.set(literal, other);
    negations.set(other, literal);
  }
  return other;
}

function negate(literal: Literal): Literal {
  if (literal.kind === 'key') return keyLiteral(literal.dimension.slice(4), opposite(literal.test));
  if (literal.kind === 'caller') return callerLiteral(literal.element, !literal.negated);
  return languageLiteral(literal.dimension as 'action', literal.language, !literal.negated);
}

/** A statement as literals that must all hold; `never` where no request can match. */
export interface Compiled {
  readonly literals: readonly Literal[];
  readonly never: boolean;
}

const compiled = new WeakMap<Statement, Map<string, Compiled>>();
const COMPILED_CAP = 500;

/** The literals of a statement; variables stand for what the environment says. */
export function compile(bound: BoundStatement, environment?: Environment): Compiled {
  let known = compiled.get(bound.statement);
  if (!known) compiled.set(bound.statement, (known = new Map()));
  const key = valuesOf(bound, environment);
  let found = known.get(key);
  if (!found) {
    if (known.size > COMPILED_CAP) known.clear();
    known.set(key, (found = compileUnder(bound.statement, read(bound, environment))));
  }
  return found;
}

/** The values of the variables that the statement holds; nothing else of an environment matters to it. */
function valuesOf(bound: BoundStatement, environment?: Environment): string {
  const names = variablesIn(bound);
  return names.length === 0 ? bound.version : JSON.stringify(names.map((name) => environment?.get(name) ?? null));
}

function read(bound: BoundStatement, environment?: Environment): Environment | undefined {
  if (bound.version !== '2012-10-17') return undefined;
  return variablesIn(bound).length > 0 && environment ? environment : new Map();
}

function compileUnder(statement: Statement, environment?: Environment): Compiled {
  const all = [
    ...(statement.principals ? [callerLiteral(statement.principals, false)] : []),
    patternLiteral('action', statement.actions, actionGlobs),
    ...(statement.resources
      ? [patternLiteral('resource', statement.resources, (pattern) => resourceGlobs(pattern, environment))]
      : []),
    ...statement.conditions.map((condition) =>
      keyLiteral(condition.key.toLowerCase(), keyTest(condition, environment)),
    ),
  ];
  const literals = [...new Set(all)].filter((literal) => !isTrue(literal));
  return { literals, never: literals.some((literal) => isFalse(literal)) };
}

function patternLiteral(
  dimension: 'action' | 'resource',
  element: PatternElement,
  read: (pattern: string) => ReturnType<typeof actionGlobs>,
): Literal {
  return languageLiteral(dimension, language(element.patterns.flatMap(read)), element.negated);
}

function isTrue(literal: Literal): boolean {
  if (literal.kind === 'language') return !literal.negated && literal.language.everything;
  if (literal.kind === 'key') return literal.test.absent && literal.test.present === true;
  return !literal.element.negated && !literal.negated && literal.element.entries.some(isEveryone);
}

function isFalse(literal: Literal): boolean {
  if (literal.kind === 'caller')
    return isTrue(negation(literal)) || (literal.element.negated && literal.element.entries.some(isEveryone));
  return isTrue(negation(literal));
}

function isEveryone({ type, value }: { type: string; value: string }): boolean {
  return type === 'AWS' && value === '*';
}

const variables = new WeakMap<Statement, readonly string[]>();

/** Names of the policy variables of a statement, in lower case; none under 2008-10-17. */
export function variablesIn({ statement, version }: BoundStatement): readonly string[] {
  if (version !== '2012-10-17') return [];
  let known = variables.get(statement);
  if (!known) {
    const texts = [...(statement.resources?.patterns ?? []), ...statement.conditions.flatMap((one) => one.values)];
    known = [...new Set(texts.flatMap(variablesOf))];
    variables.set(statement, known);
  }
  return known;
}
