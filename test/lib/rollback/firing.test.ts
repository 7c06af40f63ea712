import fc from 'fast-check';
import { type AlarmTiming, METRIC_DELAY_SECONDS, firingProblems, secondsToFire } from '../../../lib/rollback';

const MINUTES = 60;
const quick: AlarmTiming = {
  periodSeconds: 60,
  evaluationPeriods: 2,
  datapointsToAlarm: 2,
  treatMissingData: 'notBreaching',
  minimumRequests: 1,
};

describe('an alarm against the bake', () => {
  it.each<[string, Partial<AlarmTiming>, number]>([
    ['exactly in time', {}, 4 * MINUTES],
    ['with M of N', { evaluationPeriods: 10, datapointsToAlarm: 1 }, 3 * MINUTES],
    ['with traffic above its floor', { minimumRequests: 10, requestsPerMinute: 10 }, 15 * MINUTES],
    ['without traffic where silence breaches', { requestsPerMinute: 0, treatMissingData: 'breaching' }, 15 * MINUTES],
  ])('fires %s', (_, change, bake) => expect(firingProblems({ ...quick, ...change }, bake)).toEqual([]));

  it.each<[string, Partial<AlarmTiming>, number, RegExp]>([
    [
      'one second short',
      {},
      4 * MINUTES - 1,
      /\(2 datapoints \+ 1 period already begun\) × 60 s \+ 60 s .* = 240 s, the bake is 239 s/,
    ],
    [
      'with a period as long as the bake',
      { periodSeconds: 900 },
      15 * MINUTES,
      /at least 46 minutes or a period of at most 240 s/,
    ],
    [
      'with a floor above the traffic',
      { minimumRequests: 50, requestsPerMinute: 10 },
      15 * MINUTES,
      /10 requests a minute × 60 s = 10 requests a period, its traffic floor is 50/,
    ],
    ['without any traffic', { requestsPerMinute: 0 }, 15 * MINUTES, /synthetic requests/],
    [
      'with more datapoints than periods',
      { datapointsToAlarm: 3 },
      15 * MINUTES,
      /3 datapoints to alarm of 2 evaluation periods/,
    ],
    ['with none to alarm', { datapointsToAlarm: 0 }, 15 * MINUTES, /right is 1 to 2/],
    [
      'over a day of minutes',
      { evaluationPeriods: 1441, datapointsToAlarm: 1 },
      15 * MINUTES,
      /= 86460 s, CloudWatch allows 86400 s/,
    ],
    [
      'over seven days of hours',
      { periodSeconds: 3600, evaluationPeriods: 169, datapointsToAlarm: 1 },
      180 * MINUTES,
      /CloudWatch allows 604800 s/,
    ],
  ])('does not fire %s', (_, change, bake, message) => {
    expect(firingProblems({ ...quick, ...change }, bake)).toEqual([expect.stringMatching(message)]);
  });
});

describe('laws of firing', () => {
  const timing = fc
    .record({ minutes: fc.integer({ min: 1, max: 60 }), evaluationPeriods: fc.integer({ min: 1, max: 5 }) })
    .chain(({ minutes, evaluationPeriods }) =>
      fc.integer({ min: 1, max: evaluationPeriods }).map((datapointsToAlarm) => ({
        ...quick,
        periodSeconds: minutes * 60,
        evaluationPeriods,
        datapointsToAlarm,
      })),
    );
  const bake = fc.integer({ min: 60, max: 10_800 });

  it('a longer bake never adds a problem', () => {
    fc.assert(
      fc.property(timing, bake, bake, (alarm, a, b) => {
        const longer = firingProblems(alarm, Math.max(a, b)).length;
        expect(longer).toBeLessThanOrEqual(firingProblems(alarm, Math.min(a, b)).length);
      }),
    );
  });

  it('an alarm held to be in time has fired in a simulated bake, whenever the trouble begins', () => {
    fc.assert(
      fc.property(timing, bake, fc.integer({ min: 0, max: 3599 }), (alarm, seconds, begins) => {
        fc.pre(firingProblems(alarm, seconds).length === 0);
        expect(simulate(alarm, begins)).toBeLessThanOrEqual(begins + seconds);
      }),
    );
  });

  it('the simulation notices an alarm without the period already begun', () => {
    const naive = quick.datapointsToAlarm * quick.periodSeconds + METRIC_DELAY_SECONDS;
    expect(simulate(quick, 1)).toBeGreaterThan(1 + naive);
    expect(simulate(quick, 1)).toBeLessThanOrEqual(1 + secondsToFire(quick));
  });

  /** Periods begin at multiples of their length; only those that are bad throughout breach. */
  function simulate({ periodSeconds, datapointsToAlarm }: AlarmTiming, begins: number): number {
    const firstBad = Math.ceil(begins / periodSeconds) * periodSeconds;
    return firstBad + datapointsToAlarm * periodSeconds + METRIC_DELAY_SECONDS;
  }
});
