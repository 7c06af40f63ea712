import { z } from 'zod';
import { type Answer, refuse } from './answer';
import { readable } from './tell';

/**
 * How long one action waits. CodePipeline ends a Step Functions action after seven days ('Quotas in AWS CodePipeline'); half a
 * day stays for the last look.
 */
export const TURN_MS = 6.5 * 86_400_000;

/** Actions that wait one after the other before each gate: a month, so that a calendar that is shut over the holidays ends no release. */
export const WAIT_TURNS = 5;

/** Which of the actions waits, and since when. What does not say so waits for as long as the service lets it. */
export const turnSchema = z.object({
  turn: z.number().int().min(1).default(1),
  turns: z.number().int().min(1).default(1),
  begun: z.object({ startedAt: z.iso.datetime({ offset: true }) }).optional(),
});

/** One of the actions that wait one after the other. */
export type Turn = z.output<typeof turnSchema>;

/** What a wait comes to within its turn: `hand on` leaves the rest of it to the next action. */
export interface TurnAnswer extends Omit<Answer, 'verdict'> {
  readonly verdict: Answer['verdict'] | 'hand on';
}

/** When the turn is over; undefined where nobody knows when it began. */
export function turnEnds({ begun }: Turn): Date | undefined {
  return begun && new Date(Date.parse(begun.startedAt) + TURN_MS);
}

/**
 * A wait that outlasts its turn is handed on to the next one. What is known to outlast them all is refused at once: waiting
 * for a month and failing then helps nobody.
 */
export function inTurn(answer: Answer, turn: Turn, now: Date): TurnAnswer {
  const ends = turnEnds(turn);
  if (answer.verdict !== 'wait' || !ends) return answer;
  const last = new Date(ends.getTime() + (turn.turns - turn.turn) * TURN_MS);
  const opens = Date.parse(answer.until ?? '');
  if (opens > last.getTime() || now >= last) return tooLong(answer, last);
  return now >= ends ? { ...answer, verdict: 'hand on' } : answer;
}

function tooLong({ reason, until }: Answer, last: Date): Answer {
  return refuse(
    `${reason} That is longer than a release waits: until ${readable(last.toISOString())} at most.`,
    `Release again then, not before ${readable(until ?? '')}.`,
  );
}
