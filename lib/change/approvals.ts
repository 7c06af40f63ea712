import type { ActionFact } from './story';

/** One answered approval action. */
export interface ApprovalAnswer {
  /** Name of the approval action. */
  readonly action: string;
  /** ARN of whoever answered it; empty where the time was up. */
  readonly by: string;
}

/** What an execution's approval actions were answered. */
export interface ApprovalAnswers {
  /** Approvals that stand: every newest run of the action was approved. */
  readonly given: readonly ApprovalAnswer[];
  /** Approvals that were refused or ran out of time at any time of this execution. */
  readonly refused: readonly ApprovalAnswer[];
}

/** Reads the answers from what CodePipeline lists of one execution. */
export function answersOf(actions: readonly ActionFact[]): ApprovalAnswers {
  const runs = actions.filter((one) => one.category === 'Approval');
  const newest = (run: ActionFact) =>
    !runs.some((other) => other.action === run.action && other.startedAt > run.startedAt);
  const last = runs.filter(newest);
  const open = last.filter((run) => run.status !== 'Succeeded').map((run) => run.action);
  return {
    given: last.filter((run) => run.status === 'Succeeded' && !open.includes(run.action)).map(answer),
    refused: runs.filter((run) => run.status === 'Failed').map(answer),
  };
}

function answer({ action, updatedBy }: ActionFact): ApprovalAnswer {
  return { action, by: updatedBy };
}
