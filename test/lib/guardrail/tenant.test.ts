import { deploymentBoundaryDocument } from '../../../lib/guardrail/deployment-policy';
import { APPLICATION_TAG } from '../../../lib/names';
import { evaluate, without } from './evaluator';
import { EXECUTION, PROD, by, role } from './world';

const tenant = { application: 'orders', region: 'eu-west-2', stacks: ['orders-prod-eu-west-2'] };
const boundary = deploymentBoundaryDocument({ partition: 'aws', account: PROD }, 'workload', tenant);
const OWN = role('guarded/workload/orders/api');

const untag = (key: string) => ({
  action: 'iam:UntagRole',
  resource: OWN,
  context: { ...by(EXECUTION), 'aws:TagKeys': key },
});

/** IAM tells keys of a role's tags apart by no case, and the fence of what runs speaks to whoever carries the tag. */
it.each([APPLICATION_TAG, APPLICATION_TAG.toUpperCase()])('a role keeps the tag of its application: %s', (key) => {
  expect(evaluate(boundary, untag(key))).toBe('denied');
  expect(evaluate(without(boundary, 'RolesKeepTheTag'), untag(key))).not.toBe('denied');
});

it('other tags go', () => {
  expect(evaluate(boundary, untag('owner'))).not.toBe('denied');
});
