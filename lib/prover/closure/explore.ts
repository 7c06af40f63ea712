import type { World } from '../../world/model';
import { assumeRoles } from './assume';
import { Closure } from './closure';
import { createRoles } from './create-role';
import { startMachines } from './organization-machines';
import { passRoles } from './pass-role';
import { iamEdges, resourceEdges } from './table';

/** Every way from one principal to the next. */
export const EVALUATIONS = [assumeRoles, passRoles, iamEdges, resourceEdges, createRoles, startMachines];
const known = new WeakMap<World, Closure>();
const thorough = new WeakMap<Closure, Closure>();

/** Beyond so many questions, only the first way to everybody is told. */
const MOST_ASKED = 6000;

/** Finds everybody whom the people of a world together can come to act as or drive. */
export function explore(world: World): Closure {
  let closure = known.get(world);
  if (!closure) known.set(world, (closure = new Closure(world, EVALUATIONS)));
  return closure;
}

/** The same with every way to everybody, so that each person's own can be told. */
export function exploreThoroughly(closure: Closure): Closure {
  if (closure.asked > MOST_ASKED) return closure;
  let found = thorough.get(closure);
  if (!found) thorough.set(closure, (found = new Closure(closure.world, EVALUATIONS, true)));
  return found;
}
