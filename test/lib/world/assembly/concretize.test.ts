import { concretize } from '../../../../lib/world/assembly/concretize';
import { Choice, Hole, NO_VALUE, Text, type Value } from '../../../../lib/world/assembly/value';

const text = (value: string): Text => Text.of(value);
const generated = new Text(['arn:aws:s3:::stack-bucket-', new Hole('name', 'generated')]);
const objects = new Text([...generated.parts, '/*']);
const open = Text.unknown('imported');

function statement(parts: Record<string, Value>, certain = true) {
  const told: string[] = [];
  const base = { Effect: text('Allow'), Action: text('s3:GetObject'), Resource: text('*') };
  const document = { Statement: [{ ...base, ...parts }] } as unknown as Value;
  const plain = concretize(document, (why, place) => told.push(`${place}: ${why}`), certain);
  return { statement: plain?.Statement[0], told };
}
const deny = { Effect: text('Deny') };

describe('an open string is anything in an Allow and nothing in a Deny', () => {
  test('an Allow on a generated name covers its language', () => {
    expect(statement({ Resource: [generated, objects] }).statement).toMatchObject({
      Resource: ['arn:aws:s3:::stack-bucket-*', 'arn:aws:s3:::stack-bucket-*/*'],
    });
  });

  test('an Allow on something unknown covers everything', () => {
    expect(statement({ Resource: open }).statement).toMatchObject({ Resource: ['*'] });
  });

  test('a hole that may hold colons is not pinned to a segment', () => {
    expect(statement({ Resource: new Text(['arn:aws:', ...open.parts, ':x']) }).statement).toMatchObject({
      Resource: ['arn:aws:*'],
    });
  });

  test('a Deny keeps what is exact and loses what is not', () => {
    expect(statement({ ...deny, Resource: [text('arn:aws:s3:::a'), generated] }).statement).toMatchObject({
      Resource: ['arn:aws:s3:::a'],
    });
    expect(statement({ ...deny, Resource: generated }).statement).toBeUndefined();
  });

  test('NotResource turns it around', () => {
    const rest = { Resource: NO_VALUE as Value };
    expect(statement({ ...rest, NotResource: [text('arn:aws:s3:::a'), generated] }).statement).toMatchObject({
      NotResource: ['arn:aws:s3:::a'],
    });
    expect(statement({ ...rest, NotResource: generated }).statement).toMatchObject({ Resource: '*' });
    expect(statement({ ...rest, ...deny, NotResource: generated }).statement).toMatchObject({
      NotResource: ['arn:aws:s3:::stack-bucket-*'],
    });
  });

  test('an open action of an Allow is unknown, of a Deny no credit', () => {
    expect(statement({ Action: [text('s3:GetObject'), open] })).toMatchObject({
      statement: { Action: ['s3:GetObject'] },
      told: [expect.stringContaining('action')],
    });
    expect(statement({ ...deny, Action: open })).toEqual({ statement: undefined, told: [] });
  });

  test('an open principal of an Allow is unknown, a generated role name is its pattern', () => {
    const role = new Text(['arn:aws:iam::1:role/Stack-Role-', new Hole('name', 'generated')]);
    expect(statement({ Principal: { AWS: [role] } })).toMatchObject({
      statement: { Principal: { AWS: ['arn:aws:iam::1:role/Stack-Role-*'] } },
      told: [],
    });
    expect(statement({ Principal: { AWS: open } }).told).toHaveLength(1);
    expect(statement({ ...deny, Principal: { AWS: role } }).statement).toBeUndefined();
  });

  test('a statement that hangs on a condition counts where it allows', () => {
    const one = (effect: string): Value => ({
      Statement: [new Choice([{ Effect: text(effect), Action: text('s3:*'), Resource: text('*') }, NO_VALUE])],
    });
    expect(concretize(one('Allow'), () => undefined)?.Statement).toHaveLength(1);
    expect(concretize(one('Deny'), () => undefined)?.Statement).toHaveLength(0);
  });

  test('a Deny of a resource that may not be there gives no credit', () => {
    expect(statement(deny, false).statement).toBeUndefined();
    expect(statement(deny, true).statement).toBeDefined();
  });
});

describe('a condition that cannot be written leaves an Allow and takes a Deny with it', () => {
  const condition = (operator: string, value: Value, effect = 'Allow') =>
    statement({ Effect: text(effect), Condition: { [operator]: { 'aws:SourceArn': value } } }).statement;

  test('equality with a generated name becomes a pattern', () => {
    expect(condition('StringEquals', generated)).toMatchObject({
      Condition: { StringLike: { 'aws:SourceArn': ['arn:aws:s3:::stack-bucket-*'] } },
    });
    expect(condition('ArnEquals', generated)).toMatchObject({
      Condition: { ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::stack-bucket-*'] } },
    });
  });

  test('a Deny on a positive condition keeps its exact values', () => {
    expect(condition('StringEquals', [text('a'), generated], 'Deny')).toMatchObject({
      Condition: { StringEquals: { 'aws:SourceArn': ['a'] } },
    });
    expect(condition('StringEquals', generated, 'Deny')).toBeUndefined();
  });

  test('a Deny on a negated condition excludes the whole language', () => {
    expect(condition('StringNotEquals', [text('a'), generated], 'Deny')).toMatchObject({
      Condition: { StringNotLike: { 'aws:SourceArn': ['a', 'arn:aws:s3:::stack-bucket-*'] } },
    });
  });

  test('an Allow on a negated condition excludes only what is exact', () => {
    expect(condition('StringNotEquals', [text('a'), generated])).toMatchObject({
      Condition: { StringNotEquals: { 'aws:SourceArn': ['a'] } },
    });
    expect(condition('StringNotEquals', generated)).not.toHaveProperty('Condition');
  });

  test('numbers, dates and what may be absent', () => {
    expect(condition('NumericLessThan', open)).not.toHaveProperty('Condition');
    expect(condition('NumericLessThan', open, 'Deny')).toBeUndefined();
    expect(condition('StringEquals', new Choice([text('a'), NO_VALUE]))).not.toHaveProperty('Condition');
  });
});

describe('a document that stands as JSON text', () => {
  test('is read with its holes', () => {
    const document = new Text([
      '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"',
      ...generated.parts,
      '"}]}',
    ]);
    expect(concretize(document, () => undefined)?.Statement).toEqual([
      { Effect: 'Allow', Action: ['s3:*'], Resource: ['arn:aws:s3:::stack-bucket-*'] },
    ]);
  });

  test('is reported where it is unknown', () => {
    const told: string[] = [];
    expect(concretize(open, (why) => told.push(why))?.Statement ?? []).toEqual([]);
    expect(told).toHaveLength(1);
  });
});
