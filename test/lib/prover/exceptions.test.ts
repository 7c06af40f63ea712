import { checkCertificate } from '../../../lib/prover/checker/check';
import { certify, checkedActions } from '../../../lib/prover/certificate/certify';
import { explore } from '../../../lib/prover/closure/explore';
import { readAssembly } from '../../../lib/prover';
import { prove, proveOnly } from '../../../lib/prover/prove';
import type { World } from '../../../lib/world/model';
import { ACCOUNTS, assemblyFolder, organizationMetadata } from '../../_helpers/assembly-folder';

const { management, tooling } = ACCOUNTS;
type Json = Record<string, unknown>;

const KEYS = `arn:aws:kms:eu-west-2:${tooling}:key/*`;
const THROUGH = {
  StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com*' },
  'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/orders-changes'] },
};
const sanction = (condition?: unknown): Json => ({
  id: 'decrypt-changes',
  statement: 'reading the records needs kms:Decrypt',
  principals: ['*'],
  actions: ['kms:Decrypt'],
  resources: [KEYS],
  ...(condition === undefined ? {} : { condition }),
});

/** A person of tooling who may decrypt under a condition, and an exception with one. */
function world(held: unknown, exceptions: Json[], more: Json = {}): World {
  const statement = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEYS, ...(held ? { Condition: held } : {}) };
  const person = {
    Type: 'AWS::IAM::User',
    Properties: {
      UserName: 'tom',
      Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }],
    },
  };
  const delegates = { Effect: 'Allow', Principal: { AWS: tooling }, Action: 'kms:*', Resource: '*' };
  const key = {
    Type: 'AWS::KMS::Key',
    Properties: { KeyPolicy: { Version: '2012-10-17', Statement: [delegates, ...((more.key as Json[]) ?? [])] } },
  };
  const metadata = {
    ...organizationMetadata({}, ['management', 'tooling']),
    'GuardedEnvironments::Exceptions': exceptions,
  };
  return readAssembly(
    assemblyFolder([
      { name: 'Organization', account: management, template: { Metadata: metadata, Resources: {} } },
      { name: 'Tooling', account: tooling, template: { Resources: { Person: person, Key: key } } },
    ]),
  );
}

const verdict = (one: World) => proveOnly(one, 'no-human-write-to-prod').verdict;
const only = (part: keyof typeof THROUGH) => ({ [part]: THROUGH[part] });

describe('an exception with a condition', () => {
  it.each([
    ['the same', THROUGH],
    ['narrower: one region', { ...THROUGH, StringLike: { 'kms:ViaService': 'dynamodb.eu-west-2.amazonaws.com' } }],
    ['narrower: one condition more', { ...THROUGH, Bool: { 'aws:SecureTransport': 'true' } }],
    [
      'the same by another operator',
      { ...only('ForAnyValue:StringEquals'), StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-2.amazonaws.com' } },
    ],
  ])('sanctions a statement whose condition is %s', (_how, held) => {
    expect(verdict(world(held, [sanction(THROUGH)]))).toBe('proved');
  });

  it.each([
    ['without a condition', undefined],
    ['without the service', only('ForAnyValue:StringEquals')],
    ['without the alias', only('StringLike')],
    ['for another service', { ...THROUGH, StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } }],
    [
      'for one alias more',
      { ...THROUGH, 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/orders-changes', 'alias/secrets'] } },
    ],
    ['where the key may be absent', { ...THROUGH, StringLike: {}, StringLikeIfExists: THROUGH.StringLike }],
  ])('does not sanction a statement %s', (_how, held) => {
    const answer = proveOnly(world(held, [sanction(THROUGH)]), 'no-human-write-to-prod');
    expect(answer.verdict).toBe('refuted');
    expect(answer.counterexamples[0].request.action).toBe('kms:Decrypt');
  });

  it('sanctions whatever way without a condition, as a snapshot has it', () => {
    expect(verdict(world(undefined, [sanction()]))).toBe('proved');
  });

  it('leaves to others what they sanction: two exceptions, two ways', () => {
    const either = [
      sanction(THROUGH),
      { ...sanction({ StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } }), id: 'other' },
    ];
    const both = { StringLike: { 'kms:ViaService': ['s3.*.amazonaws.com'] } };
    expect(verdict(world(both, either))).toBe('proved');
    expect(verdict(world(THROUGH, either))).toBe('proved');
    expect(
      verdict(world({ StringLike: { 'kms:ViaService': ['s3.*.amazonaws.com', 'sqs.*.amazonaws.com'] } }, either)),
    ).toBe('refuted');
  });

  it('tells a request outside of it', () => {
    const { counterexamples } = proveOnly(world(only('StringLike'), [sanction(THROUGH)]), 'no-human-write-to-prod');
    const { context } = counterexamples[0].request;
    expect(context['kms:ViaService'][0]).toMatch(/^dynamodb\./);
    expect(context['kms:ResourceAliases'] ?? []).not.toContain('alias/orders-changes');
  });

  it('sees a key policy that lets people in besides', () => {
    const key = [
      {
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringEquals: { 'kms:CallerAccount': tooling, 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } },
      },
    ];
    const answer = proveOnly(world(THROUGH, [sanction(THROUGH)], { key }), 'no-human-write-to-prod');
    expect(answer.verdict).toBe('refuted');
    expect(answer.counterexamples[0].where.join()).toContain('Resources.Key.Statement[1]');
  });

  it.each([
    ['an unknown operator', { StringMatches: { 'kms:ViaService': 'x' } }],
    ['a policy variable', { StringEquals: { 'kms:ViaService': '${aws:username}' } }],
    ['no block of conditions', 'always'],
  ])('that holds %s sanctions nothing and says so', (_what, condition) => {
    const read = world(THROUGH, [sanction(condition)]);
    expect(read.exceptions).toEqual([]);
    expect(read.unknowns.map((one) => one.why).join()).toMatch(/condition of exception decrypt-changes cannot be read/);
    expect(verdict(read)).toBe('refuted');
  });
});

describe('the checker', () => {
  const check = (one: World) => {
    const closure = explore(one);
    const certificate = certify(closure, prove(one));
    return { certificate, ...checkCertificate(certificate, one, checkedActions()) };
  };

  it('verifies an exception whose conditions the statement names', () => {
    const { certificate, problems } = check(world(THROUGH, [sanction(THROUGH)]));
    expect(problems).toEqual([]);
    expect(certificate.blocked.map(({ clause }) => clause.kind)).toContain('exception');
  });

  it('refuses the clause where the statement names a condition less', () => {
    const { certificate } = check(world(THROUGH, [sanction(THROUGH)]));
    const wide = world(only('StringLike'), [sanction(THROUGH)]);
    const forged = { ...certificate, subject: wide.subject.digest, world: certify(explore(wide), prove(wide)).world };
    expect(checkCertificate(forged, wide, checkedActions()).problems.join()).toMatch(/kms:Decrypt.*does not hold/);
  });
});
