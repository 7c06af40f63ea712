import { type Answer, pass, refuse } from './answer';

/** What Application Signals said of one objective (OK, WARNING, BREACHED, INSUFFICIENT_DATA), or why nothing came. */
export interface BudgetReading {
  readonly objective: string;
  readonly status: string;
  /** When the objective was created, ISO 8601; asked only where it has no data yet. */
  readonly created?: string;
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
  /** The moment that ages are counted at; without it no objective counts as young. */
  readonly now?: Date;
}

/** Days in which a new objective may be without data: nothing was measured yet, and it spent nothing. */
export const YOUNG_DAYS = 7;

/** A spent budget freezes features, never fixes; one that cannot be read counts as spent. */
export function checkBudget(facts: BudgetFacts): Answer {
  if (facts.availability === undefined) return pass('The application has no availability objective.');
  if (facts.firstRelease) return pass('A first release has no error budget to spend.');
  if (facts.incident) return pass(`A fix for incident ${facts.incident} passes whatever the error budget.`);
  return spent(facts) ?? unreadable(facts) ?? pass(left(facts));
}

function left(facts: BudgetFacts): string {
  const young = facts.readings.filter((reading) => isYoung(reading, facts.now));
  if (!young.length) return `Error budget is left (objective ${facts.availability} %).`;
  const names = young.map((reading) => reading.objective).join(', ');
  return `No error budget is spent that was measured; without data yet, within ${YOUNG_DAYS} days of its creation: ${names}.`;
}

/** A new objective reads INSUFFICIENT_DATA until something was measured; an old one that does is broken. */
function isYoung({ status, created }: BudgetReading, now?: Date): boolean {
  if (status !== 'INSUFFICIENT_DATA' || created === undefined || now === undefined) return false;
  const age = now.getTime() - Date.parse(created);
  return age >= 0 && age < YOUNG_DAYS * 86_400_000;
}

const OR_FIX = 'A fix may pass: give every commit of the change the trailer "Incident: <number>".';

function spent(facts: BudgetFacts): Answer | undefined {
  const breached = facts.readings.filter((reading) => reading.status === 'BREACHED');
  if (!breached.length) return undefined;
  const names = breached.map((reading) => reading.objective).join(', ');
  return refuse(`The error budget is spent (objective ${facts.availability} %): ${names}.`, `Features wait. ${OR_FIX}`);
}

function unreadable(facts: BudgetFacts): Answer | undefined {
  const unread = facts.readings.filter(
    (reading) => !['OK', 'WARNING'].includes(reading.status) && !isYoung(reading, facts.now),
  );
  if (facts.readings.length && !unread.length) return undefined;
  const why = unread.map((reading) => `${reading.objective}: ${reading.status}`).join(', ');
  return refuse(
    `The error budget cannot be read (${why || 'no service level objective measures it'}).`,
    `Check the service level objectives and the gate's right to read them. ${OR_FIX}`,
  );
}
