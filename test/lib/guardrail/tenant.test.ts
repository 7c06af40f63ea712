/** What keeps applications of one account apart, request by request; each denial is taken out once. */
import type { PolicyDocument } from '../../../lib/guardrail';
import { deployRoleDocument, workloadBoundaryDocument } from '../../../lib/guardrail';
import { deploymentBoundaryDocument, deploymentPolicyDocument } from '../../../lib/guardrail/deployment-policy';
import { APPLICATION_TAG } from '../../../lib/names';
import { evaluate, without } from './evaluator';
import { EXECUTION, HERE, PROD, by, role } from './world';

const tenant = { application: 'orders', region: 'eu-west-2', stacks: ['orders-prod-eu-west-2'] };
const boundary = deploymentBoundaryDocument(HERE, 'workload', tenant);
const policy = deploymentPolicyDocument(HERE, 'workload', tenant);
const deployRole = deployRoleDocument(HERE, 'eu-west-2', 'open', tenant);
const OWN = role('guarded/workload/orders/api');
const THEIRS = role('guarded/workload/billing/api');
const TABLE = `arn:aws:dynamodb:eu-west-2:${PROD}:table/x`;
const BOUNDED = { 'iam:PermissionsBoundary': `arn:aws:iam::${PROD}:policy/guarded/guardrail/workload-boundary` };
const stack = (name: string): string => `arn:aws:cloudformation:eu-west-2:${PROD}:stack/${name}/1-2-3`;
const tagged = (of: 'Resource' | 'Request' | 'Principal', application: string) => ({
  [`aws:${of}Tag/${APPLICATION_TAG}`]: application,
});
const iam = (kind: string) => `arn:aws:iam::${PROD}:${kind}`;

/** A request about what is one's own, and the same about what is another's. */
type Pair = readonly [what: string, action: string, own: Target, theirs: Target];
interface Target {
  readonly resource?: string;
  readonly context?: Readonly<Record<string, string>>;
}

const ask = (document: PolicyDocument, action: string, { resource = '*', context }: Target, as = {}) =>
  evaluate(document, { action, resource, context: { ...as, ...context } });

test.each<[...Pair, sid: string]>([
  [
    'a stack',
    'cloudformation:UpdateStack',
    { resource: stack('orders-prod-eu-west-2-api') },
    { resource: stack('orders-prod-eu-west-22') },
    'OwnStacksAlone',
  ],
  [
    'what carries a tag',
    'dynamodb:DeleteTable',
    { resource: TABLE, context: tagged('Resource', 'orders') },
    { resource: TABLE, context: tagged('Resource', 'billing') },
    'LeaveOtherApplications',
  ],
  [
    'what gets a tag',
    'dynamodb:CreateTable',
    { resource: TABLE, context: tagged('Request', 'orders') },
    { resource: TABLE, context: tagged('Request', 'billing') },
    'TagAsOwn',
  ],
  [
    'a role, with the tag and without',
    'iam:CreateRole',
    { resource: OWN, context: { ...BOUNDED, ...tagged('Request', 'orders') } },
    { resource: OWN, context: BOUNDED },
    'RolesCarryTheTag',
  ],
  ['a role to hand over', 'iam:PassRole', { resource: OWN }, { resource: THEIRS }, 'RolesOnMachinePaths'],
  [
    'any tag but that one',
    'iam:UntagRole',
    { resource: OWN, context: { 'aws:TagKeys': 'owner' } },
    { resource: OWN, context: { 'aws:TagKeys': APPLICATION_TAG } },
    'RolesKeepTheTag',
  ],
  [
    // IAM tells keys of a role's tags apart by no case, and the fence of what runs speaks to whoever carries the tag.
    'the same however it is written',
    'iam:UntagRole',
    { resource: OWN, context: { 'aws:TagKeys': 'owner' } },
    { resource: OWN, context: { 'aws:TagKeys': APPLICATION_TAG.toUpperCase() } },
    'RolesKeepTheTag',
  ],
])('CloudFormation is kept to its own by the boundary: %s (%s)', (_what, action, own, theirs, sid) => {
  expect(ask(boundary, action, own, by(EXECUTION))).toBe('allowed');
  expect(ask(boundary, action, theirs, by(EXECUTION))).toBe('denied');
  expect(ask(without(boundary, sid), action, theirs, by(EXECUTION))).toBe('allowed');
});

test.each<Pair>([
  [
    'nested stacks',
    'cloudformation:UpdateStack',
    { resource: stack('orders-prod-eu-west-2-api') },
    { resource: stack('billing-prod-eu-west-2-api') },
  ],
  ['new roles', 'iam:CreateRole', { resource: OWN, context: BOUNDED }, { resource: THEIRS, context: BOUNDED }],
  ['roles', 'iam:PutRolePolicy', { resource: OWN }, { resource: THEIRS }],
  ['roles to hand over', 'iam:PassRole', { resource: OWN }, { resource: THEIRS }],
  [
    'policies',
    'iam:CreatePolicyVersion',
    { resource: iam('policy/guarded/workload/orders/x') },
    { resource: iam('policy/guarded/workload/billing/x') },
  ],
  [
    'instance profiles',
    'iam:AddRoleToInstanceProfile',
    { resource: iam('instance-profile/guarded/workload/orders/x') },
    { resource: iam('instance-profile/guarded/workload/billing/x') },
  ],
])('and by its policy, which allows nothing else: %s', (_what, action, own, theirs) => {
  expect(ask(policy, action, own, by(EXECUTION))).toBe('allowed');
  expect(ask(policy, action, theirs, by(EXECUTION))).toBe('silent');
});

const assets = (folder: string): Target => ({
  resource: `arn:aws:s3:::cdk-guarded-assets-${PROD}-eu-west-2/${folder}/x`,
});
const throughOwn = {
  'cloudformation:RoleArn': role(`guarded/pipeline/cdk-guarded-cfn-exec-role-orders.eu-west-2`),
};

test.each<Pair>([
  [
    'stacks',
    'cloudformation:ExecuteChangeSet',
    { resource: stack('orders-prod-eu-west-2-api') },
    { resource: stack('billing-prod-eu-west-2-api') },
  ],
  ['assets', 's3:GetObject', assets('orders'), assets('billing')],
])('whoever deploys reaches nothing of another one: %s', (_what, action, own, theirs) => {
  expect(ask(deployRole, action, own, throughOwn)).toBe('allowed');
  expect(ask(deployRole, action, theirs, throughOwn)).toBe('silent');
});

test('nobody moves resources from stack to stack of an account that is shared', () => {
  const alone = deployRoleDocument(HERE, 'eu-west-2', 'open');
  expect(ask(alone, 'cloudformation:ExecuteStackRefactor', {})).toBe('allowed');
  expect(ask(deployRole, 'cloudformation:ExecuteStackRefactor', {})).toBe('silent');
});

describe.each([true, false])('what runs in an account that is shared, open: %s', (open) => {
  const shared = workloadBoundaryDocument(HERE, { open, assumableRoleArns: [], shared: true });
  const asOrders = { ...by(OWN), ...tagged('Principal', 'orders') };

  test.each<[...Pair, sid: string]>([
    [
      'what carries a tag',
      'dynamodb:PutItem',
      { resource: TABLE, context: tagged('Resource', 'orders') },
      { resource: TABLE, context: tagged('Resource', 'billing') },
      'LeaveOtherApplications',
    ],
    ['a role to act as', 'sts:AssumeRole', { resource: OWN }, { resource: THEIRS }, 'KeepToOwnRoles'],
    ['a role to hand over', 'iam:PassRole', { resource: OWN }, { resource: THEIRS }, 'KeepToOwnRoles'],
  ])('keeps to its own: %s (%s)', (_what, action, own, theirs, sid) => {
    expect(ask(shared, action, own, asOrders)).toBe('allowed');
    expect(ask(shared, action, theirs, asOrders)).toBe('denied');
    expect(ask(without(shared, sid), action, theirs, asOrders)).toBe('allowed');
  });

  test('keeps the tag that says whose it is', () => {
    for (const action of ['sts:TagSession', 'iam:TagRole', 'iam:UntagRole']) {
      expect(ask(shared, action, { resource: OWN }, asOrders)).toBe('denied');
      expect(ask(without(shared, 'KeepTheTag'), action, { resource: OWN }, asOrders)).not.toBe('denied');
    }
  });
});
