import { asksForItself, policyFor } from '../../../../lib/prover/delivery/policies';

const policies = { orders: { waves: [] }, billing: { waves: [1] } };

test('a function that serves many decides by the policy of the pipeline, asked in its own name', () => {
  expect(policyFor({ policies }, 'orders', 'orders')).toBe(policies.orders);
  expect(policyFor({ policies }, 'orders', 'billing')).toBeUndefined();
  expect(policyFor({ policies }, 'orders', undefined)).toBeUndefined();
  expect(policyFor({ policies }, 'toString', 'toString')).toBeUndefined();
  expect(policyFor({ policies: null, policy: 'own' }, 'orders', 'orders')).toBe('own');
});

test.each([
  ['its own name', '{"application":"orders","pipeline":"orders"}', true],
  ['no name', '{"digest":"x"}', true],
  ['nothing at all', undefined, true],
  ['nothing that is JSON before its variables are filled in', '{"application":"orders"#{x.more}}', false],
  ['another application', '{"application":"billing","pipeline":"orders"}', false],
  ['another pipeline', '{"application":"orders","pipeline":"billing"}', false],
  ['a name that is none', '{"application":["orders"]}', false],
])('who says %s', (_, parameters, asks) => {
  expect(asksForItself('orders', parameters)).toBe(asks);
});
