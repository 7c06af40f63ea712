import {
  DescribePermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListCustomerManagedPolicyReferencesInPermissionSetCommand,
  ListInstancesCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListPermissionSetsCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { ClientConfig, Connection } from './connection';
import { isDenied, isMissing, pages, type Unread } from './unread';

/** The `identityCenter` part of a snapshot. */
export interface SnapshotIdentityCenter {
  readonly permissionSets: readonly Record<string, unknown>[];
  readonly assignments: readonly {
    readonly permissionSet: string;
    readonly accountId: string;
    readonly group?: string;
  }[];
}

interface Target {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

/**
 * Identity Center lives in one region, and nothing in an organization says in which: it is asked for in each that may be
 * meant, one after the other. Where none has it, that is told, and not taken for an organization without people.
 */
export async function findIdentityCenter(
  { into, account, home }: Connection,
  regions: readonly string[],
  unread: Unread[],
): Promise<SnapshotIdentityCenter | undefined> {
  const closed: string[] = [];
  for (const region of new Set([home, ...regions])) {
    try {
      const found = await collectIdentityCenter(into(account, region));
      if (found) return found;
    } catch (error) {
      if (region === home || !isDenied(error)) throw error;
      closed.push(region);
    }
  }
  const asked = [...new Set([home, ...regions])].filter((region) => !closed.includes(region)).join(', ');
  const shut = closed.length > 0 ? `; ${closed.join(', ')} may not be asked` : '';
  const why = `no Identity Center answers in ${asked}${shut}. Where there is one elsewhere, name its region: --home-region`;
  unread.push({ account, what: 'sso:ListInstances', why });
  return undefined;
}

/** Permission sets and who holds them where; nothing where there is no Identity Center in this region. */
export async function collectIdentityCenter(config: ClientConfig): Promise<SnapshotIdentityCenter | undefined> {
  const client = new SSOAdminClient(config);
  const instances = await pages(async (NextToken) => {
    const page = await client.send(new ListInstancesCommand({ NextToken }));
    return { items: page.Instances, token: page.NextToken };
  });
  if (instances.length === 0) return undefined;
  const sets: Record<string, unknown>[] = [];
  const assignments: SnapshotIdentityCenter['assignments'][number][] = [];
  for (const { InstanceArn = '' } of instances) {
    const arns = await pages(async (NextToken) => {
      const page = await client.send(new ListPermissionSetsCommand({ InstanceArn, NextToken }));
      return { items: page.PermissionSets, token: page.NextToken };
    });
    for (const PermissionSetArn of arns) {
      const target = { InstanceArn, PermissionSetArn };
      const set = await permissionSet(client, target);
      sets.push(set);
      assignments.push(...(await assignmentsOf(client, target, String(set.name))));
    }
  }
  return { permissionSets: sets, assignments };
}

async function permissionSet(client: SSOAdminClient, target: Target): Promise<Record<string, unknown>> {
  const { PermissionSet } = await client.send(new DescribePermissionSetCommand(target));
  const managed = await pages(async (NextToken) => {
    const page = await client.send(new ListManagedPoliciesInPermissionSetCommand({ ...target, NextToken }));
    return { items: page.AttachedManagedPolicies, token: page.NextToken };
  });
  const references = await pages(async (NextToken) => {
    const page = await client.send(
      new ListCustomerManagedPolicyReferencesInPermissionSetCommand({ ...target, NextToken }),
    );
    return { items: page.CustomerManagedPolicyReferences, token: page.NextToken };
  });
  const { InlinePolicy } = await client.send(new GetInlinePolicyForPermissionSetCommand(target));
  const boundary = await boundaryOf(client, target);
  return {
    name: PermissionSet?.Name ?? '',
    awsManagedPolicies: managed.flatMap((policy) => policy.Arn ?? []),
    customerManagedPolicies: references.map(byName),
    ...(InlinePolicy ? { inlinePolicy: JSON.parse(InlinePolicy) as unknown } : {}),
    ...(boundary ? { permissionsBoundary: boundary } : {}),
  };
}

function byName({ Name = '', Path = '/' }: { Name?: string; Path?: string }): { name: string; path: string } {
  return { name: Name, path: Path };
}

async function boundaryOf(client: SSOAdminClient, target: Target): Promise<Record<string, unknown> | undefined> {
  try {
    const { PermissionsBoundary } = await client.send(new GetPermissionsBoundaryForPermissionSetCommand(target));
    const { ManagedPolicyArn, CustomerManagedPolicyReference } = PermissionsBoundary ?? {};
    if (ManagedPolicyArn) return { awsManagedPolicy: ManagedPolicyArn };
    return CustomerManagedPolicyReference
      ? { customerManagedPolicy: byName(CustomerManagedPolicyReference) }
      : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function assignmentsOf(
  client: SSOAdminClient,
  target: Target,
  name: string,
): Promise<SnapshotIdentityCenter['assignments'][number][]> {
  const accounts = await pages(async (NextToken) => {
    const page = await client.send(new ListAccountsForProvisionedPermissionSetCommand({ ...target, NextToken }));
    return { items: page.AccountIds, token: page.NextToken };
  });
  const found = [];
  for (const AccountId of accounts) {
    const assigned = await pages(async (NextToken) => {
      const page = await client.send(new ListAccountAssignmentsCommand({ ...target, AccountId, NextToken }));
      return { items: page.AccountAssignments, token: page.NextToken };
    });
    found.push(...assigned.map((one) => ({ permissionSet: name, accountId: AccountId, group: one.PrincipalId })));
  }
  return found;
}
