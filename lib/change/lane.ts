import { type Answer, pass, refuse, wait } from './answer';

/** The one release that is on its way through prod. */
export interface Lane {
  readonly execution: string;
  readonly change: string;
  readonly since: string;
}

/** How soon a waiting release looks again: five minutes. A week of turns must fit into the 25,000 events of a state machine. */
const ASK_AGAIN_MS = 300_000;

/**
 * One release at a time goes through prod. Without this, a release that passed the gate could stand in the queue of a
 * busy wave and enter it after the window shut.
 */
export function checkLane(lane: Lane | undefined, execution: string, now: Date): Answer {
  if (!lane) return pass('No other release is on its way through prod.');
  if (lane.execution === execution) return pass('This release has prod to itself.');
  return wait(
    `${lane.change} is on its way through prod.`,
    new Date(now.getTime() + ASK_AGAIN_MS),
    'Nothing needs doing: the change goes on when that one is closed.',
  );
}

/** A release must hold the lane when its gate decides and while it bakes. */
export function holdsLane(lane: Lane | undefined, execution: string): Answer {
  if (lane?.execution === execution) return pass('This release has prod to itself.');
  return refuse(
    lane ? `${lane.change} is on its way through prod, not this release.` : 'This release did not wait for its turn.',
    'Start a new release; a sealed or skipped one does not go on.',
  );
}
