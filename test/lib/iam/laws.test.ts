import fc from 'fast-check';
import { comparePolicies, evaluate, readPair, solve, statementsOf } from '../../../lib/iam';
import type { Comparison, Request } from '../../../lib/iam';
import { policies, requests, statements } from './arbitrary';

/** Laws of the decision procedure, on random policies of a small vocabulary. */

const RUNS = Number(process.env.IAM_RUNS ?? 40);
const KINDS = ['identity', 'resource'] as const;

function compare(older: unknown, newer: unknown): Comparison {
  const pair = readPair({ raw: older, name: 'OLD' }, { raw: newer, name: 'NEW' });
  return comparePolicies(pair.older, pair.newer);
}

const allows = (request: Request, document: unknown): boolean => evaluate(request, [document]).decision === 'allowed';

const MIRROR = {
  equivalent: 'equivalent',
  narrower: 'broader',
  broader: 'narrower',
  incomparable: 'incomparable',
  unknown: 'unknown',
};

describe.each(KINDS)('laws of comparing %s policies', (kind) => {
  it('each witness comes out as claimed in the separate evaluator', () => {
    fc.assert(
      fc.property(policies(kind), policies(kind), (older, newer) => {
        const { newlyAllowed, noLongerAllowed } = compare(older, newer);
        if (newlyAllowed) expect([allows(newlyAllowed, newer), allows(newlyAllowed, older)]).toEqual([true, false]);
        if (noLongerAllowed)
          expect([allows(noLongerAllowed, older), allows(noLongerAllowed, newer)]).toEqual([true, false]);
      }),
      { numRuns: RUNS },
    );
  });

  it('where nothing is newly allowed, no random request is', () => {
    fc.assert(
      fc.property(
        policies(kind),
        policies(kind),
        fc.array(requests(kind), { minLength: 60, maxLength: 60 }),
        (older, newer, some) => {
          const { newlyAllowed, relation } = compare(older, newer);
          if (newlyAllowed || relation === 'unknown') return;
          for (const request of some) {
            if (allows(request, newer) && !allows(request, older))
              throw new Error(`${relation}, but ${JSON.stringify(request)}`);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('is antisymmetric, and every policy is equivalent to itself', () => {
    fc.assert(
      fc.property(policies(kind), policies(kind), (older, newer) => {
        expect(compare(newer, older).relation).toBe(MIRROR[compare(older, newer).relation]);
        expect(compare(older, structuredClone(older)).relation).toBe('equivalent');
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it('an added Deny and a removed Allow never add a request; an added Allow never removes one', () => {
    fc.assert(
      fc.property(policies(kind), statements(kind), (policy, statement) => {
        const added = { ...policy, Statement: [...policy.Statement, statement] };
        const { newlyAllowed, noLongerAllowed } = compare(policy, added);
        if ((statement as { Effect: string }).Effect === 'Deny') expect(newlyAllowed).toBeNull();
        else expect(noLongerAllowed).toBeNull();
      }),
      { numRuns: RUNS },
    );
  });

  it('is decided: nothing of this vocabulary is unknown', () => {
    let unknown = 0;
    fc.assert(
      fc.property(policies(kind), policies(kind), (older, newer) => {
        if (compare(older, newer).relation === 'unknown') unknown += 1;
      }),
      { numRuns: RUNS },
    );
    expect(unknown).toBeLessThan(RUNS * 0.03 + 1);
  });
});

describe('laws of solving', () => {
  it('what is proved impossible, no random request does', () => {
    fc.assert(
      fc.property(
        policies('identity'),
        policies('identity'),
        fc.array(requests('identity'), { minLength: 40, maxLength: 40 }),
        (one, ceiling, some) => {
          const pair = readPair({ raw: one, name: 'one' }, { raw: ceiling, name: 'ceiling' });
          const [own, above] = [statementsOf(pair.older, 'one'), statementsOf(pair.newer, 'ceiling')];
          const answer = solve({ layers: [own.allows, above.allows], denies: [...own.denies, ...above.denies] });
          const passes = (request: Request): boolean => allows(request, one) && allows(request, ceiling);
          if (answer.verdict === 'sat') expect(passes(answer.request)).toBe(true);
          if (answer.verdict === 'unsat') expect(some.filter(passes)).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
