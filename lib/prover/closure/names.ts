import type { Layer } from '../../iam/query';
import { standing } from '../../world/authorize/actor';
import type { Actor } from '../../world/authorize/actor';
import type { Organization } from '../../world/authorize/organization';
import { speaks } from '../../world/authorize/speaking';

const cache = new WeakMap<Layer, Map<string, boolean>>();

/** Whether any Allow of a layer names an action at all: most questions end here, without asking. */
export function names(layer: Layer, action: string): boolean {
  let known = cache.get(layer);
  if (!known) cache.set(layer, (known = new Map()));
  let found = known.get(action);
  if (found === undefined) {
    found = layer.some(({ statement }) => speaks(statement.actions, action));
    known.set(action, found);
  }
  return found;
}

const named = new WeakMap<Layer, Map<readonly string[], readonly string[]>>();

/** Those of a list that any Allow of a layer names; the same list each time. */
export function namesOf(layer: Layer, actions: readonly string[]): readonly string[] {
  let known = named.get(layer);
  if (!known) named.set(layer, (known = new Map()));
  let found = known.get(actions);
  if (!found) known.set(actions, (found = actions.filter((action) => names(layer, action))));
  return found;
}

/** Whether an actor's own policies name an action. */
export function couldTry(organization: Organization, actor: Actor, action: string): boolean {
  return names(standing(organization, actor).identity, action);
}
