import type { Context } from '../../checker/context';
import type { Closure } from '../../closure/closure';

/** What claims are written from: what the checker looks at, and what the search found. */
export interface WriteContext extends Context {
  readonly closure: Closure;
}
