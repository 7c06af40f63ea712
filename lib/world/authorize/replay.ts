import { evaluate, meant } from '../../iam';
import type { BoundStatement, Caller, Query, Request, Satisfied } from '../../iam/query';
import type { Condition, PatternElement, PrincipalElement } from '../../iam/model';

type Json = Readonly<Record<string, unknown>>;

/**
 * Does a request come out as the search says? The evaluator answers, which reads policies as documents and shares nothing
 * with the search: every layer must allow the request, and no deny forbid it.
 */
export function replays(asked: Query, { request }: Satisfied): boolean {
  const caller = callerOf(asked, request);
  const seen = (layer: readonly BoundStatement[], effect: 'Allow' | 'Deny'): Json[] =>
    layer.map((one) => documentOf(one, effect, caller)).filter((one): one is Json => one !== undefined);
  try {
    const allowed = asked.layers.every((layer) => evaluate(request, seen(layer, 'Allow')).decision === 'allowed');
    return allowed && evaluate(request, seen(asked.denies, 'Deny')).decision !== 'denied';
  } catch {
    return false;
  }
}

function callerOf({ callers }: Query, { principal }: Request): Caller | undefined {
  return Array.isArray(callers) ? (callers as readonly Caller[]).find(({ id }) => id === principal) : undefined;
}

/** A statement as a document of its own; nothing where it has the other effect, cannot be read or means another caller. */
function documentOf(bound: BoundStatement, effect: 'Allow' | 'Deny', caller: Caller | undefined): Json | undefined {
  const { statement, version } = bound;
  if (statement.effect !== effect) return undefined;
  if (effect === 'Allow' && statement.unreadable.length > 0) return undefined;
  const principal = principalOf(statement.principals, effect, caller);
  if (principal === undefined) return undefined;
  return { Version: version, Statement: [{ ...plain(bound), ...principal }] };
}

const written = new WeakMap<BoundStatement['statement'], Json>();

function plain({ statement }: BoundStatement): Json {
  let known = written.get(statement);
  if (!known) {
    const { effect, actions, resources, conditions } = statement;
    known = {
      Effect: effect,
      ...element('Action', actions),
      ...(resources ? element('Resource', resources) : {}),
      ...(conditions.length > 0 ? { Condition: block(conditions) } : {}),
    };
    written.set(statement, known);
  }
  return known;
}

function element(name: string, { patterns, negated }: PatternElement): Json {
  return { [negated ? `Not${name}` : name]: patterns };
}

/** Operators in another case mean the same: so two conditions on one key can stand side by side. */
function block(conditions: readonly Condition[]): Json {
  const found = new Map<string, Record<string, readonly string[]>>();
  for (const { operator, quantifier, ifExists, key, values } of conditions) {
    const name = `${quantifier === 'none' ? '' : `${quantifier}:`}${operator}${ifExists ? 'IfExists' : ''}`;
    const spellings = [name, name.toLowerCase(), name.toUpperCase()];
    const free = spellings.find((one) => !Object.hasOwn(found.get(one) ?? {}, key)) ?? `${name}-twice`;
    found.set(free, { ...found.get(free), [key]: values });
  }
  return Object.fromEntries(found);
}

/** A name that stands for many is no name that an evaluator could compare: whether it is meant is decided before. */
function principalOf(
  principals: PrincipalElement | undefined,
  effect: 'Allow' | 'Deny',
  caller: Caller | undefined,
): Json | undefined {
  if (!principals || !caller) return {};
  const names = [caller.id, ...principals.entries.map(({ value }) => value)];
  if (names.some((name) => name !== '*' && name.includes('*'))) {
    const { may, must } = meant(principals, caller);
    return (effect === 'Allow' ? may : must) ? {} : undefined;
  }
  const listed: Record<string, string[]> = {};
  for (const { type, value } of principals.entries) (listed[type] ??= []).push(value);
  return { [principals.negated ? 'NotPrincipal' : 'Principal']: listed };
}
