import type { PolicySource, Principal } from '../model';
import { attachedPolicy } from './policies';
import type { AccountReading } from './identities';
import type { Reading } from './reading';
import type { PermissionSet } from './schema';

/** ARN under which answers name the role that a permission set makes in an account. */
export function permissionSetRoleArn(partition: string, account: string, set: string): string {
  return `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${set}_*`;
}

/** The permission set a deployed Identity Center role was made from, or nothing for other roles. */
export function permissionSetOf(arn: string): string | undefined {
  return /:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[^/]+\/)?AWSReservedSSO_(.+)_(?:[0-9a-f]{16}|\*)$/.exec(
    arn,
  )?.[1];
}

function customerManaged(
  account: AccountReading,
  partition: string,
  ref: { name: string; path: string },
  where: string,
) {
  return attachedPolicy(account, `arn:${partition}:iam::${account.id}:policy${ref.path}${ref.name}`, where);
}

function setPolicies(account: AccountReading, partition: string, set: PermissionSet, place: string): PolicySource[] {
  const aws = (set.awsManagedPolicies ?? []).flatMap((arn, index) =>
    attachedPolicy(account, arn, `${place}.awsManagedPolicies[${index}]`),
  );
  const customer = (set.customerManagedPolicies ?? []).flatMap((ref, index) =>
    customerManaged(account, partition, ref, `${place}.customerManagedPolicies[${index}]`),
  );
  return [...aws, ...customer, ...inlinePolicy(account.reading, set, `${place}.inlinePolicy`)];
}

const inline = new WeakMap<Reading, Map<string, readonly PolicySource[]>>();

/** Accounts share the inline policy of a set. */
function inlinePolicy(reading: Reading, set: PermissionSet, where: string): readonly PolicySource[] {
  if (set.inlinePolicy == null) return [];
  let known = inline.get(reading);
  if (!known) inline.set(reading, (known = new Map<string, readonly PolicySource[]>()));
  let found = known.get(where);
  if (!found) {
    const policy = reading.document(set.inlinePolicy, 'identity', where);
    known.set(where, (found = policy ? [{ name: 'inlinePolicy', policy, where }] : []));
  }
  return found;
}

function setBoundary(account: AccountReading, partition: string, set: PermissionSet, place: string) {
  const boundary = set.permissionsBoundary;
  if (!boundary) return undefined;
  const where = `${place}.permissionsBoundary`;
  const [source] =
    'awsManagedPolicy' in boundary
      ? attachedPolicy(account, boundary.awsManagedPolicy, where)
      : customerManaged(account, partition, boundary.customerManagedPolicy, where);
  return source;
}

/** The role that assignments of a permission set make in an account; people hold it. */
export function permissionSetRole(
  account: AccountReading,
  partition: string,
  set: PermissionSet,
  place: string,
  groups: readonly string[],
): Principal {
  const who = groups.length > 0 ? ` assigned to ${groups.join(', ')}` : '';
  return {
    arn: permissionSetRoleArn(partition, account.id, set.name),
    kind: 'role',
    account: account.id,
    identityPolicies: setPolicies(account, partition, set, place),
    boundary: setBoundary(account, partition, set, place),
    tags: {},
    person: { why: `permission set ${set.name}${who}`, permissionSet: set.name },
    where: place,
  };
}
