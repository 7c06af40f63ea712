import type { Kept } from './kept';

/** Key of an app that keeps answers; an app without it does all work anew. */
const KEPT = Symbol.for('cdk-guarded-environments.kept');

/** Lets the checks of an app keep their answers. */
export function keepOn(app: object, kept: Kept): void {
  Object.defineProperty(app, KEPT, { value: kept });
}

/** What an app keeps; undefined where it keeps nothing. */
export function keptOn(app: object): Kept | undefined {
  return (app as { readonly [KEPT]?: Kept })[KEPT];
}
