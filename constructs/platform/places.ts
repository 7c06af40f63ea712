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
}

/** Where IAM and sign-in of a partition are heard of. */
const SIGN_IN_REGIONS: readonly [RegExp, string][] = [
  [/^us-gov-/, 'us-gov-west-1'],
  [/^cn-/, 'cn-north-1'],
  [/^us-isob-/, 'us-isob-east-1'],
  [/^us-isof-/, 'us-isof-south-1'],
  [/^us-iso-/, 'us-iso-east-1'],
  [/^eu-isoe-/, 'eu-isoe-west-1'],
  [/^eusc-/, 'eusc-de-east-1'],
];

/** The region of a partition in which its global services put their events. */
export function signInRegion(region: string): string {
  return SIGN_IN_REGIONS.find(([prefix]) => prefix.test(region))?.[1] ?? 'us-east-1';
}

/** The given regions and the one of the global services, each once. */
export function withSignIn(regions: readonly string[]): string[] {
  return [...new Set([...regions, ...regions.map(signInRegion)])];
}

/** All environments of the platform. */
export function environmentsOf(props: GuardedPlatformProps): Environment[] {
  return props.applications.flatMap((application) => application.environments);
}

const APPROVALS: SanctionedEvent[] = [{ eventSource: 'codepipeline.amazonaws.com', eventName: 'PutApprovalResult' }];
const RUNBOOKS: SanctionedEvent[] = [{ eventSource: 'ssm.amazonaws.com', eventName: 'StartAutomationExecution' }];

function placesOf(
  account: string,
  name: string,
  regions: readonly string[],
  sanctionedEvents: SanctionedEvent[],
): Place[] {
  return withSignIn(regions).map((region) => ({ account, name, region, sanctionedEvents }));
}

/** Everywhere in guarded accounts where something may be heard of a person's write. */
export function guardedPlaces(props: GuardedPlatformProps): Place[] {
  const { toolingAccount, auditAccount, region } = props.organization;
  const prod = environmentsOf(props).filter((environment) => environment.kind === EnvironmentKind.PROD);
  return [
    ...placesOf(toolingAccount, 'tooling', [region], APPROVALS),
    ...placesOf(auditAccount, 'audit', [region], []),
    ...prod.flatMap((environment) =>
      placesOf(environment.account, environment.qualifiedName, environment.regions, RUNBOOKS),
    ),
  ];
}
