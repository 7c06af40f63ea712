/** A shift that takes longer than a working day is not watched by anybody, and holds up every release behind it. */
export const LONGEST_SHIFT_SECONDS = 24 * 60 * 60;

/** How traffic moves, as far as time goes. */
export interface ShiftPace {
  /** Traffic moves by the same share again and again. */
  readonly linear: boolean;
  /** Share that moves with each step. */
  readonly percent: number;
  /** Seconds between two steps. */
  readonly stepSeconds: number;
  /** Seconds that old and new run side by side after the last step. */
  readonly bakeSeconds: number;
}

/** Why a shift takes too long, with the arithmetic; nothing where it does not. */
export function shiftProblems({ linear, percent, stepSeconds, bakeSeconds }: ShiftPace): string[] {
  const waits = linear ? Math.ceil(100 / percent) - 1 : 1;
  const seconds = waits * stepSeconds + bakeSeconds;
  if (!(seconds > LONGEST_SHIFT_SECONDS)) return [];
  return [
    `the shift takes ${waits} waits × ${stepSeconds} s + a bake of ${bakeSeconds} s = ${seconds} s, ` +
      `right is at most ${LONGEST_SHIFT_SECONDS} s in all: larger steps or a shorter interval`,
  ];
}
