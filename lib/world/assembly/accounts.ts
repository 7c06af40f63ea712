import type { PolicyKind } from '../../iam/model';
import { readGroup, readRole, readUser, type AccountReading } from '../snapshot/identities';
import { permissionSetRole } from '../snapshot/identity-center';
import { readManagedPolicies } from '../snapshot/policies';
import type { Reading } from '../snapshot/reading';
import type { GroupDetail, RoleDetail, SnapshotAccount, SnapshotDocument, UserDetail } from '../snapshot/schema';
import type { Account, Group, PolicySource, Principal } from '../model';
import type { Draft, DraftManaged, DraftPolicy } from './drafts';
import type { AssignedSet } from './identity-center';
import type { Unknowns } from './report';

/** What templates bring into one account. */
export interface AccountDraft {
  readonly id: string;
  readonly partition: string;
  readonly drafts: readonly Draft[];
  readonly managed: readonly DraftManaged[];
  readonly sets: readonly AssignedSet[];
  /** The account as the platform's snapshot describes it. */
  readonly platform?: Account;
}

/** Principals, groups and managed policies of an account, read by the rules of the snapshot format. */
export function readIdentitiesOf(
  draft: AccountDraft,
  reading: Reading,
  unknowns: Unknowns,
): Pick<Account, 'principals' | 'groups' | 'managedPolicies'> {
  const places = new Places();
  const [firstUnknown, firstProblem] = [reading.unknowns.length, reading.problems.length];
  const found = readBy(draft, reading, places);
  for (const { why, where } of reading.unknowns.slice(firstUnknown)) unknowns.add(why, places.of(where));
  const problems = reading.problems.splice(firstProblem);
  reading.problems.push(...problems.map((one) => ({ ...one, place: one.place && places.of(one.place) })));
  return found;
}

function readBy(
  draft: AccountDraft,
  reading: Reading,
  places: Places,
): Pick<Account, 'principals' | 'groups' | 'managedPolicies'> {
  const place = `accounts.${draft.id}.authorizationDetails`;
  const details = draft.managed.map((policy, i) => managedDetail(policy, i, place, places));
  const own = readManagedPolicies(reading, details, place);
  const managed = new Map([...platformPolicies(draft.platform), ...relabelled(own, places)]);
  const account: AccountReading = { reading, id: draft.id, place, managed };
  const of = (kind: Draft['kind']): Draft[] => draft.drafts.filter((one) => one.kind === kind);
  const groups = of('group').map((one, i) => groupOf(account, one, i, places));
  const users = of('user').map((one, i) => userOf(account, one, i, places, groups, draft));
  const roles = of('role').map((one, i) => roleOf(account, one, i, places));
  const people = draft.sets.map(({ set, where, groups: held }) =>
    permissionSetRole(account, draft.partition, set, where, held),
  );
  return {
    principals: [...users, ...roles, ...people],
    groups,
    managedPolicies: [...relabelled(own, places).values()],
  };
}

/** Places of the snapshot format by the construct path that they came from. */
class Places {
  private readonly known = new Map<string, string>();

  public set(place: string, where: string): void {
    this.known.set(place, where);
  }

  /** The construct path of a place, by the longest part of it that is known. */
  public of(place: string): string {
    for (
      let head = place;
      head !== '';
      head = head.slice(0, Math.max(head.lastIndexOf('.'), head.lastIndexOf('['), 0))
    ) {
      const where = this.known.get(head);
      if (where !== undefined) return where;
    }
    return place;
  }
}

function platformPolicies(platform: Account | undefined): [string, PolicySource][] {
  return (platform?.managedPolicies ?? []).flatMap((policy): [string, PolicySource][] =>
    policy.arn ? [[policy.arn, policy]] : [],
  );
}

function relabel(source: PolicySource, places: Places): PolicySource {
  return { ...source, where: places.of(source.where) };
}

function relabelled(managed: ReadonlyMap<string, PolicySource>, places: Places): Map<string, PolicySource> {
  return new Map([...managed].map(([arn, source]) => [arn, relabel(source, places)]));
}

function managedDetail(
  policy: DraftManaged,
  index: number,
  place: string,
  places: Places,
): SnapshotAccount['authorizationDetails']['Policies'][number] {
  places.set(`${place}.Policies[${index}]`, policy.where);
  return {
    Arn: policy.arn,
    PolicyName: policy.name,
    PolicyVersionList: [{ Document: policy.document as SnapshotDocument, VersionId: 'v1', IsDefaultVersion: true }],
  };
}

function details(draft: Draft, list: string, index: number, account: AccountReading, inline: string, places: Places) {
  const place = `${account.place}.${list}[${index}]`;
  places.set(place, draft.where);
  draft.inline.forEach((policy, i) => places.set(`${place}.${inline}[${i}]`, policy.where));
  return {
    Arn: draft.arn,
    [inline]: draft.inline.map(({ name, document }: DraftPolicy) => ({
      PolicyName: name,
      PolicyDocument: document as SnapshotDocument,
    })),
    AttachedManagedPolicies: draft.attached.map((arn) => ({ PolicyArn: arn })),
    Tags: Object.entries(draft.tags).map(([Key, Value]) => ({ Key, Value })),
    ...(draft.boundary ? { PermissionsBoundary: { PermissionsBoundaryArn: draft.boundary } } : {}),
  };
}

function settle(principal: Principal, places: Places): Principal {
  return {
    ...principal,
    identityPolicies: principal.identityPolicies.map((source) => relabel(source, places)),
    ...(principal.boundary ? { boundary: relabel(principal.boundary, places) } : {}),
    ...(principal.trust ? { trust: relabel(principal.trust, places) } : {}),
    where: places.of(principal.where),
  };
}

function roleOf(account: AccountReading, draft: Draft, index: number, places: Places): Principal {
  const common = details(draft, 'RoleDetailList', index, account, 'RolePolicyList', places);
  const trust = `${account.place}.RoleDetailList[${index}].AssumeRolePolicyDocument`;
  // Inline policies are resources, or properties beside it: the document is named so that a reader finds the statement.
  places.set(trust, `${draft.where}.AssumeRolePolicyDocument`);
  const detail = { ...common, AssumeRolePolicyDocument: draft.trust ?? {} } as unknown as RoleDetail;
  return settle(readRole(account, detail, index), places);
}

function groupOf(account: AccountReading, draft: Draft, index: number, places: Places): Group {
  const detail = details(draft, 'GroupDetailList', index, account, 'GroupPolicyList', places) as unknown as GroupDetail;
  const group = readGroup(account, detail, index);
  return {
    ...group,
    identityPolicies: group.identityPolicies.map((source) => relabel(source, places)),
    where: draft.where,
  };
}

function userOf(
  account: AccountReading,
  draft: Draft,
  index: number,
  places: Places,
  groups: readonly Group[],
  all: AccountDraft,
): Principal {
  const names = draft.groups.flatMap((key) => {
    const group = all.drafts.find((one) => one.key === key);
    return group ? [group.arn.slice(group.arn.lastIndexOf('/') + 1)] : [];
  });
  const common = details(draft, 'UserDetailList', index, account, 'UserPolicyList', places);
  const detail = { ...common, GroupList: [...new Set(names)] } as unknown as UserDetail;
  return settle(readUser(account, detail, index, groups), places);
}

/** A document of the templates as a policy. */
export function sourceOf(
  reading: Reading,
  name: string,
  document: SnapshotDocument,
  kind: PolicyKind,
  where: string,
): PolicySource | undefined {
  const policy = reading.document(document, kind, where);
  return policy && { name, policy, where };
}
