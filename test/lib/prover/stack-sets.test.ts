/** Whoever may change stack sets in management reaches every account, where the roles that AWS makes show that they are turned on. */
import { STACK_SETS_ADMINISTRATOR } from '../../../lib/contract/stack-sets';
import { allow, answerTo, MGMT, PROD, role, roleArn, service, snapshot, trust, user, userArn } from './_org';

const ann = user(MGMT, 'ann', [allow('cloudformation:UpdateStackSet')]);
const administrator = role(MGMT, STACK_SETS_ADMINISTRATOR, [service('stacksets.cloudformation')]);
const executing = role(PROD, 'stacksets-exec-0123', [trust({ AWS: roleArn(MGMT, STACK_SETS_ADMINISTRATOR) })]);

test.each([
  ['the role of management', { roles: [administrator] }, {}],
  ['the role of an account', {}, { roles: [executing] }],
])('by %s', (_what, management, prod) => {
  const { verdict, counterexamples } = answerTo(snapshot({ mgmt: { users: [ann], ...management }, prod }));
  expect(verdict).toBe('refuted');
  expect(counterexamples[0].human).toBe(userArn(MGMT, 'ann'));
  expect(counterexamples[0].steps.map(({ edge }) => edge)).toEqual(['service-managed-stack-sets']);
});

test('without either, nobody reaches anything by them', () => {
  const other = role(PROD, 'stacksets-executive', [service('lambda')]);
  const answer = answerTo(snapshot({ mgmt: { users: [ann] }, prod: { roles: [other] } }));
  expect(answer.verdict).toBe('proved');
});
