import type { ActionClass } from './catalogue';
import { CREDENTIAL_READS, MUTATING_READS, PLAIN_READS } from './corrections-table';
import type { ReviewedActions } from './corrections-table';

/** An action that the reviewed table puts into another class than the catalogue does, and why. */
export interface Correction {
  readonly class: ActionClass;
  readonly reason: string;
}

function entries(table: ReviewedActions, as: ActionClass): [string, Correction][] {
  return Object.entries(table).flatMap(([reason, actions]) =>
    actions.map((action): [string, Correction] => [action, { class: as, reason }]),
  );
}

/** By the action's name as AWS spells it. */
export const CORRECTIONS: ReadonlyMap<string, Correction> = new Map([
  ...entries(CREDENTIAL_READS, 'credential read'),
  ...entries(MUTATING_READS, 'mutating read'),
  ...entries(PLAIN_READS, 'Read'),
]);
