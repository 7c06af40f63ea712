/**
 * Burn rates: how many times faster than allowed the error budget is being spent. The windows and factors are those of
 * the Site Reliability Workbook, chapter 5, 'Multiwindow, Multi-Burn-Rate Alerts', with its fourth pair for slow leaks.
 */

/** A long window that is sure, a short one that ends the alarm soon after the trouble ends; both must burn. */
export interface BurnRatePair {
  /** Short name, used in the names of alarms: `1h`. */
  readonly id: string;
  /** Minutes of the long window. */
  readonly longMinutes: number;
  /** Minutes of the short window. */
  readonly shortMinutes: number;
  /** Burn rate from which the pair fires. */
  readonly factor: number;
}

/** Fast burn first. At 14.4 an hour spends 2 % of a 30-day budget; at 1 three days spend 10 %. */
export const BURN_RATE_PAIRS: readonly BurnRatePair[] = [
  { id: '1h', longMinutes: 60, shortMinutes: 5, factor: 14.4 },
  { id: '6h', longMinutes: 360, shortMinutes: 30, factor: 6 },
  { id: '1d', longMinutes: 1440, shortMinutes: 120, factor: 3 },
  { id: '3d', longMinutes: 4320, shortMinutes: 360, factor: 1 },
];

/**
 * Share of requests, 0 to 1, that may fail before the burn rate reaches `factor`: 0.00288 at 99.98 % and 14.4.
 *
 * @throws when the objective is not above 0 and below 100: there is no budget to burn at 100 %.
 */
export function errorRateAt(objectivePercent: number, factor: number): number {
  if (!(objectivePercent > 0 && objectivePercent < 100))
    throw new Error(
      `An availability objective of ${objectivePercent} % has no error budget; right is above 0 and below 100.`,
    );
  return round(((100 - objectivePercent) / 100) * factor);
}

/** Why the alarms of an objective never fire, with the arithmetic: no more requests fail than there are. */
export function budgetProblems(objectivePercent: number): string[] {
  if (!(objectivePercent > 0 && objectivePercent < 100))
    return [`objectivePercent is ${objectivePercent}, which leaves no error budget; right is above 0 and below 100`];
  const never = BURN_RATE_PAIRS.filter(({ factor }) => errorRateAt(objectivePercent, factor) > 1);
  if (never.length === 0) return [];
  const fastest = Math.max(...never.map(({ factor }) => factor));
  const lowest = Math.ceil((100 - 100 / fastest) * 100) / 100;
  const meant = objectivePercent <= 1 ? `, or ${round(objectivePercent * 100)} where a share was meant` : '';
  const sums = never.map(
    ({ id, factor }) =>
      `${id}: (100 - ${objectivePercent}) / 100 × ${factor} = ${errorRateAt(objectivePercent, factor)}`,
  );
  return [
    `objectivePercent is ${objectivePercent}, so burn alarms need an error rate above 1 and never fire (${sums.join('; ')}); ` +
      `right is at least ${lowest}${meant}`,
  ];
}

/** Minutes of a 30-day period that may fail: 8.64 at 99.98 %. */
export function budgetMinutes(objectivePercent: number): number {
  return round(errorRateAt(objectivePercent, 1) * 30 * 24 * 60);
}

/** Fewest requests in a window at which a single error stays below the rate: 348 at 0.00288, 5,000 at 0.0002. */
export function requestsForOneQuietError(errorRate: number): number {
  return Math.ceil(round(1 / errorRate));
}

/** Binary floating point leaves 0.0028799999…; ten digits are more than any objective has. */
const round = (value: number): number => Number(value.toPrecision(10));
