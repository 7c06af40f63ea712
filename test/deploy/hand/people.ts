import { permissionSetName } from '../../../constructs/access/set-name';
import type { PlatformConfig } from '../../../lib/config';

/** Somebody who may sign in. */
export interface Person {
  /** Name of the file that signs them in. */
  readonly file: string;
  readonly user: string;
  readonly account: string;
  /** Permission set; whoever has none administers the account. */
  readonly set?: string;
}

/** Who answers an approval is another person for each persona: the gate takes nobody twice. */
const DECIDERS = ['carol', 'dave', 'erin', 'frank', 'grace'];

/** The platform team administers every account; developers and those who decide see tooling. */
export function people(config: PlatformConfig, all: readonly string[]): Person[] {
  const { accounts } = config.organization;
  const named = new Map(Object.entries(accounts).map(([name, account]) => [account, name]));
  const administrators = all.map((account) => ({
    ...{ file: named.get(account) ?? account, user: mail('petra'), account },
  }));
  const developer = { set: 'DeveloperInProd', user: 'alice' };
  const inTooling = [developer, ...deciders(config)].map(({ set, user }) => ({
    ...{ file: `${set}-${user}`, user: mail(user), account: accounts.tooling, set },
  }));
  return [...administrators, ...inTooling];
}

const mail = (name: string): string => `${name}@example.com`;

/** Permission sets that answer approvals, each with a person of its own. */
function deciders({ applications, platform, organization }: PlatformConfig): { set: string; user: string }[] {
  const { permissionSetPrefix } = organization.identityCenter;
  const named = (team: string | undefined, names: readonly string[]) =>
    names.map((name) => permissionSetName({ application: team ?? permissionSetPrefix }, name));
  const sets = [
    ...applications.flatMap(({ approvers, team }) => named(team, approvers)),
    ...named(undefined, platform?.approvers ?? []),
  ];
  return [...new Set(sets)].map((set, index) => ({ set, user: DECIDERS[index % DECIDERS.length]! }));
}
