import { comparePolicies, evaluate, parsePolicy, readPair, solve, statementsOf } from '../../../lib/iam';
import type { KeyFact, Policy, PolicyKind, Request } from '../../../lib/iam';
import comparisons from '../../fixtures/iam/cases/comparisons.json';
import conditions from '../../fixtures/iam/cases/conditions.json';
import requests from '../../fixtures/iam/cases/requests.json';

/** AWS's rules as tables: each case names the rule it shows; the evaluator and the solver both have to agree. */

function parse(document: unknown, kind: PolicyKind): Policy {
  const { policy, problems } = parsePolicy(document, kind, 'case');
  expect(problems).toEqual([]);
  return policy;
}

/** The solver's answer for one concrete request: every key of the case is settled, all other keys are absent. */
function solved(request: Request, document: unknown, kind: PolicyKind): boolean {
  const { allows, denies } = statementsOf(parse(document, kind), 'case');
  const asked = [...allows, ...denies].flatMap(({ statement }) => statement.conditions.map((one) => one.key));
  const absent = [...asked, 'aws:username'].map((key): [string, KeyFact] => [key.toLowerCase(), { kind: 'absent' }]);
  const given = Object.entries(request.context).map(([key, values]): [string, KeyFact] => [
    key.toLowerCase(),
    { kind: 'values', values },
  ]);
  const answer = solve({
    actions: [request.action],
    resource: [request.resource],
    ...(request.principal === undefined ? {} : { callers: [callerOf(request.principal)] }),
    context: Object.fromEntries([...absent, ...given]),
    layers: [allows],
    denies,
  });
  expect(answer.verdict).not.toBe('unknown');
  return answer.verdict === 'sat';
}

function callerOf(id: string) {
  const kind = (
    [
      ['anonymous', /^\*$/],
      ['session', /:assumed-role\//],
      ['role', /:role\//],
      ['root', /:root$/],
      ['user', /:user\//],
      ['federated', /-provider\//],
      ['service', /\.amazonaws\.com$/],
    ] as const
  ).find(([, shape]) => shape.test(id))![0];
  return { kind, id };
}

describe('conditions', () => {
  it.each(
    conditions.map(
      (one) =>
        [`${one.rule}: ${one.operator} ${JSON.stringify(one.values)} on ${JSON.stringify(one.got)}`, one] as const,
    ),
  )('%s', (_, one) => {
    const Condition = { [one.operator]: { [one.key]: one.values } };
    const document = (Effect: string) => ({ Effect, Action: '*', Resource: '*', Condition });
    const context = {
      ...one.more,
      ...(one.got && !one.more?.['aws:RequestedRegion'] ? { [one.key]: one.got } : {}),
    } as unknown as Request['context'];
    const request = { action: 's3:GetObject', resource: 'r', context };
    const Version = one.version ?? '2012-10-17';
    const allowing = { Version, Statement: document('Allow') };
    const denying = { Version, Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }, document('Deny')] };
    expect(evaluate(request, [allowing]).decision).toBe(one.holds ? 'allowed' : 'not allowed');
    expect(evaluate(request, [denying]).decision).toBe(one.holds ? 'denied' : 'allowed');
    expect(solved(request, allowing, 'identity')).toBe(one.holds);
    expect(solved(request, denying, 'identity')).toBe(!one.holds);
  });
});

describe('requests', () => {
  it.each(
    requests.map(
      (one) =>
        [
          `${one.rule}: ${one.request.principal ?? ''} ${one.request.action} ${one.request.resource} is ${one.expect}`,
          one,
        ] as const,
    ),
  )('%s', (_, one) => {
    const request = one.request as unknown as Request;
    expect(evaluate(request, [one.policy]).decision).toBe(one.expect);
    expect(solved(request, one.policy, request.principal === undefined ? 'identity' : 'resource')).toBe(
      one.expect === 'allowed',
    );
  });
});

describe('comparisons', () => {
  const MIRROR: Record<string, string> = { broader: 'narrower', narrower: 'broader' };
  it.each(comparisons.map((one) => [`${one.rule}: ${one.relation}`, one] as const))('%s', (_, one) => {
    const { older, newer } = readPair({ raw: one.old, name: 'OLD' }, { raw: one.new, name: 'NEW' });
    const found = comparePolicies(older, newer);
    expect(found.relation).toBe(one.relation);
    expect(comparePolicies(newer, older).relation).toBe(MIRROR[one.relation] ?? one.relation);
    if (found.newlyAllowed) {
      expect(evaluate(found.newlyAllowed, [one.new]).decision).toBe('allowed');
      expect(evaluate(found.newlyAllowed, [one.old]).decision).not.toBe('allowed');
    }
  });
});

it('holds at least 250 cases, each with its rule and source', () => {
  const all = [...conditions, ...requests, ...comparisons];
  expect(all.length).toBeGreaterThanOrEqual(250);
  expect(all.every((one) => one.rule !== '' && one.source !== '')).toBe(true);
});
