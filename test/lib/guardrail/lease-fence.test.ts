/** What one environment of self-service may do to another one of the same account: nothing, by its boundary. */
import { workloadBoundaryDocument } from '../../../lib/guardrail';
import { evaluate, without } from './evaluator';
import { DEV, HERE, role } from './world';

const boundary = workloadBoundaryDocument({ ...HERE, account: DEV }, { open: true, assumableRoleArns: [] });
const TABLE = `arn:aws:dynamodb:eu-west-2:${DEV}:table/notes`;
const roleOf = (lease: string): string => role(`guarded/workload/lease-${lease}/fn`, DEV);

/** What a role of a lease may do, or of no lease, with something of a lease or of none. */
function verdict(action: string, resource: string, lease: string | undefined, of?: string, policy = boundary): string {
  const principal: Record<string, string> = lease === undefined ? {} : { 'aws:PrincipalTag/guarded:lease': lease };
  const tag: Record<string, string> = of === undefined ? {} : { 'aws:ResourceTag/guarded:lease': of };
  return evaluate(policy, { action, resource, context: { ...principal, ...tag } });
}

it.each<[string, string, string | undefined, string | undefined, string]>([
  ['its own table', 'dynamodb:Scan', 'search', 'search', 'allowed'],
  ['a table of no lease', 'dynamodb:Scan', 'search', undefined, 'allowed'],
  ['the table of another lease', 'dynamodb:Scan', 'search', 'export', 'denied'],
  ['the table of one whose name begins with its own', 'dynamodb:Scan', 'search', 'search-2', 'denied'],
  ['the table of one with which its own name begins', 'dynamodb:Scan', 'search-2', 'search', 'denied'],
  ['a key of another lease', 'kms:Decrypt', 'search', 'export', 'denied'],
  ['whatever AWS adds tomorrow of another lease', 'frobnicate:Do', 'search', 'export', 'denied'],
])('%s: %s by %s of %s is %s', (_, action, lease, of, right) => {
  expect(verdict(action, TABLE, lease, of)).toBe(right);
});

it('is the developers’ all the same', () => {
  expect(verdict('dynamodb:Scan', TABLE, undefined, 'search')).toBe('allowed');
  expect(verdict('iam:PassRole', roleOf('search'), undefined)).toBe('allowed');
  expect(verdict('iam:TagRole', roleOf('search'), undefined)).toBe('allowed');
});

it.each(['iam:PassRole', 'sts:AssumeRole'])('%s reaches roles of its own alone', (action) => {
  expect(verdict(action, roleOf('search'), 'search')).toBe('allowed');
  for (const other of [roleOf('export'), roleOf('search-2'), role('guarded/workload/fn', DEV)])
    expect(verdict(action, other, 'search')).toBe('denied');
  expect(verdict(action, roleOf('export'), 'search', undefined, without(boundary, 'KeepToOwnRoles'))).toBe('allowed');
});

it.each(['iam:TagRole', 'iam:UntagRole', 'iam:PutRolePolicy', 'sts:TagSession'])(
  '%s could not change its tag',
  (action) => {
    expect(verdict(action, roleOf('search'), 'search')).toBe('denied');
    expect(verdict(action, roleOf('search'), 'search', undefined, without(boundary, 'KeepTheTag'))).toBe('allowed');
  },
);

it('holds by its tag: without that statement another lease is as near as its own', () => {
  expect(verdict('dynamodb:Scan', TABLE, 'search', 'export', without(boundary, 'LeaveOtherLeases'))).toBe('allowed');
});
