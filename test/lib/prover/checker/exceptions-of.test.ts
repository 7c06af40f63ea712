import fc from 'fast-check';
import { Exceptions } from '../../../../lib/prover/checker/exceptions';
import { covers } from '../../../../lib/prover/checker/glob';

const exception = (id: string, principals: readonly string[], service?: string) => ({
  ...{ id, principals, actions: ['*'], resources: ['*'] },
  ...(service === undefined ? {} : { service }),
});

const PATTERNS = [
  'arn:aws:iam::111111111111:role/a',
  'arn:aws:iam::111111111111:role/a*',
  'arn:aws:iam::222222222222:role/*',
  'arn:aws:iam::*:role/a',
  'arn:*:iam::111111111111:role/a',
  'arn:aws:iam::11111111111?:role/a',
  '*',
  'role/a',
];
const CALLERS = [
  'arn:aws:iam::111111111111:role/a',
  'arn:aws:iam::111111111111:role/a_*',
  'arn:aws:iam::222222222222:role/a',
  'arn:aws:iam::*:role/a',
  'role/a',
];

test('looking up finds whom the patterns cover, in the order of the exceptions', () => {
  const lists = fc.array(fc.subarray(PATTERNS, { minLength: 1 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(lists, fc.constantFrom(...CALLERS), (all, caller) => {
      const exceptions = all.map((principals, at) => exception(`e${at}`, principals));
      const wanted = exceptions.filter(({ principals }) => principals.some((pattern) => covers(pattern, caller)));
      expect(new Exceptions(exceptions).of(caller)).toEqual(wanted);
    }),
  );
});

test('nothing of a service is sanctioned for people', () => {
  const all = [exception('own', ['*'], 'events.amazonaws.com')];
  expect(new Exceptions(all).of('arn:aws:iam::111111111111:role/a')).toEqual([]);
});
