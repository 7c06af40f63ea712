/** What a check of change control says: go on, not yet, or no. */
export type Verdict = 'pass' | 'wait' | 'refuse';

/** An answer that explains itself: why, and what a person can do about it. */
export interface Answer {
  readonly verdict: Verdict;
  readonly reason: string;
  /** What to do; empty where nothing needs doing. */
  readonly remedy: string;
  /** When to ask again, ISO 8601; only with `wait`. */
  readonly until?: string;
}

/** The check holds. */
export function pass(reason: string): Answer {
  return { verdict: 'pass', reason, remedy: '' };
}

/** The check does not hold yet. */
export function wait(reason: string, until: Date, remedy: string): Answer {
  return { verdict: 'wait', reason, remedy, until: until.toISOString() };
}

/** The check does not hold, and time alone does not change that. */
export function refuse(reason: string, remedy: string): Answer {
  return { verdict: 'refuse', reason, remedy };
}

/** One sentence or two: the reason, then what to do. */
export function explain(answer: Answer): string {
  return answer.remedy ? `${answer.reason} ${answer.remedy}` : answer.reason;
}

/** The worst of several answers; a refusal before a wait, and of two waits the longer. */
export function worst(answers: readonly Answer[]): Answer {
  const refused = answers.filter((answer) => answer.verdict === 'refuse');
  if (refused.length) return refuse(together(refused, 'reason'), together(refused, 'remedy'));
  const waits = answers.filter((answer) => answer.verdict === 'wait');
  if (waits.length) return waits.reduce((a, b) => ((a.until ?? '') >= (b.until ?? '') ? a : b));
  return pass(together(answers, 'reason'));
}

function together(answers: readonly Answer[], key: 'reason' | 'remedy'): string {
  return [...new Set(answers.map((answer) => answer[key]))].filter(Boolean).join(' ');
}
