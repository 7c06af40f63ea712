import {
  MAX_CHARACTERS,
  contains,
  overlaps,
  parsePolicy,
  readJson,
  readPair,
  solve,
  statementsOf,
  comparePolicies,
} from '../../../lib/iam';
import type { PolicyKind } from '../../../lib/iam';

const problems = (raw: unknown, kind: PolicyKind = 'identity'): string[] =>
  parsePolicy(raw, kind, 'p.json').problems.map((one) => `${one.place ?? ''}: ${one.message}`);

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

describe('reading', () => {
  it('takes objects, JSON and URL-encoded JSON alike', () => {
    const document = { Version: '2012-10-17', Statement: [ALLOW] };
    const text = JSON.stringify(document);
    const read = [document, text, encodeURIComponent(text)].map((raw) => parsePolicy(raw, 'identity', 'p').policy);
    expect(read[1]).toEqual(read[0]);
    expect(read[2]).toEqual(read[0]);
    expect(parsePolicy({ Statement: ALLOW }, 'identity', 'p').policy.version).toBe('2008-10-17');
  });

  it.each([
    ['{"Statement": [', 'line 1, column 16: This is not JSON'],
    ['', 'The file is empty'],
    ['[]', 'a policy document'],
    ['{"Statement":[],"Statement":[]}', 'stands twice'],
    [{ Statement: 'x' }, 'a statement or a list'],
    [{ Statement: [ALLOW], Extra: 1 }, '"Extra" is no element of a policy'],
    [{ Statement: [ALLOW], Version: '2015-01-01' }, 'Version: "2015-01-01" stands where'],
    [{ Statement: [{ ...ALLOW, Effect: 'allow' }] }, 'Statement[0].Effect: "allow"'],
    [{ Statement: [{ ...ALLOW, NotAction: 's3:*' }] }, 'Action and NotAction exclude each other'],
    [{ Statement: [{ Effect: 'Allow', Resource: '*' }] }, 'neither Action nor NotAction'],
    [{ Statement: [{ ...ALLOW, Action: 'GetObject' }] }, '"GetObject" is no action'],
    [{ Statement: [{ ...ALLOW, Action: 's*:Get' }] }, '"s*:Get" is no action'],
    [{ Statement: [{ ...ALLOW, Action: [] }] }, 'not empty'],
    [{ Statement: [{ ...ALLOW, Resource: 5 }] }, 'Statement[0].Resource: 5 stands where'],
    [{ Statement: [{ Effect: 'Allow', Action: '*' }] }, 'neither Resource nor NotResource'],
    [{ Statement: [{ ...ALLOW, Principal: '*' }] }, 'names no principal'],
    [{ Statement: [{ ...ALLOW, Condition: 'x' }] }, 'an object of operators'],
    [{ Statement: [{ ...ALLOW, Condition: { StringEquals: { k: null } } }] }, 'StringEquals.k: null stands where'],
    [{ Statement: Array.from({ length: 10_000 }, () => ALLOW) }, `longer than ${MAX_CHARACTERS}`],
  ])('tells what is wrong with %p', (raw, message) => {
    expect(problems(raw).join('\n').slice(0, 2000)).toContain(message);
  });

  it('tells all problems together', () => {
    expect(problems({ Statement: [{ Effect: 'X', Action: 5, Resource: [] }] })).toHaveLength(3);
  });

  it('keeps what it can read beside what nobody can decide', () => {
    const Condition = {
      StringMatches: { a: 'b' },
      Bool: { c: 'perhaps' },
      StringEquals: { d: { Opaque: 'an import' } },
    };
    const { policy, problems: none } = parsePolicy(
      { Statement: [{ ...ALLOW, Resource: { Opaque: 'a reference' }, Condition }] },
      'identity',
      'p',
    );
    expect(none).toEqual([]);
    expect(policy.statements[0].resources!.patterns).toEqual(['*']);
    expect(policy.statements[0].unreadable.map((one) => one.where)).toEqual([
      'Statement[0].Resource',
      'Statement[0].Condition.StringMatches',
      'Statement[0].Condition.Bool.c',
      'Statement[0].Condition.StringEquals.d',
    ]);
  });

  it('refuses to compare an identity policy with a resource policy', () => {
    const resource = { Statement: [{ ...ALLOW, Principal: '*' }] };
    expect(() => readPair({ raw: { Statement: [ALLOW] }, name: 'a' }, { raw: resource, name: 'b' })).toThrow(
      'only policies of one kind',
    );
  });

  it('places JSON errors in lines', () => {
    const reading = readJson('{\n  "a": 1,\n}', 'f');
    expect('problem' in reading && reading.problem.place).toBe('line 3, column 1');
  });
});

describe('caps', () => {
  it('answer unknown in bounded time for adversarial patterns, never a smaller proof', () => {
    const hard = (letter: string) =>
      Array.from({ length: 14 }, (_, n) => `arn:aws:s3:::*${letter}${'?'.repeat(n + 3)}${letter}*b*${letter}`);
    const old = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: hard('a') } };
    const fresh = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: ['arn:aws:s3:::*a*b*a*b*a*'] },
    };
    const { older, newer } = readPair({ raw: old, name: 'o' }, { raw: fresh, name: 'n' });
    expect(['unknown', 'broader', 'incomparable']).toContain(comparePolicies(older, newer).relation);
  });

  it('a budget of no steps answers unknown', () => {
    const Statement = [
      ALLOW,
      { Effect: 'Deny', Action: '*', Resource: 'arn:*', Condition: { StringEquals: { k: 'v' } } },
    ];
    const { allows, denies } = statementsOf(parsePolicy({ Statement }, 'identity', 'p').policy, 'p');
    expect(solve({ layers: [allows], denies, budget: -1 }).verdict).toBe('unknown');
    expect(solve({ layers: [allows], denies }).verdict).toBe('sat');
  });
});

describe('solve', () => {
  const read = (...Statement: object[]) =>
    statementsOf(parsePolicy({ Version: '2012-10-17', Statement }, 'identity', 'p').policy, 'p');

  it('names the layer without an Allow, and the denies that forbid', () => {
    const own = read(ALLOW, { Effect: 'Deny', Action: 's3:*', Resource: '*' });
    const ceiling = read({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' });
    expect(solve({ actions: ['s3:GetObject'], layers: [own.allows, ceiling.allows], denies: [] })).toMatchObject({
      verdict: 'unsat',
      layer: 1,
    });
    expect(solve({ actions: ['s3:GetObject'], layers: [own.allows], denies: own.denies })).toEqual({
      verdict: 'unsat',
      blocking: own.denies,
    });
  });

  it('reads a resource with * as a language: an Allow needs an overlap, a Deny has to cover it', () => {
    const allow = read({ ...ALLOW, Resource: 'arn:aws:s3:::app-1/*' }).allows;
    const query = (denies: object[]) =>
      solve({
        actions: ['s3:GetObject'],
        resource: ['arn:aws:s3:::app-*/*'],
        layers: [allow],
        denies: read(...denies).denies,
      });
    const deny = (Resource: string) => [{ Effect: 'Deny', Action: '*', Resource }];
    expect(query([]).verdict).toBe('sat');
    expect(query(deny('arn:aws:s3:::app-1/x*')).verdict).toBe('sat');
    expect(query(deny('arn:aws:s3:::app-?/*')).verdict).toBe('unsat');
  });

  it('holds facts of the caller against conditions, languages of names too', () => {
    const Condition = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/guarded/*' } };
    const { allows, denies } = read(ALLOW, { Effect: 'Deny', Action: '*', Resource: '*', Condition });
    const as = (pattern: string) =>
      solve({ layers: [allows], denies, context: { 'AWS:PrincipalArn': { kind: 'pattern', patterns: [pattern] } } })
        .verdict;
    expect(as('arn:aws:iam::111111111111:role/guarded/app-*')).toBe('sat');
    expect(as('arn:aws:iam::111111111111:role/people/*')).toBe('unsat');
  });

  it('counts what cannot be read for an Allow and not for a Deny', () => {
    const Condition = { StringMatches: { a: 'b' } };
    const { allows, denies } = read({ ...ALLOW, Condition }, { Effect: 'Deny', Action: '*', Resource: '*', Condition });
    expect(solve({ layers: [allows], denies })).toMatchObject({
      verdict: 'sat',
      assuming: [{ where: 'Statement[0].Condition.StringMatches' }],
    });
    expect(solve({ layers: [allows], denies, reading: { allow: 'must' } }).verdict).toBe('unsat');
    expect(solve({ layers: [allows], denies, reading: { deny: 'may' } }).verdict).toBe('unsat');
  });
});

describe('languages', () => {
  it('overlap and contain each other', () => {
    expect(overlaps('a*c', '*bc')).toBe(true);
    expect(overlaps('a*', 'b*')).toBe(false);
    expect(contains('a*', 'ab*')).toBe(true);
    expect(contains('ab*', 'a*')).toBe(false);
  });
});
