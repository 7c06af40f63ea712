import { actionTest, catalogue } from '../../iam';
import type { BoundStatement, Layer } from '../../iam/query';
import type { PatternElement } from '../../iam/model';

const cache = new WeakMap<readonly string[], Map<string, readonly number[]>>();

/** Which of the actions an Action element names; equal elements, whoever holds them, are read once. */
function indexesOf(element: PatternElement, actions: readonly string[]): readonly number[] {
  let known = cache.get(actions);
  if (!known) cache.set(actions, (known = new Map()));
  const key = JSON.stringify(element);
  let found = known.get(key);
  if (!found) {
    const test = actionTest(element);
    found = actions.flatMap((action, index) => (test(action) ? [index] : []));
    known.set(key, found);
  }
  return found;
}

function element({ statement }: BoundStatement): PatternElement {
  return statement.actions;
}

/** The actions that some statement of a layer names, in their order; reading policies name few or none. */
export function named(layer: Layer, actions: readonly string[]): readonly string[] {
  const lists = layer.map((bound) => indexesOf(element(bound), actions));
  const whole = lists.find((list) => list.length === actions.length);
  if (whole) return actions;
  const all = new Set<number>();
  for (const list of lists) for (const index of list) all.add(index);
  return [...all].sort((a, b) => a - b).map((index) => actions[index]);
}

const unknown = new WeakMap<PatternElement, readonly string[]>();

function unknownIn(element: PatternElement): readonly string[] {
  let found = unknown.get(element);
  if (!found) {
    const literal = element.negated
      ? []
      : element.patterns.filter((pattern) => pattern.includes(':') && !/[*?]/.test(pattern));
    unknown.set(element, (found = literal.filter((action) => catalogue().find(action) === undefined)));
  }
  return found;
}

/** Actions that a layer names and the catalogue does not know: writes, since nobody can say that they only read. */
export function unknownActions(layer: Layer): readonly string[] {
  return [...new Set(layer.flatMap((bound) => unknownIn(element(bound))))];
}
