import type { ActionClass } from './catalogue';

/** An action that the reviewed table puts into another class than the catalogue does, and why. */
export interface Correction {
  readonly class: ActionClass;
  readonly reason: string;
}

/** By the action's name as AWS spells it. */
export const CORRECTIONS: ReadonlyMap<string, Correction> = new Map();
