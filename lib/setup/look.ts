import { CloudControlClient, GetResourceCommand } from '@aws-sdk/client-cloudcontrol';
import { CloudFormationClient, paginateDescribeStacks } from '@aws-sdk/client-cloudformation';
import {
  ListParentsCommand,
  ListRootsCommand,
  OrganizationsClient,
  paginateListAWSServiceAccessForOrganization,
  paginateListPoliciesForTarget,
} from '@aws-sdk/client-organizations';
import { ListInstancesCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { Connection } from '../snapshot/connection';
import type { SetupFacts, SetupPlatform } from './facts';

/** A reading that may fail: what nobody could look at is unknown, and no reason to stop looking at the rest. */
async function tried<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}

/** Looks at everything that the steps ask for, by calls that only read. */
export async function lookAround(platform: SetupPlatform, connection: Connection): Promise<SetupFacts> {
  const organizations = new OrganizationsClient(connection.into(platform.management));
  const [types, services, foreignPolicies, unitOf, identityCenterHere] = await Promise.all([
    tried(() => policyTypes(organizations)),
    tried(() => trustedServices(organizations)),
    tried(() => foreignOn(organizations, [...new Set(platform.accounts.map(({ unit }) => unit))])),
    tried(() => unitsOf(organizations, platform)),
    tried(() => answersIn(connection, platform)),
  ]);
  return {
    policyTypes: types,
    trustedServices: services,
    foreignPolicies,
    unitOf,
    identityCenterHere,
    connections: await tried(() => connectionStates(connection, platform)),
    discovered: await tried(() => discoveredIn(connection, platform)),
    ...(await stacksIn(connection, platform)),
  };
}

async function policyTypes(client: OrganizationsClient): Promise<string[]> {
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  const types = Roots.flatMap(({ PolicyTypes = [] }) => PolicyTypes);
  return types.filter(({ Status }) => Status === 'ENABLED').flatMap(({ Type }) => Type ?? []);
}

async function trustedServices(client: OrganizationsClient): Promise<string[]> {
  const found: string[] = [];
  for await (const page of paginateListAWSServiceAccessForOrganization({ client }, {}))
    found.push(...(page.EnabledServicePrincipals ?? []).flatMap(({ ServicePrincipal }) => ServicePrincipal ?? []));
  return found;
}

/** Control policies of others on each unit: ours have names of their own. */
async function foreignOn(client: OrganizationsClient, units: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const TargetId of units) {
    counts[TargetId] = 0;
    const input = { TargetId, Filter: 'SERVICE_CONTROL_POLICY' as const };
    for await (const { Policies = [] } of paginateListPoliciesForTarget({ client }, input))
      counts[TargetId] += Policies.filter(({ Name }) => !Name?.startsWith('guarded-')).length;
  }
  return counts;
}

async function unitsOf(client: OrganizationsClient, { accounts }: SetupPlatform): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { id } of accounts) {
    const { Parents = [] } = await client.send(new ListParentsCommand({ ChildId: id }));
    found[id] = Parents[0]?.Id ?? '';
  }
  return found;
}

async function answersIn({ into }: Connection, { management, region }: SetupPlatform): Promise<boolean> {
  const { Instances = [] } = await new SSOAdminClient(into(management, region)).send(new ListInstancesCommand({}));
  return Instances.length > 0;
}

async function property(client: CloudControlClient, TypeName: string, Identifier: string, name: string) {
  const { ResourceDescription } = await client.send(new GetResourceCommand({ TypeName, Identifier }));
  const properties = JSON.parse(ResourceDescription?.Properties ?? '{}') as Record<string, unknown>;
  return String(properties[name] ?? '');
}

async function connectionStates({ into }: Connection, { connections, tooling, region }: SetupPlatform) {
  const client = new CloudControlClient(into(tooling, region));
  const states: Record<string, string> = {};
  for (const arn of connections)
    states[arn] = await property(client, 'AWS::CodeConnections::Connection', arn, 'ConnectionStatus');
  return states;
}

/** Where nothing answers for an account and region, discovery counts as off there. */
async function discoveredIn({ into }: Connection, { prod }: SetupPlatform): Promise<string[]> {
  const places = prod.flatMap(({ id, regions }) => regions.map((region) => ({ id, region })));
  const found = places.map(async ({ id, region }) => {
    const client = new CloudControlClient(into(id, region));
    const on = await tried(() => property(client, 'AWS::ApplicationSignals::Discovery', id, 'AccountId'));
    return on === id ? [`${id} ${region}`] : [];
  });
  return (await Promise.all(found)).flat();
}

async function stacksIn(
  { into }: Connection,
  platform: SetupPlatform,
): Promise<Pick<SetupFacts, 'stacks' | 'lookedInto'>> {
  const { accounts, management, region } = platform;
  const places = [{ id: management, regions: [region] }, ...accounts];
  const seen = await Promise.all(
    places.map(({ id, regions }) => tried(async () => ({ id, stacks: await ownStacks(into, id, regions) }))),
  );
  const known = seen.flatMap((one) => one ?? []);
  if (known.length === 0) return {};
  return { stacks: known.flatMap(({ stacks }) => stacks), lookedInto: known.map(({ id }) => id) };
}

/** Those that stand: one whose creation failed does not. */
async function ownStacks(into: Connection['into'], account: string, regions: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const region of regions) {
    const client = new CloudFormationClient(into(account, region));
    for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {}))
      for (const { StackName = '', StackStatus = '' } of Stacks)
        if (StackName.startsWith('guarded-') && !/^(ROLLBACK|CREATE_FAILED|DELETE|REVIEW)/.test(StackStatus))
          found.push(`${account} ${region} ${StackName}`);
  }
  return found;
}
