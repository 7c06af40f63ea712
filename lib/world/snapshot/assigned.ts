import type { PolicySource, Principal } from '../model';
import type { AccountReading } from './identities';
import { permissionSetOf, permissionSetRole, permissionSetRoleArn } from './identity-center';
import { readManagedPolicies } from './policies';
import type { Reading } from './reading';
import type { PermissionSet, Snapshot } from './schema';

/** That of the first entity that any account lists. */
function partitionOf(snapshot: Snapshot): string {
  for (const { authorizationDetails: details } of Object.values(snapshot.accounts)) {
    const [first] = [...details.RoleDetailList, ...details.UserDetailList, ...details.Policies];
    if (first) return first.Arn.split(':')[1] ?? 'aws';
  }
  return 'aws';
}

const assignments = new WeakMap<Snapshot, ReadonlyMap<string, readonly (string | null | undefined)[]>>();

/** Groups of the assignments, by account and permission set. */
function assignedGroups(snapshot: Snapshot): ReadonlyMap<string, readonly (string | null | undefined)[]> {
  let known = assignments.get(snapshot);
  if (!known) {
    const found = new Map<string, (string | null | undefined)[]>();
    for (const { accountId, permissionSet, group } of snapshot.identityCenter?.assignments ?? []) {
      const key = `${accountId} ${permissionSet}`;
      const groups = found.get(key);
      if (groups) groups.push(group);
      else found.set(key, [group]);
    }
    assignments.set(snapshot, (known = found));
  }
  return known;
}

/** Roles that Identity Center makes in an account, each with the policies of its set. */
export function assignedRoles(snapshot: Snapshot, account: AccountReading): Principal[] {
  const assigned = assignedGroups(snapshot);
  const partition = partitionOf(snapshot);
  return (snapshot.identityCenter?.permissionSets ?? []).flatMap((set, index) => {
    const mine = assigned.get(`${account.id} ${set.name}`);
    if (!mine) return [];
    const groups = mine.flatMap((group) => group ?? []);
    return [permissionSetRole(account, partition, set, `identityCenter.permissionSets[${index}]`, groups)];
  });
}

/**
 * Sets without assignment, as the roles they would make; their customer-managed policies are those of management. A boundary
 * that management does not list may stand in any account, with any content: it is taken to bound nothing.
 */
export function assignableSets(snapshot: Snapshot, reading: Reading): Principal[] {
  const center = snapshot.identityCenter;
  const assigned = new Set(center?.assignments.map((one) => one.permissionSet));
  const id = snapshot.organization.managementAccountId;
  const details = snapshot.accounts[id]?.authorizationDetails;
  const place = `accounts.${id}.authorizationDetails`;
  const managed = readManagedPolicies(reading, details?.Policies ?? [], place);
  return (center?.permissionSets ?? []).flatMap((set, index) =>
    assigned.has(set.name)
      ? []
      : [
          permissionSetRole(
            { reading, id, place, managed },
            partitionOf(snapshot),
            withoutStrangeBoundary(set, managed),
            `identityCenter.permissionSets[${index}]`,
            [],
          ),
        ],
  );
}

function withoutStrangeBoundary(set: PermissionSet, managed: ReadonlyMap<string, PolicySource>): PermissionSet {
  const { permissionsBoundary: boundary, ...unbound } = set;
  if (!boundary || !('customerManagedPolicy' in boundary)) return set;
  const { name, path } = boundary.customerManagedPolicy;
  return [...managed.keys()].some((arn) => arn.endsWith(`:policy${path}${name}`)) ? set : unbound;
}

/** A deployed Identity Center role and the assignment it comes from count once, with the policies of both. */
export function countOnce(roles: readonly Principal[], assigned: readonly Principal[]): Principal[] {
  const deployed = new Map<string, Principal>();
  const others = roles.filter((role) => {
    const set = permissionSetOf(role.arn);
    if (!set) return true;
    const arn = permissionSetRoleArn(role.arn.split(':')[1], role.account, set);
    deployed.set(arn, { ...role, arn, trust: undefined, person: { why: `permission set ${set}`, permissionSet: set } });
    return false;
  });
  for (const role of assigned) {
    const same = deployed.get(role.arn);
    const extra = same?.identityPolicies.filter(
      (source) => !role.identityPolicies.some((own) => own.policy === source.policy),
    );
    deployed.set(role.arn, {
      ...role,
      identityPolicies: [...role.identityPolicies, ...(extra ?? [])],
      tags: same?.tags ?? {},
    });
  }
  return [...others, ...deployed.values()];
}
