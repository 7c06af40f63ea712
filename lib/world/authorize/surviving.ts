import { openAtoms } from '../../iam';
import type { KeyFact, Query } from '../../iam/query';
import type { Standing } from './actor';
import { allowEverything } from './actor';
import { digestOf } from './digest';

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
const plain = new WeakMap<Standing, WeakMap<readonly string[], readonly string[]>>();

/**
 * The actions that control policies and the denies on an actor leave it on some resource, whatever else may allow them.
 * In a guarded account these are few, so most questions end here; they are found once for equal standings.
 */
export function surviving(
  own: Standing,
  asked: readonly string[],
  context?: Readonly<Record<string, KeyFact>>,
): readonly string[] {
  if (own.control.length === 0 && own.denies.length === 0) return asked;
  const actions = interned(asked);
  if (context && Object.keys(context).some((key) => key in own.context)) return actions;
  let known = plain.get(own);
  if (!known) plain.set(own, (known = new WeakMap()));
  let left = known.get(actions);
  if (!left) known.set(actions, (left = seek(own, actions)));
  return left;
}

function seek(own: Standing, actions: readonly string[]): readonly string[] {
  const layers = own.control.length > 0 ? own.control : [allowEverything()];
  const query: Query = { actions, callers: [own.caller], context: own.context, layers, denies: own.denies };
  let known = found.get(actions);
  if (!known) found.set(actions, (known = new Map()));
  const digest = digestOf(query);
  let left = known.get(digest);
  if (!left) known.set(digest, (left = filter(query, actions)));
  return left;
}

function filter(query: Query, actions: readonly string[]): readonly string[] {
  const kept = new Set(openAtoms(query).flatMap((atom) => atom.actions));
  return kept.size === actions.length ? actions : actions.filter((action) => kept.has(action));
}
