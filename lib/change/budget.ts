import { type Answer, pass, refuse } from './answer';

/** What Application Signals said of one objective (OK, WARNING, BREACHED, INSUFFICIENT_DATA), or why nothing came. */
export interface BudgetReading {
  readonly objective: string;
  readonly status: string;
}

/** What the error-budget check needs to know. */
export interface BudgetFacts {
  /** Availability objective in percent; absent where the application has none. */
  readonly availability?: number;
  readonly readings: readonly BudgetReading[];
  /** Nothing was ever released, so nothing can have spent a budget. */
  readonly firstRelease: boolean;
  /** Incident that this change is a fix for. */
  readonly incident?: string;
}

/** A spent budget freezes features, never fixes; one that cannot be read counts as spent. */
export function checkBudget(facts: BudgetFacts): Answer {
  if (facts.availability === undefined) return pass('The application has no availability objective.');
  if (facts.firstRelease) return pass('A first release has no error budget to spend.');
  if (facts.incident) return pass(`A fix for incident ${facts.incident} passes whatever the error budget.`);
  return spent(facts) ?? unreadable(facts) ?? pass(`Error budget is left (objective ${facts.availability} %).`);
}

const OR_FIX = 'A fix may pass: give every commit of the change the trailer "Incident: <number>".';

function spent(facts: BudgetFacts): Answer | undefined {
  const breached = facts.readings.filter((reading) => reading.status === 'BREACHED');
  if (!breached.length) return undefined;
  const names = breached.map((reading) => reading.objective).join(', ');
  return refuse(`The error budget is spent (objective ${facts.availability} %): ${names}.`, `Features wait. ${OR_FIX}`);
}

function unreadable(facts: BudgetFacts): Answer | undefined {
  const unread = facts.readings.filter((reading) => !['OK', 'WARNING'].includes(reading.status));
  if (facts.readings.length && !unread.length) return undefined;
  const why = unread.map((reading) => `${reading.objective}: ${reading.status}`).join(', ');
  return refuse(
    `The error budget cannot be read (${why || 'no service level objective measures it'}).`,
    `Check the service level objectives and the gate's right to read them. ${OR_FIX}`,
  );
}
