import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { packageVersion } from '../../package-root';
import { isClosed } from '../../contract/account-states';
import { InputError } from '../../errors';
import { readJson } from '../../iam';
import type { Account, Exception, Group, OrganizationPolicy, Resource, World } from '../model';
import { withoutDelegations } from '../delegations';
import { exceptionConditions } from '../exception-conditions';
import { betweenVersions, deployedPlatform } from '../machinery/deployed-platform';
import { assignableSets, assignedRoles, countOnce } from './assigned';
import { people } from './people';
import type { AccountReading } from './identities';
import { readGroup, readRole, readUser } from './identities';
import { readManagedPolicies } from './policies';
import { Reading } from './reading';
import type { Snapshot } from './schema';
import { usesStackSets } from './stack-sets';
import { unreadTypes } from './types';
import { snapshotSchema } from './schema';

/** JSON path as people write it: `accounts.333333333333.resources[0].arn`. */
function jsonPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

type Issue = { path: readonly PropertyKey[]; message: string; code?: string; errors?: Issue[][] };

/** Zod tells a union's branches apart only inside; the deepest branch is the one somebody meant. */
function flatten(issue: Issue, prefix: readonly PropertyKey[] = []): Issue[] {
  const path = [...prefix, ...issue.path];
  const branches = issue.code === 'invalid_union' ? (issue.errors ?? []) : [];
  const deepest = branches.find((branch) =>
    branch.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
  );
  return deepest ? deepest.flatMap((inner) => flatten(inner, path)) : [{ ...issue, path }];
}

function parseJson(text: string, file: string): unknown {
  const reading = readJson(text, file);
  if ('value' in reading) return reading.value;
  throw InputError.at(file, reading.problem.place, `not readable as JSON: ${reading.problem.message}`);
}

function checkShape(value: unknown, file: string): Snapshot {
  const result = snapshotSchema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap((issue) => flatten(issue as unknown as Issue));
  throw new InputError(issues.map(({ path, message }) => ({ file, place: jsonPath(path) || undefined, message })));
}

/** Account ids are unique, and everything that names an account names one of the organization. */
function checkAccounts(snapshot: Snapshot, reading: Reading): void {
  const known = new Set<string>();
  snapshot.organization.accounts.forEach(({ id }, index) => {
    if (known.has(id)) reading.problem(`organization.accounts[${index}].id`, `account ${id} stands twice`);
    known.add(id);
  });
  for (const id of Object.keys(snapshot.accounts)) {
    if (!known.has(id)) reading.problem(`accounts.${id}`, `account ${id} is not in organization.accounts`);
  }
  snapshot.organization.policies.forEach(({ targets }, index) =>
    targets.forEach((target, at) => {
      if (/^\d{12}$/.test(target) && !known.has(target))
        reading.problem(
          `organization.policies[${index}].targets[${at}]`,
          `account ${target} is not in organization.accounts`,
        );
    }),
  );
  const sets = new Set(snapshot.identityCenter?.permissionSets.map((set) => set.name));
  snapshot.identityCenter?.assignments.forEach(({ permissionSet, accountId }, index) => {
    const place = `identityCenter.assignments[${index}]`;
    if (!sets.has(permissionSet))
      reading.problem(`${place}.permissionSet`, `no permission set is named ${permissionSet}`);
    if (!known.has(accountId))
      reading.problem(`${place}.accountId`, `account ${accountId} is not in organization.accounts`);
  });
}

/** What stands twice would count once, and nobody could say which of the two. */
function checkTwice(snapshot: Snapshot, reading: Reading): void {
  const once = (names: readonly string[], place: string, what: string) => {
    const seen = new Set<string>();
    names.forEach((name, index) => {
      if (seen.has(name)) reading.problem(`${place}[${index}]`, `${what} ${name} stands twice`);
      seen.add(name);
    });
  };
  const sets = snapshot.identityCenter?.permissionSets ?? [];
  once(
    sets.map((set) => set.name),
    'identityCenter.permissionSets',
    'the permission set',
  );
  for (const [id, { authorizationDetails: details, resources }] of Object.entries(snapshot.accounts)) {
    for (const key of ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const)
      once(
        details[key].map((one) => one.Arn),
        `accounts.${id}.authorizationDetails.${key}`,
        'the ARN',
      );
    once(
      resources.map((one) => one.arn),
      `accounts.${id}.resources`,
      'the resource',
    );
    resources.forEach(({ arn }, index) => {
      const named = arn.split(':')[4];
      if (/^\d{12}$/.test(named) && named !== id)
        reading.problem(
          `accounts.${id}.resources[${index}].arn`,
          `${arn} belongs to account ${named}, but stands under ${id}`,
        );
    });
  }
}

function readResources(account: AccountReading, entries: Snapshot['accounts'][string]['resources']): Resource[] {
  return entries.map((entry, index) => {
    const where = `accounts.${account.id}.resources[${index}]`;
    const policy =
      entry.policy == null ? undefined : account.reading.document(entry.policy, 'resource', `${where}.policy`);
    return {
      arn: entry.arn,
      type: entry.type,
      account: entry.arn.split(':')[4] || account.id,
      roles: [...(entry.role ? [entry.role] : []), ...(entry.roles ?? [])],
      policy: policy && withoutDelegations({ name: entry.arn, policy, where: `${where}.policy` }, account.id),
      tags: entry.tags ?? {},
      dependsOn: entry.dependsOn ?? [],
      ...(entry.content ? { content: entry.content } : {}),
      where,
    };
  });
}

function readEntities(
  snapshot: Snapshot,
  reading: Reading,
  id: string,
): Pick<Account, 'principals' | 'managedPolicies' | 'groups' | 'resources'> {
  const content = snapshot.accounts[id];
  const place = `accounts.${id}.authorizationDetails`;
  const details = content?.authorizationDetails;
  const managed = readManagedPolicies(reading, details?.Policies ?? [], place);
  const account: AccountReading = { reading, id, place, managed };
  const groups: Group[] = (details?.GroupDetailList ?? []).map((group, index) => readGroup(account, group, index));
  const users = (details?.UserDetailList ?? []).map((user, index) => readUser(account, user, index, groups));
  const roles = (details?.RoleDetailList ?? []).map((role, index) => readRole(account, role, index));
  const principals = [...users, ...countOnce(roles, assignedRoles(snapshot, account))];
  const own = [...managed.values()].filter((source) => !source.arn?.includes(':iam::aws:'));
  return { principals, groups, managedPolicies: own, resources: readResources(account, content?.resources ?? []) };
}

/** What a closed account holds comes to nothing: no credentials of it are taken by AWS, no service acts for it. */
const NOTHING_RUNS = { principals: [], managedPolicies: [], groups: [], resources: [] };

function readAccount(
  snapshot: Snapshot,
  reading: Reading,
  listed: Snapshot['organization']['accounts'][number],
): Account {
  const { state, ...account } = listed;
  if (isClosed(state)) return { ...account, ...NOTHING_RUNS, closed: true, described: true };
  const described = listed.id in snapshot.accounts;
  if (!described && listed.id !== snapshot.organization.managementAccountId)
    reading.unknown(
      `account ${listed.id} (${listed.name}) is in the organization, but not described`,
      `accounts.${listed.id}`,
    );
  return { ...account, ...readEntities(snapshot, reading, listed.id), described };
}

function readPolicies(snapshot: Snapshot, reading: Reading): OrganizationPolicy[] {
  return snapshot.organization.policies.flatMap((entry, index) => {
    const where = `organization.policies[${index}].document`;
    const kind = entry.type === 'SERVICE_CONTROL_POLICY' ? 'scp' : 'rcp';
    const policy = reading.document(entry.document, kind, where, CONTROL_POLICY);
    return policy ? [{ name: entry.name, type: entry.type, targets: entry.targets, policy, where }] : [];
  });
}

/** A control policy holds 5,120 characters by the quotas of old; the service allows up to 10,240 since. */
const CONTROL_POLICY = 10240;

/**
 * Reads the text of a snapshot.
 *
 * @param file Name of the file for messages.
 * @throws InputError with every problem and its JSON path, where the text is no snapshot of version 1.
 */
export function parseSnapshot(text: string, file: string): World {
  const snapshot = checkShape(parseJson(text, file), file);
  const reading = new Reading(file);
  checkAccounts(snapshot, reading);
  checkTwice(snapshot, reading);
  const accounts = snapshot.organization.accounts.map((account) => readAccount(snapshot, reading, account));
  const policies = readPolicies(snapshot, reading);
  if (reading.problems.length > 0) throw new InputError(reading.problems);
  const humans = snapshot.humans ?? [];
  const exceptions = readExceptions(snapshot, reading);
  const { platform } = snapshot;
  const around = { accounts, managementAccountId: snapshot.organization.managementAccountId };
  const platformUnknowns = platform ? deployedPlatform(platform, around, packageVersion()) : [];
  return {
    subject: { digest: `sha256:${createHash('sha256').update(text).digest('hex')}`, source: 'snapshot' },
    organizationId: snapshot.organization.id,
    managementAccountId: snapshot.organization.managementAccountId,
    accounts: people(accounts, humans),
    policies,
    delegatedAdministrators: snapshot.organization.delegatedAdministrators ?? [],
    identityCenter: snapshot.identityCenter != null,
    ...(usesStackSets(accounts) ? { stackSets: true } : {}),
    assignable: assignableSets(snapshot, reading),
    humans,
    exceptions,
    ...(platform ? { platform } : {}),
    unknowns: [...reading.unknowns, ...unreadTypes(accounts), ...platformUnknowns],
    assumptions: [...closedNote(accounts), ...(platform ? betweenVersions(platform, packageVersion()) : [])],
  };
}

/** One whose conditions nobody can read sanctions nothing. */
function readExceptions({ exceptions }: Snapshot, reading: Reading): Exception[] {
  return (exceptions ?? []).flatMap(({ conditions: block, ...exception }, index) => {
    if (block === undefined) return [exception];
    const { conditions, unreadable } = exceptionConditions(block);
    if (conditions) return [{ ...exception, conditions }];
    reading.unknown(
      `the conditions of exception ${exception.id} cannot be read: ${unreadable}`,
      `exceptions[${index}].conditions`,
    );
    return [];
  });
}

/** A closed account can be opened again for 90 days, with all that it held. */
function closedNote(accounts: readonly Account[]): { id: string; statement: string }[] {
  const closed = accounts.filter((account) => account.closed).map(({ id, name }) => `${id} (${name})`);
  if (closed.length === 0) return [];
  return [
    { id: 'closed-accounts', statement: `closed accounts stay closed, and nothing runs there: ${closed.join(', ')}` },
  ];
}

/** Reads a snapshot file; a file that is not there is bad input. */
export function readSnapshot(file: string): World {
  try {
    return parseSnapshot(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw InputError.at(file, undefined, `cannot be read: ${(error as Error).message}`);
  }
}
