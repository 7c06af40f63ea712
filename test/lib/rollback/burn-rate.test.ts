import fc from 'fast-check';
import { BURN_RATE_PAIRS, budgetMinutes, errorRateAt, requestsForOneQuietError } from '../../../lib/rollback';

describe('burn rates at 99.98 %', () => {
  it.each([
    ['1h', 60, 5, 14.4, 0.00288, 348],
    ['6h', 360, 30, 6, 0.0012, 834],
    ['1d', 1440, 120, 3, 0.0006, 1667],
    ['3d', 4320, 360, 1, 0.0002, 5000],
  ])('%s: %d and %d minutes at %d fire from an error rate of %d; one error is quiet from %d requests', (...row) => {
    const [id, longMinutes, shortMinutes, factor, rate, requests] = row;
    expect(BURN_RATE_PAIRS).toContainEqual({ id, longMinutes, shortMinutes, factor });
    expect(errorRateAt(99.98, factor)).toBe(rate);
    expect(requestsForOneQuietError(rate)).toBe(requests);
  });

  it('leaves 8.64 minutes in thirty days', () => expect(budgetMinutes(99.98)).toBe(8.64));
});

describe('an error rate', () => {
  const objective = fc.double({ min: 1, max: 99.999, noNaN: true });

  it('falls as the objective rises', () => {
    fc.assert(
      fc.property(objective, objective, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(errorRateAt(low, 1)).toBeGreaterThanOrEqual(errorRateAt(high, 1));
      }),
    );
  });

  it('is not reached by one error in the fewest quiet requests', () => {
    fc.assert(
      fc.property(objective, (percent) => {
        const rate = errorRateAt(percent, 1);
        expect(1 / requestsForOneQuietError(rate)).toBeLessThanOrEqual(rate * (1 + 1e-9));
      }),
    );
  });

  it.each([0, 100, 101, -1, Number.NaN])('does not exist at %d %%', (percent) => {
    expect(() => errorRateAt(percent, 1)).toThrow(/no error budget; right is above 0 and below 100/);
  });
});
