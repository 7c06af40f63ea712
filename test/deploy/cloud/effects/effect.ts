import type { Cloud } from '../cloud';
import type { Values, Wanted } from '../cloudformation/kinds/kind';
import type { Principal } from '../principals';

/** A resource that was just allowed, with whoever makes it. */
export interface Making {
  readonly cloud: Cloud;
  readonly wanted: Wanted;
  readonly values: Values;
  readonly by: Principal;
}

/** What making a resource, or making it anew, changes; it refuses what its service refuses. */
export interface Effect {
  readonly put: (making: Making) => void;
  readonly remove?: (making: Omit<Making, 'by'>) => void;
}
