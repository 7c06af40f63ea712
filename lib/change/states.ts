/** Where a change stands; the last three are final. */
export const CHANGE_STATES = [
  'drafted',
  'verified',
  'approved',
  'waiting',
  'deploying',
  'baking',
  'succeeded',
  'rolled back',
  'rejected',
] as const;

/** Where a change stands. */
export type ChangeState = (typeof CHANGE_STATES)[number];

/** How a change can end. */
export type FinalState = 'succeeded' | 'rolled back' | 'rejected';

/**
 * Where a change may go from where it stands. A change can be rejected only before it touches prod, succeed only after
 * a bake, and be rolled back only after a deployment.
 */
const NEXT: Readonly<Record<ChangeState, readonly ChangeState[]>> = {
  drafted: ['verified', 'rejected'],
  verified: ['approved', 'rejected'],
  approved: ['waiting', 'deploying', 'rejected'],
  waiting: ['waiting', 'deploying', 'rejected'],
  deploying: ['deploying', 'baking', 'rolled back'],
  baking: ['baking', 'deploying', 'succeeded', 'rolled back'],
  succeeded: [],
  'rolled back': [],
  rejected: [],
};

/** Whether a change may go from one state to another. */
export function mayBecome(from: ChangeState, to: ChangeState): boolean {
  return NEXT[from].includes(to);
}

/** Whether nothing can happen to a change any more. */
export function isFinal(state: ChangeState): state is FinalState {
  return NEXT[state].length === 0;
}
