import { accountsIn } from './places';
import type { EnvironmentAccount } from './places';
import type { GuardedPlatformProps } from './platform-props';
import { toolingsOf } from './tooling';

/** One account as the snapshot format describes it. */
export interface AccountFacts {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
  readonly ous: string[];
}

function ownAccounts(props: GuardedPlatformProps): AccountFacts[] {
  const { rootId, units, ...organization } = props.organization;
  const toolings = toolingsOf(props).map(({ account: id, name }) => ({
    id,
    name,
    environment: 'tooling',
    ous: [rootId, units.tooling],
  }));
  return [
    { id: organization.managementAccount, name: 'management', environment: 'management', ous: [rootId] },
    ...toolings,
    { id: organization.auditAccount, name: 'audit', environment: 'audit', ous: [rootId, units.audit] },
  ];
}

function environmentAccount(
  { organization, applications }: GuardedPlatformProps,
  { id, name, kind, environments }: EnvironmentAccount,
): AccountFacts {
  const units = environments.flatMap((environment) => {
    const of = applications.find((application) => application.environments.includes(environment));
    return of?.units?.[environment.name] ?? organization.units[kind];
  });
  if (new Set(units).size > 1) throw new Error(`account ${id}: is in ${units.join(' and ')}, expected one unit`);
  return { id, name, environment: kind, ous: [organization.rootId, units[0]] };
}

/** Every account of the platform, with what it is for and where it is. */
export function accountsOf(props: GuardedPlatformProps): AccountFacts[] {
  return [...ownAccounts(props), ...accountsIn(props).map((each) => environmentAccount(props, each))];
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
