import { CloudControlClient, GetResourceCommand } from '@aws-sdk/client-cloudcontrol';
import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateDescribeStacks,
  paginateListStackSets,
} from '@aws-sdk/client-cloudformation';
import { IAMClient } from '@aws-sdk/client-iam';
import {
  ListParentsCommand,
  ListRootsCommand,
  OrganizationsClient,
  paginateListAWSServiceAccessForOrganization,
  paginateListPoliciesForTarget,
} from '@aws-sdk/client-organizations';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { ListInstancesCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STACK_SET_PREFIX } from '../contract/stack-sets';
import type { Connection } from '../snapshot/connection';
import { templateDigest } from './assembly-file';
import type { SetupFacts, SetupPlatform, SetupTooling } from './facts';
import { linkedRoles, roleRoom, serviceRoles } from './look-roles';
import { Looking } from './looking';
import { BUILD_QUOTA } from './steps';

/** Looks at everything that the steps and checks ask for, by calls that only read. */
export async function lookAround(platform: SetupPlatform, connection: Connection): Promise<SetupFacts> {
  const looking = new Looking();
  return {
    ...(await atOrganization(looking, platform, connection)),
    ...(await atTooling(looking, platform, connection)),
    discovered: await discoveredIn(looking, connection, platform),
    ...(await stacksIn(looking, connection, platform)),
    ...(await rolesIn(looking, connection, platform)),
    unseen: looking.unseen,
  };
}

async function atOrganization(
  looking: Looking,
  platform: SetupPlatform,
  connection: Connection,
): Promise<Partial<SetupFacts>> {
  const { management, region } = platform;
  const organizations = new OrganizationsClient(connection.into(management));
  const units = [...new Set(platform.accounts.map(({ unit }) => unit))];
  const at = <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => looking.at(management, what, read);
  const on = (type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY') =>
    at(`organizations:ListPoliciesForTarget of type ${type}`, () => foreignOn(organizations, units, type));
  return {
    policyTypes: await at('organizations:ListRoots', () => policyTypes(organizations)),
    trustedServices: await at('organizations:ListAWSServiceAccessForOrganization', () =>
      trustedServices(organizations),
    ),
    foreignPolicies: await on('SERVICE_CONTROL_POLICY'),
    foreignResourcePolicies: await on('RESOURCE_CONTROL_POLICY'),
    unitOf: await at('organizations:ListParents', () => unitsOf(organizations, platform)),
    identityCenterHere: await at('sso:ListInstances', () => answersIn(connection, platform)),
    stackSets: await at('cloudformation:ListStackSets', () => stackSets(connection.into(management, region))),
    organization: await at('cloudformation:GetTemplate', () =>
      organizationTemplate(connection.into(management, region)),
    ),
  };
}

async function atTooling(
  looking: Looking,
  platform: SetupPlatform,
  { into }: Connection,
): Promise<Partial<SetupFacts>> {
  const { toolings, region } = platform;
  const states = toolings.map((tooling) =>
    looking.at(tooling.id, 'the connections', () =>
      connectionStates(new CloudControlClient(into(tooling.id, region)), tooling),
    ),
  );
  const builds = toolings.map(({ id }) =>
    looking.at(id, 'servicequotas:GetServiceQuota', async () => {
      const most = await concurrentBuilds(new ServiceQuotasClient(into(id, region)));
      return most === undefined ? undefined : { [id]: most };
    }),
  );
  return { connections: whole(await Promise.all(states)), concurrentBuilds: whole(await Promise.all(builds)) };
}

/** What was seen everywhere, as one; undefined where one place could not be looked at. */
function whole<T>(all: readonly (Readonly<Record<string, T>> | undefined)[]): Record<string, T> | undefined {
  const seen = all.filter((each) => each !== undefined);
  return seen.length < all.length ? undefined : (Object.assign({}, ...seen) as Record<string, T>);
}

/** Builds that may run at once: what was asked for, else what AWS gives every account. */
async function concurrentBuilds(client: ServiceQuotasClient): Promise<number | undefined> {
  const input = { ServiceCode: 'codebuild', QuotaCode: BUILD_QUOTA };
  try {
    return (await client.send(new GetServiceQuotaCommand(input))).Quota?.Value;
  } catch (error) {
    if ((error as Error).name !== 'NoSuchResourceException') throw error;
    return (await client.send(new GetAWSDefaultServiceQuotaCommand(input))).Quota?.Value;
  }
}

async function stackSets(config: ReturnType<Connection['into']>): Promise<string[]> {
  const client = new CloudFormationClient(config);
  const found: string[] = [];
  for await (const { Summaries = [] } of paginateListStackSets({ client }, { Status: 'ACTIVE' }))
    found.push(...Summaries.flatMap(({ StackSetName }) => StackSetName ?? []));
  return found;
}

/** What the organization's stack was deployed with; nothing where it does not stand. */
async function organizationTemplate(config: ReturnType<Connection['into']>): Promise<string | undefined> {
  const command = new GetTemplateCommand({ StackName: 'guarded-organization', TemplateStage: 'Original' });
  try {
    const { TemplateBody } = await new CloudFormationClient(config).send(command);
    return TemplateBody === undefined ? undefined : templateDigest(TemplateBody);
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) return undefined;
    throw error;
  }
}

type RoleFacts = Pick<SetupFacts, 'roleRoom' | 'serviceRoles' | 'linkedRoles'>;

async function rolesIn(looking: Looking, { into }: Connection, { accounts, prod }: SetupPlatform): Promise<RoleFacts> {
  const seen = await Promise.all(
    accounts.map(async ({ id, kind }) => {
      const client = new IAMClient(into(id));
      const isProd = prod.some((one) => one.id === id);
      return {
        id,
        room: await looking.at(id, 'iam:GetAccountSummary', () => roleRoom(client)),
        services: kind && (await looking.at(id, 'iam:ListRoles', () => serviceRoles(client, id))),
        linked: isProd ? await looking.at(id, 'iam:ListRoles', () => linkedRoles(client)) : undefined,
      };
    }),
  );
  const by = <T>(of: (one: (typeof seen)[number]) => T | undefined | ''): Record<string, T> =>
    Object.fromEntries(seen.flatMap((one) => (of(one) ? [[one.id, of(one) as T]] : []))) as Record<string, T>;
  return {
    roleRoom: by(({ room }) => room),
    serviceRoles: by(({ services }) => services),
    linkedRoles: by(({ linked }) => linked),
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
async function foreignOn(
  client: OrganizationsClient,
  units: readonly string[],
  Filter: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY',
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const TargetId of units) {
    counts[TargetId] = 0;
    const input = { TargetId, Filter };
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

async function connectionState(client: CloudControlClient, arn: string): Promise<string> {
  try {
    return await property(client, 'AWS::CodeConnections::Connection', arn, 'ConnectionStatus');
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return 'not there';
    throw error;
  }
}

async function connectionStates(client: CloudControlClient, { connections }: SetupTooling) {
  const states: Record<string, string> = {};
  for (const arn of connections) states[arn] = await connectionState(client, arn);
  return states;
}

/** Undefined where one place could not be looked at: it may be on there, and off. */
async function discoveredIn(
  looking: Looking,
  { into }: Connection,
  { prod }: SetupPlatform,
): Promise<string[] | undefined> {
  const places = prod.flatMap(({ id, regions }) => regions.map((region) => ({ id, region })));
  const found = await Promise.all(
    places.map(({ id, region }) =>
      looking.at(id, `Application Signals in ${region}`, async () =>
        (await isDiscovered(new CloudControlClient(into(id, region)), id)) ? [`${id} ${region}`] : [],
      ),
    ),
  );
  return found.some((one) => one === undefined) ? undefined : found.flatMap((one) => one ?? []);
}

async function isDiscovered(client: CloudControlClient, account: string): Promise<boolean> {
  try {
    return (await property(client, 'AWS::ApplicationSignals::Discovery', account, 'AccountId')) === account;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return false;
    throw error;
  }
}

async function stacksIn(
  looking: Looking,
  { into }: Connection,
  platform: SetupPlatform,
): Promise<Pick<SetupFacts, 'stacks' | 'lookedInto'>> {
  const { accounts, management, region } = platform;
  const places = [{ id: management, regions: [region] }, ...accounts];
  const seen = await Promise.all(
    places.map(({ id, regions }) =>
      looking.at(id, 'cloudformation:DescribeStacks', async () => ({ id, stacks: await ownStacks(into, id, regions) })),
    ),
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
        if (isOwn(StackName) && !/^(ROLLBACK|CREATE_FAILED|DELETE|REVIEW)/.test(StackStatus))
          found.push(`${account} ${region} ${withoutId(StackName)}`);
  }
  return found;
}

function isOwn(stackName: string): boolean {
  return stackName.startsWith('guarded-') || stackName.startsWith(STACK_SET_PREFIX);
}

/** Stack sets end the names of their stacks with an id that nobody knows before. */
function withoutId(stackName: string): string {
  return stackName.startsWith(STACK_SET_PREFIX)
    ? stackName.replace(/-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '')
    : stackName;
}
