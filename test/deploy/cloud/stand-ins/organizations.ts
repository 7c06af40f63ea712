/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import type { Cloud } from '../cloud';
import type { PolicyType } from '../organization';
import { notPlayed, Refusal } from '../refusal';
import type { StandIn } from '../server';

/** What is asked, besides what the organization is. */
type Input = Record<string, any>;

/** AWS Organizations, for whoever is in the management account; `make` brings an account into being. */
export function organizations(cloud: Cloud, make: (account: string) => void): StandIn {
  const { organization } = cloud;
  const accounts = new NewAccounts(cloud, make);
  return (name, input, by) => {
    cloud.authorize(by, { action: `organizations:${name}`, resource: '*', owner: by.account });
    if (by.account !== organization.management)
      throw new Refusal('AccessDeniedException', "You don't have permissions to access this resource.");
    return accounts.answer(name, input) ?? answer(cloud, name, input);
  };
}

/** Accounts that somebody asks for: AWS makes them in a moment, and tells the id to whoever asks again. */
class NewAccounts {
  private readonly made = new Map<string, string>();

  public constructor(
    private readonly cloud: Cloud,
    private readonly make: (account: string) => void,
  ) {}

  public answer(name: string, { AccountName, CreateAccountRequestId }: Input): unknown {
    if (name === 'CreateAccount') return { CreateAccountStatus: this.begin(String(AccountName)) };
    if (name !== 'DescribeCreateAccountStatus') return undefined;
    const AccountId = this.made.get(String(CreateAccountRequestId));
    if (AccountId === undefined)
      throw new Refusal('CreateAccountStatusNotFoundException', "You specified a request that doesn't exist.");
    return { CreateAccountStatus: { Id: CreateAccountRequestId, State: 'SUCCEEDED', AccountId } };
  }

  private begin(AccountName: string) {
    const Id = `car-${String(this.made.size + 1).padStart(8, '0')}`;
    const account = this.free();
    this.made.set(Id, account);
    this.make(account);
    return { Id, AccountName, State: 'IN_PROGRESS' };
  }

  private free(): string {
    const taken = this.cloud.organization.accounts();
    for (let number = 700_000_000_001; ; number++) if (!taken.includes(String(number))) return String(number);
  }
}

function answer({ organization }: Cloud, name: string, input: Input): unknown {
  switch (name) {
    case 'EnablePolicyType':
      organization.enabled.add(input.PolicyType as PolicyType);
      return { Root: { Id: organization.root, PolicyTypes: [{ Type: input.PolicyType, Status: 'PENDING_ENABLE' }] } };
    case 'EnableAWSServiceAccess':
      organization.trusted.add(String(input.ServicePrincipal));
      return {};
    case 'MoveAccount':
      organization.move(String(input.AccountId), String(input.SourceParentId), String(input.DestinationParentId));
      return {};
    case 'ListRoots':
      return {
        Roots: [
          {
            Id: organization.root,
            PolicyTypes: [...organization.enabled].map((Type) => ({ Type, Status: 'ENABLED' })),
          },
        ],
      };
    case 'ListAWSServiceAccessForOrganization':
      return { EnabledServicePrincipals: [...organization.trusted].map((ServicePrincipal) => ({ ServicePrincipal })) };
    case 'ListParents':
      return { Parents: [{ Id: organization.parentOf(String(input.ChildId)), Type: 'ORGANIZATIONAL_UNIT' }] };
    case 'ListPoliciesForTarget': {
      const found = organization.at(String(input.TargetId), input.Filter as PolicyType);
      return {
        Policies: [
          { Id: 'p-FullAWSAccess', Name: 'FullAWSAccess' },
          ...found.map(({ id, name: Name }) => ({ Id: id, Name })),
        ],
      };
    }
    default:
      throw notPlayed(`organizations:${name}`);
  }
}
