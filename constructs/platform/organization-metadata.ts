import type { Environment } from '../environment/environment';
import type { ApplicationProps, GuardedPlatformProps, OrganizationProps } from './platform-props';

/** One account as the snapshot format describes it. */
export interface AccountFacts {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
  readonly ous: string[];
}

function ownAccounts({ rootId, units, ...organization }: OrganizationProps): AccountFacts[] {
  return [
    { id: organization.managementAccount, name: 'management', environment: 'management', ous: [rootId] },
    { id: organization.toolingAccount, name: 'tooling', environment: 'tooling', ous: [rootId, units.tooling] },
    { id: organization.auditAccount, name: 'audit', environment: 'audit', ous: [rootId, units.audit] },
  ];
}

function environmentAccount(
  organization: OrganizationProps,
  { units = {} }: ApplicationProps,
  environment: Environment,
): AccountFacts {
  return {
    id: environment.account,
    name: environment.qualifiedName,
    environment: environment.kind,
    ous: [organization.rootId, units[environment.name] ?? organization.units[environment.kind]],
  };
}

/** Every account of the platform, with what it is for and where it is. */
export function accountsOf(props: GuardedPlatformProps): AccountFacts[] {
  return [
    ...ownAccounts(props.organization),
    ...props.applications.flatMap((application) =>
      application.environments.map((each) => environmentAccount(props.organization, application, each)),
    ),
  ];
}

/** `organization` of the snapshot format; its policies stand in the template as resources. */
export function organizationMetadata(props: GuardedPlatformProps): Record<string, unknown> {
  return {
    id: props.organization.id,
    managementAccountId: props.organization.managementAccount,
    accounts: accountsOf(props),
    policies: [],
  };
}
