import type { ChangeRecord } from './record';

/** Ids of the events that the unwinding writes begin so. */
export const UNWOUND = 'unwound:';

/**
 * Whether a change is on its way out of prod. The unwinding writes that down before it does anything, and nothing takes
 * it back: an action that is retried later finds the way closed, whatever CodePipeline says of it then.
 */
export function wayBackBegan({ history }: Pick<ChangeRecord, 'history'>): boolean {
  return history.some(({ id }) => id.startsWith(UNWOUND));
}
