import { openAtoms } from '../../iam';
import type { KeyFact, Query } from '../../iam/query';
import type { Standing } from './actor';
import { allowEverything } from './actor';
import { likeness } from './likeness';

const SHORT = 4;
const short = new Map<string, readonly string[]>();

/** Short lists are written anew at each question: equal ones become one. */
function interned(actions: readonly string[]): readonly string[] {
  if (actions.length > SHORT) return actions;
  const key = actions.join();
  const known = short.get(key);
  if (!known) short.set(key, actions);
  return known ?? actions;
}

const found = new WeakMap<readonly string[], Map<string, readonly string[]>>();
const shapes = new WeakMap<Standing, string>();

/** What every question of an actor has in common before anything allows it; `actions` are looked at apart. */
function queryOf(own: Standing, actions: readonly string[]): Query {
  const layers = own.control.length > 0 ? own.control : [allowEverything()];
  return { actions, callers: [own.caller], context: own.context, layers, denies: own.denies };
}

function shapeOf(own: Standing): string {
  let shape = shapes.get(own);
  if (shape === undefined) shapes.set(own, (shape = likeness(queryOf(own, []))));
  return shape;
}

/**
 * The actions that control policies and the denies on an actor leave it on some resource, whatever else may allow them.
 * In a guarded account these are few, so most questions end here; they are found once for all actors who are alike.
 */
export function surviving(
  own: Standing,
  asked: readonly string[],
  context?: Readonly<Record<string, KeyFact>>,
): readonly string[] {
  if (own.control.length === 0 && own.denies.length === 0) return asked;
  const actions = interned(asked);
  if (context && Object.keys(context).some((key) => key in own.context)) return actions;
  let known = found.get(actions);
  if (!known) found.set(actions, (known = new Map()));
  const shape = shapeOf(own);
  let left = known.get(shape);
  if (!left) known.set(shape, (left = filter(queryOf(own, actions), actions)));
  return left;
}

function filter(query: Query, actions: readonly string[]): readonly string[] {
  const kept = new Set(openAtoms(query).flatMap((atom) => atom.actions));
  return kept.size === actions.length ? actions : actions.filter((action) => kept.has(action));
}
