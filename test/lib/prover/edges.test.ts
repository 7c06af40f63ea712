import { EDGE_KINDS } from '../../../lib/prover/closure/edge-kinds';
import type { Json } from './_org';
import { DEV, PROD, allow, answerTo, role, snapshot, trust, user } from './_org';
import type { Pair } from './_pairs';
import { DEPLOY, PAIRS, WIDE_PAIRS, inGroup } from './_pairs';

function without(may: Json[], action: string): Json[] {
  return may.flatMap((statement) => {
    const actions = [statement.Action].flat().filter((one) => one !== action);
    return actions.length > 0 ? [{ ...statement, Action: actions }] : [];
  });
}

function world(pair: Pair, may: Json[]): Json {
  if (pair.around) return pair.around(may);
  const grouped = pair.dev?.groups ? inGroup : {};
  const dev = { ...pair.dev, users: [user(DEV, 'dana', may, grouped)] };
  return snapshot({ dev, prod: { roles: [role(PROD, 'deploy', [trust({ AWS: DEV })], [allow('*')])] } });
}

describe.each(Object.entries({ ...PAIRS, ...WIDE_PAIRS }))('%s', (_name, pair) => {
  it(`finds the way from dev to prod through ${pair.edge}`, () => {
    const answer = answerTo(world(pair, pair.may));
    expect(answer.verdict).toBe('refuted');
    const steps = answer.counterexamples.flatMap((one) => one.steps);
    expect(steps.map((step) => step.edge)).toContain(pair.edge);
    if (!pair.around) expect(answer.counterexamples[0].request.principal).toBe(DEPLOY);
  });

  it(`is proved without ${pair.without}`, () => {
    const answer = answerTo(world(pair, without(pair.may, pair.without)));
    if (!pair.others) expect(answer).toMatchObject({ verdict: 'proved', counterexamples: [], unknowns: [] });
    expect(answer.counterexamples.map((one) => one.human.split('/').pop())).not.toContain(pair.around ? 'mia' : 'dana');
    expect(answer.counterexamples.flatMap((one) => one.steps.map((step) => step.edge))).not.toContain(pair.edge);
  });
});

it('has a pair for every kind of edge', () => {
  const shown = new Set(Object.values({ ...PAIRS, ...WIDE_PAIRS }).map((pair) => pair.edge));
  const beyondTheTable = ['assume-role', 'pass-role', 'create-role', 'content', 'resource-change'];
  const kinds = [...EDGE_KINDS.map((kind) => kind.id), ...beyondTheTable];
  expect(kinds.filter((kind) => !shown.has(kind))).toEqual([]);
});
