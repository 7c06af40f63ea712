import { homeRegionBeside } from '../../lib/contract/partitions';
import type { Environment } from '../environment/environment';
import { EnvironmentKind } from '../environment/environment-kind';
import type { SanctionedEvent } from '../evidence/evidence-props';
import type { GuardedPlatformProps } from './platform-props';
import { toolingsOf } from './tooling';

/** One account in one region. */
export interface Place {
  readonly account: string;
  /** Name of the account as people know it: `orders-prod`, `tooling`. */
  readonly name: string;
  readonly region: string;
  /** Calls that people are meant to make there. */
  readonly sanctionedEvents: SanctionedEvent[];
  /** Roles that services act as there, by path and name. */
  readonly trustedServiceRoles: string[];
}

/** The given regions and the one of the global services, each once. */
export function withSignIn(regions: readonly string[]): string[] {
  return [...new Set([...regions, ...regions.map(homeRegionBeside)])];
}

/** An account of environments: one's own, or shared by several applications. */
export interface EnvironmentAccount {
  readonly id: string;
  /** Name as people know it: `orders-prod`; of a shared account `shared-` and its id, whoever comes to share it. */
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly shared: boolean;
  /** Every region that something is deployed to, the home region first. */
  readonly regions: readonly string[];
  readonly environments: readonly Environment[];
}

/** Accounts of the environments, each once, in the order in which the applications name them. */
export function accountsIn(props: GuardedPlatformProps): EnvironmentAccount[] {
  const all = new Map<string, Environment[]>();
  for (const environment of environmentsOf(props)) {
    const there = all.get(environment.account);
    if (there) there.push(environment);
    else all.set(environment.account, [environment]);
  }
  return [...all.entries()].map(([id, environments]) => accountOf(id, environments));
}

function accountOf(id: string, environments: readonly Environment[]): EnvironmentAccount {
  const [first] = environments;
  const problem = sharingProblem(environments);
  if (problem) throw new Error(`account ${id}: ${problem}`);
  const { kind, shared = false, qualifiedName } = first;
  const regions = [...new Set(environments.flatMap(({ deployedRegions }) => deployedRegions))];
  return { id, name: shared ? `shared-${id}` : qualifiedName, kind, shared, regions, environments };
}

/** What stands against environments that live in one account; boundaries, bootstraps and proofs speak of whole accounts. */
function sharingProblem(environments: readonly Environment[]): string | undefined {
  if (environments.length === 1) return undefined;
  const names = environments.map(({ qualifiedName }) => qualifiedName).join(', ');
  const each = (of: (environment: Environment) => string): number => new Set(environments.map(of)).size;
  if (!environments.every(({ shared }) => shared)) return `${names} are there, expected shared: true of each`;
  if (each(({ kind }) => kind) > 1) return `${names} are of different kinds, expected one`;
  if (each(({ homeRegion }) => homeRegion) > 1) return `${names} begin in different regions, expected one home region`;
  if (each(({ application }) => application) < environments.length)
    return `${names} are there, expected one environment of each application`;
  return undefined;
}

/** All environments of the platform. */
export function environmentsOf(props: GuardedPlatformProps): Environment[] {
  return props.applications.flatMap((application) => application.environments);
}

const APPROVALS: SanctionedEvent[] = [{ eventSource: 'codepipeline.amazonaws.com', eventName: 'PutApprovalResult' }];
const RUNBOOKS: SanctionedEvent[] = [{ eventSource: 'ssm.amazonaws.com', eventName: 'StartAutomationExecution' }];

type Guarded = Omit<Place, 'region' | 'trustedServiceRoles'> & { readonly kind: string };

function placesOf(
  { organization }: GuardedPlatformProps,
  { kind, ...guarded }: Guarded,
  regions: readonly string[],
): Place[] {
  // What maintains an account is driven by people: they are told of what it does.
  const trusted = (organization.trustedServiceRoles ?? []).filter(
    ({ accounts, maintains }) => accounts.includes(kind) && maintains !== true,
  );
  const trustedServiceRoles = trusted.map(({ role }) => role);
  return withSignIn(regions).map((region) => ({ ...guarded, region, trustedServiceRoles }));
}

/** Everywhere in guarded accounts where something may be heard of a person's write. */
export function guardedPlaces(props: GuardedPlatformProps): Place[] {
  const { auditAccount, region } = props.organization;
  const prod = accountsIn(props).filter(({ kind }) => kind === EnvironmentKind.PROD);
  return [
    ...toolingsOf(props).flatMap(({ account, name, region: home }) =>
      placesOf(props, { kind: 'tooling', account, name, sanctionedEvents: APPROVALS }, [home]),
    ),
    ...placesOf(props, { kind: 'audit', account: auditAccount, name: 'audit', sanctionedEvents: [] }, [region]),
    ...prod.flatMap(({ id: account, name, regions }) =>
      placesOf(props, { kind: 'prod', account, name, sanctionedEvents: RUNBOOKS }, regions),
    ),
  ];
}
