import { homeRegionBeside } from '../../lib/contract/partitions';
import type { Environment } from '../environment/environment';
import { EnvironmentKind } from '../environment/environment-kind';
import type { SanctionedEvent } from '../evidence/evidence-props';
import type { GuardedPlatformProps } from './platform-props';

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
  const trusted = (organization.trustedServiceRoles ?? []).filter(({ accounts }) => accounts.includes(kind));
  const trustedServiceRoles = trusted.map(({ role }) => role);
  return withSignIn(regions).map((region) => ({ ...guarded, region, trustedServiceRoles }));
}

/** Everywhere in guarded accounts where something may be heard of a person's write. */
export function guardedPlaces(props: GuardedPlatformProps): Place[] {
  const { toolingAccount, auditAccount, region } = props.organization;
  const prod = environmentsOf(props).filter((environment) => environment.kind === EnvironmentKind.PROD);
  return [
    ...placesOf(props, { kind: 'tooling', account: toolingAccount, name: 'tooling', sanctionedEvents: APPROVALS }, [
      region,
    ]),
    ...placesOf(props, { kind: 'audit', account: auditAccount, name: 'audit', sanctionedEvents: [] }, [region]),
    ...prod.flatMap(({ account, qualifiedName: name, deployedRegions }) =>
      placesOf(props, { kind: 'prod', account, name, sanctionedEvents: RUNBOOKS }, deployedRegions),
    ),
  ];
}
