import { summandsOf } from '../../../lib/rollback';

const read = (expression: string, ids = ['a', 'b', 'c']): string | undefined =>
  summandsOf(expression, ids)
    ?.map(({ id, sign }) => `${sign === 1 ? '+' : '-'}${id}`)
    .join('');

it.each([
  ['a', '+a'],
  ['a + b - c', '+a+b-c'],
  ['a - (b - c)', '+a-b+c'],
  ['FILL(a, 0) + FILL(b,0)', '+a+b'],
  ['SUM([a, b]) - c', '+a+b-c'],
  ['SUM([a + b, c])', '+a+b+c'],
  ['SUM(METRICS())', '+a+b+c'],
])('%s', (expression, summands) => {
  expect(read(expression)).toBe(summands);
});

it.each([
  '',
  'a b',
  'a *',
  'a / b',
  'a + 1',
  'FILL(a, 1)',
  'FILL(a, REPEAT)',
  'SUM(a)',
  'SUM([a)',
  '(a',
  'd',
  'A',
  'MAX([a])',
])('%s is no sum of its metrics', (expression) => {
  expect(read(expression)).toBeUndefined();
});
