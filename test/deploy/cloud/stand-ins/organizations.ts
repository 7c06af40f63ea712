/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import type { Cloud } from '../cloud';
import type { PolicyType } from '../organization';
import { notPlayed, Refusal } from '../refusal';
import type { StandIn } from '../server';

/** AWS Organizations, for whoever is in the management account. */
export function organizations(cloud: Cloud): StandIn {
  const { organization } = cloud;
  return (name, input, by) => {
    cloud.authorize(by, { action: `organizations:${name}`, resource: '*', owner: by.account });
    if (by.account !== organization.management)
      throw new Refusal('AccessDeniedException', "You don't have permissions to access this resource.");
    return answer(cloud, name, input);
  };
}

function answer({ organization }: Cloud, name: string, input: Record<string, any>): unknown {
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
