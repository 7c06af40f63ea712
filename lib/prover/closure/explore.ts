import type { World } from '../world';
import { assumeRoles } from './assume';
import { Closure } from './closure';
import { createRoles } from './create-role';
import { passRoles } from './pass-role';
import { iamEdges, resourceEdges } from './table';

const known = new WeakMap<World, Closure>();

/** Finds everybody whom the people of a world together can come to act as or drive. */
export function explore(world: World): Closure {
  let closure = known.get(world);
  if (!closure) known.set(world, (closure = new Closure(world, [assumeRoles, passRoles, iamEdges, resourceEdges, createRoles])));
  return closure;
}
