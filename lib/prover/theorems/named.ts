import { actionSet, catalogue } from '../../iam';
import type { ActionSet } from '../../iam';
import type { BoundStatement, Layer } from '../../iam/query';
import type { PatternElement } from '../../iam/model';

const lists = new WeakMap<readonly string[], Map<string, readonly string[]>>();

function element({ statement }: BoundStatement): PatternElement {
  return statement.actions;
}

/**
 * The actions that some statement of a layer names, in their order; reading policies name few or none. Layers with the
 * same elements get the same list.
 */
export function named(layer: Layer, actions: readonly string[]): readonly string[] {
  const sets = [...new Set(layer.map((bound) => actionSet(element(bound))))];
  let known = lists.get(actions);
  if (!known) lists.set(actions, (known = new Map()));
  const key = sets
    .map((one) => one.id)
    .sort((a, b) => a - b)
    .join();
  let found = known.get(key);
  if (!found) known.set(key, (found = together(sets, actions)));
  return found;
}

function together(sets: readonly ActionSet[], actions: readonly string[]): readonly string[] {
  const all = new Set<number>();
  for (const set of sets) for (const index of set.named(actions)) all.add(index);
  if (all.size === actions.length) return actions;
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
function unknownActions(layer: Layer): readonly string[] {
  return [...new Set(layer.flatMap((bound) => unknownIn(element(bound))))];
}

const withUnknown = new WeakMap<readonly string[], Map<string, readonly string[]>>();

/**
 * Of some actions those that a layer names, and with `unknownToo` those of its own that the catalogue does not know. Equal
 * questions get the same list: much is remembered of it.
 */
export function soughtIn(
  layer: Layer,
  { actions, unknownToo = false }: { readonly actions: readonly string[]; readonly unknownToo?: boolean },
): readonly string[] {
  const known = named(layer, actions);
  const unknown = unknownToo ? unknownActions(layer) : [];
  if (unknown.length === 0) return known;
  let lists = withUnknown.get(known);
  if (!lists) withUnknown.set(known, (lists = new Map()));
  const key = unknown.join();
  let found = lists.get(key);
  if (!found) lists.set(key, (found = [...known, ...unknown]));
  return found;
}

const owns = new WeakMap<readonly string[], Map<string, readonly string[]>>();

/** A resource's policy speaks of its own service's actions; other services act on it through those. */
export function ofService(arn: string, actions: readonly string[]): readonly string[] {
  const prefix = `${arn.split(':')[2]}:`;
  let known = owns.get(actions);
  if (!known) owns.set(actions, (known = new Map()));
  let found = known.get(prefix);
  if (!found) known.set(prefix, (found = ofPrefix(prefix, actions)));
  return found;
}

function ofPrefix(prefix: string, actions: readonly string[]): readonly string[] {
  const own = actions.filter((action) => action.startsWith(prefix));
  return own.length > 0 || POLICY_SERVICES.has(prefix) ? own : actions;
}

/** Services whose resources carry policies under the prefix that their ARNs have. */
const POLICY_SERVICES = new Set([
  's3:',
  'kms:',
  'sqs:',
  'sns:',
  'lambda:',
  'ecr:',
  'secretsmanager:',
  'events:',
  'dynamodb:',
  'logs:',
]);
