import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsForParentCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
  type Account,
  type PolicyType,
} from '@aws-sdk/client-organizations';
import { ACCOUNT_STATES, isClosed, type AccountState } from '../contract/account-states';
import { SurroundingsError } from '../errors';
import type { AccountEnvironment } from '../prover';
import type { ClientConfig } from './connection';
import { isDenied, pages, type Unread } from './unread';

/** An account as the snapshot lists it. */
export interface SnapshotAccountEntry {
  readonly id: string;
  readonly name: string;
  readonly environment: AccountEnvironment;
  readonly ous: readonly string[];
  /** Where it is not `ACTIVE`. */
  readonly state?: AccountState;
}

/** The `organization` part of a snapshot. */
export interface SnapshotOrganization {
  readonly id: string;
  readonly managementAccountId: string;
  readonly accounts: readonly SnapshotAccountEntry[];
  readonly policies: readonly {
    readonly type: string;
    readonly name: string;
    readonly document: unknown;
    readonly targets: readonly string[];
  }[];
  readonly delegatedAdministrators: readonly { readonly servicePrincipal: string; readonly accountId: string }[];
}

/** Tag of an account that says what it is for. */
export const ENVIRONMENT_TAG = 'guarded:environment';

const ENVIRONMENTS: readonly AccountEnvironment[] = ['dev', 'test', 'prod', 'tooling', 'audit', 'management', 'other'];

/** What accounts are for, told from outside or by the platform; it wins over tags. */
export type Environments = Readonly<Record<string, AccountEnvironment>>;

/**
 * The tree of accounts, its control policies and delegated administrators.
 *
 * @throws SurroundingsError where the caller may not read the organization: without it there is no snapshot.
 */
export async function collectOrganization(
  config: ClientConfig,
  environments: Environments,
  unread: Unread[],
): Promise<SnapshotOrganization> {
  return readable(async () => {
    const client = new OrganizationsClient(config);
    const { Organization } = await client.send(new DescribeOrganizationCommand({}));
    const managementAccountId = Organization?.MasterAccountId ?? '';
    const tree = new Tree(client, environments, managementAccountId, unread);
    const roots = await pages(async (NextToken) => {
      const page = await client.send(new ListRootsCommand({ NextToken }));
      return { items: page.Roots, token: page.NextToken };
    });
    const accounts = (await Promise.all(roots.map((root) => tree.under(root.Id ?? '', [root.Id ?? ''])))).flat();
    const policies = [
      ...(await policiesOf(client, 'SERVICE_CONTROL_POLICY')),
      ...(await policiesOf(client, 'RESOURCE_CONTROL_POLICY')),
    ];
    return {
      id: Organization?.Id ?? '',
      managementAccountId,
      accounts,
      policies,
      delegatedAdministrators: await delegated(client),
    };
  });
}

/**
 * Id of the account that manages the organization.
 *
 * @throws SurroundingsError where the caller may not ask.
 */
export async function managementAccountOf(config: ClientConfig): Promise<string> {
  return readable(async () => {
    const { Organization } = await new OrganizationsClient(config).send(new DescribeOrganizationCommand({}));
    return Organization?.MasterAccountId ?? '';
  });
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isDenied(error))
      throw new SurroundingsError(
        `The organization cannot be read: ${(error as Error).message}. Ask from the management account or a delegated administrator.`,
        { cause: error },
      );
    throw error;
  }
}

/** `State` is the newer word, `Status` the older one; a state that nobody knows yet is judged as an open account's. */
function stateOf({ State, Status }: Pick<Account, 'State' | 'Status'>): AccountState | undefined {
  const told = State ?? Status;
  return ACCOUNT_STATES.find((state) => state === told && state !== 'ACTIVE');
}

/** Walks the organizational units; every account knows the path to it. */
class Tree {
  public constructor(
    private readonly client: OrganizationsClient,
    private readonly environments: Environments,
    private readonly management: string,
    private readonly unread: Unread[],
  ) {}

  public async under(ParentId: string, ous: readonly string[]): Promise<SnapshotAccountEntry[]> {
    const accounts = await pages(async (NextToken) => {
      const page = await this.client.send(new ListAccountsForParentCommand({ ParentId, NextToken }));
      return { items: page.Accounts, token: page.NextToken };
    });
    const units = await pages(async (NextToken) => {
      const page = await this.client.send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken }));
      return { items: page.OrganizationalUnits, token: page.NextToken };
    });
    const own: SnapshotAccountEntry[] = [];
    for (const { Id = '', Name = '', ...account } of accounts) {
      const state = stateOf(account);
      own.push({ id: Id, name: Name, environment: await this.environmentOf(Id, state), ous, ...(state && { state }) });
    }
    for (const { Id = '' } of units) own.push(...(await this.under(Id, [...ous, Id])));
    return own;
  }

  /** By option, else by tag; an account that nobody speaks for is judged as strictly as prod. */
  private async environmentOf(id: string, state?: AccountState): Promise<AccountEnvironment> {
    if (id === this.management) return 'management';
    if (this.environments[id]) return this.environments[id];
    const tags = await pages(async (NextToken) => {
      const page = await this.client.send(new ListTagsForResourceCommand({ ResourceId: id, NextToken }));
      return { items: page.Tags, token: page.NextToken };
    });
    const said = tags.find((tag) => tag.Key === ENVIRONMENT_TAG)?.Value as AccountEnvironment | undefined;
    if (said && ENVIRONMENTS.includes(said)) return said;
    if (isClosed(state)) return 'other';
    this.unread.push({
      account: id,
      what: 'environment',
      why: `no tag ${ENVIRONMENT_TAG} and no --environment ${id}=…: judged as prod`,
    });
    return 'prod';
  }
}

async function policiesOf(
  client: OrganizationsClient,
  Filter: PolicyType,
): Promise<SnapshotOrganization['policies'][number][]> {
  const listed = await pages(async (NextToken) => {
    const page = await client.send(new ListPoliciesCommand({ Filter, NextToken }));
    return { items: page.Policies, token: page.NextToken };
  });
  const policies = [];
  for (const { Id: PolicyId, Name = '' } of listed) {
    const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId }));
    const targets = await pages(async (NextToken) => {
      const page = await client.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken }));
      return { items: page.Targets, token: page.NextToken };
    });
    const document: unknown = JSON.parse(Policy?.Content ?? '{}');
    policies.push({ type: Filter, name: Name, document, targets: targets.flatMap((target) => target.TargetId ?? []) });
  }
  return policies;
}

async function delegated(
  client: OrganizationsClient,
): Promise<SnapshotOrganization['delegatedAdministrators'][number][]> {
  const administrators = await pages(async (NextToken) => {
    const page = await client.send(new ListDelegatedAdministratorsCommand({ NextToken }));
    return { items: page.DelegatedAdministrators, token: page.NextToken };
  });
  const found = [];
  for (const { Id: AccountId = '' } of administrators) {
    const services = await pages(async (NextToken) => {
      const page = await client.send(new ListDelegatedServicesForAccountCommand({ AccountId, NextToken }));
      return { items: page.DelegatedServices, token: page.NextToken };
    });
    found.push(
      ...services.map((service) => ({ servicePrincipal: service.ServicePrincipal ?? '', accountId: AccountId })),
    );
  }
  return found;
}
