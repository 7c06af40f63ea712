import { actionSet } from './action-sets';
import type { ActionSet, ActionTest } from './action-sets';
import { catalogue } from './catalogue';
import type { PatternElement } from './model';
import type { BoundStatement } from './query';

export type { ActionTest };

/** Actions that the patterns at hand do not tell apart. */
export interface ActionAtom {
  readonly representative: string;
  readonly actions: readonly string[];
}

/** The name that stands for the actions of a service, and the service, that the catalogue does not know yet. */
export const FRESH_ACTION = 'AnActionAddedLater';
const FRESH_SERVICE = 'a-service-added-later';

let everything: readonly string[] | undefined;

/** The catalogue's actions, one fresh action a service, and one of a fresh service. */
export function actionUniverse(): readonly string[] {
  everything ??= [
    ...catalogue().actions,
    ...catalogue().services.map((service) => `${service}:${FRESH_ACTION}`),
    `${FRESH_SERVICE}:${FRESH_ACTION}`,
  ];
  return everything;
}

const atoms = new WeakMap<readonly string[], Map<string, readonly ActionAtom[]>>();
const ATOMS_CAP = 2_000;

/**
 * Splits a universe of actions into classes that no Action or NotAction element of the statements tells apart. The same
 * list asked again with the same elements gets the same answer, so give lists that live on.
 */
export function actionAtoms(
  statements: readonly BoundStatement[],
  universe: readonly string[] = actionUniverse(),
): readonly ActionAtom[] {
  const sets = [...new Set(statements.map(({ statement }) => actionSet(statement.actions)))];
  let known = atoms.get(universe);
  if (!known) atoms.set(universe, (known = new Map()));
  const key = sets
    .map((one) => one.id)
    .sort((a, b) => a - b)
    .join();
  let found = known.get(key);
  if (!found) {
    if (known.size > ATOMS_CAP) known.clear();
    known.set(key, (found = split(sets, universe)));
  }
  return found;
}

/** Refines one class of all actions by each element in turn. */
function split(sets: readonly ActionSet[], universe: readonly string[]): readonly ActionAtom[] {
  const classOf = new Uint32Array(universe.length);
  let next = 1;
  for (const set of sets) {
    const moved = new Map<number, number>();
    for (const index of set.matched(universe)) {
      let to = moved.get(classOf[index]);
      if (to === undefined) moved.set(classOf[index], (to = next++));
      classOf[index] = to;
    }
  }
  const classes = new Map<number, string[]>();
  for (const [index, action] of universe.entries()) {
    const there = classes.get(classOf[index]);
    if (there) there.push(action);
    else classes.set(classOf[index], [action]);
  }
  return [...classes.values()].map((actions) => ({ representative: actions[0], actions }));
}

/** The test of an element; equal elements share one. */
export function actionTest(element: PatternElement): ActionTest {
  return actionSet(element).has;
}
