import type { Group, PolicySource, Principal } from '../model';
import type { Reading } from './reading';
import { attachedPolicy, inlinePolicies } from './policies';
import type { GroupDetail, RoleDetail, UserDetail } from './schema';

/** What an account's entities are read with: where they stand and what is attached by ARN. */
export interface AccountReading {
  readonly reading: Reading;
  readonly id: string;
  /** JSON path of `authorizationDetails`. */
  readonly place: string;
  readonly managed: ReadonlyMap<string, PolicySource>;
}

type Tagged = { Tags: readonly { Key: string; Value: string }[] };

function tagsOf(detail: Tagged): Record<string, string> {
  return Object.fromEntries(detail.Tags.map((tag) => [tag.Key, tag.Value]));
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Attached and inline policies of a user, a group or a role. */
function identityPolicies(
  account: AccountReading,
  detail: UserDetail | GroupDetail | RoleDetail,
  inlineKey: 'UserPolicyList' | 'GroupPolicyList' | 'RolePolicyList',
  place: string,
): PolicySource[] {
  const inline = (
    detail as unknown as Record<string, { PolicyName: string; PolicyDocument: string | Record<string, unknown> }[]>
  )[inlineKey];
  return [
    ...inlinePolicies(account.reading, inline, `${place}.${inlineKey}`),
    ...detail.AttachedManagedPolicies.flatMap((attached, index) =>
      attachedPolicy(account, attached.PolicyArn, `${place}.AttachedManagedPolicies[${index}]`),
    ),
  ];
}

function boundaryOf(account: AccountReading, detail: UserDetail | RoleDetail, place: string): PolicySource | undefined {
  const arn = detail.PermissionsBoundary?.PermissionsBoundaryArn;
  if (!arn) return undefined;
  const [source] = attachedPolicy(account, arn, `${place}.PermissionsBoundary`);
  return source;
}

function checkAccount(account: AccountReading, arn: string, place: string): void {
  const named = arn.split(':')[4];
  if (named !== account.id)
    account.reading.problem(`${place}.Arn`, `${arn} belongs to account ${named}, but stands under ${account.id}`);
}

/** A group with its policies. */
export function readGroup(account: AccountReading, detail: GroupDetail, index: number): Group {
  const where = `${account.place}.GroupDetailList[${index}]`;
  checkAccount(account, detail.Arn, where);
  return { arn: detail.Arn, identityPolicies: identityPolicies(account, detail, 'GroupPolicyList', where), where };
}

/** A user with its own policies and those of its groups; a group that is not listed is an error. */
export function readUser(
  account: AccountReading,
  detail: UserDetail,
  index: number,
  groups: readonly Group[],
): Principal {
  const where = `${account.place}.UserDetailList[${index}]`;
  checkAccount(account, detail.Arn, where);
  const member = detail.GroupList.flatMap((name, at) => {
    const found = groups.find((group) => nameOf(group.arn) === name);
    if (!found) account.reading.problem(`${where}.GroupList[${at}]`, `no group ${name} in GroupDetailList`);
    return found ? [found] : [];
  });
  return {
    arn: detail.Arn,
    kind: 'user',
    account: account.id,
    identityPolicies: [
      ...identityPolicies(account, detail, 'UserPolicyList', where),
      ...member.flatMap((group) => group.identityPolicies),
    ],
    boundary: boundaryOf(account, detail, where),
    tags: tagsOf(detail),
    id: detail.UserId,
    groups: member.map((group) => group.arn),
    person: { why: 'an IAM user' },
    where,
  };
}

/** A role with its trust policy. */
export function readRole(account: AccountReading, detail: RoleDetail, index: number): Principal {
  const where = `${account.place}.RoleDetailList[${index}]`;
  checkAccount(account, detail.Arn, where);
  const trust = account.reading.document(detail.AssumeRolePolicyDocument, 'trust', `${where}.AssumeRolePolicyDocument`);
  return {
    arn: detail.Arn,
    kind: 'role',
    account: account.id,
    identityPolicies: identityPolicies(account, detail, 'RolePolicyList', where),
    boundary: boundaryOf(account, detail, where),
    trust: trust && { name: 'trust policy', policy: trust, where: `${where}.AssumeRolePolicyDocument` },
    tags: tagsOf(detail),
    id: detail.RoleId,
    serviceLinked: detail.Arn.includes(':role/aws-service-role/'),
    where,
  };
}
