import { Duration } from 'aws-cdk-lib';
import { Environment, EnvironmentKind } from '../../constructs/environment';
import { PipelineSource } from '../../constructs/pipeline';
import type {
  ApplicationProps,
  GuardedPlatformProps,
  OrganizationProps,
  PersonaGroups,
} from '../../constructs/platform';
import { orderOf } from '../../lib/config';
import type { PlatformConfig } from '../../lib/config';

type ApplicationConfig = PlatformConfig['applications'][number];

/** What a platform.yaml says, as the properties that anyone could have written by hand. */
export function platformProps(config: PlatformConfig): GuardedPlatformProps {
  return {
    organization: organizationProps(config.organization),
    people: personaGroups(config),
    applications: config.applications.map(applicationProps),
  };
}

function organizationProps(organization: PlatformConfig['organization']): OrganizationProps {
  return {
    id: organization.id,
    rootId: organization.root,
    region: organization.region,
    managementAccount: organization.accounts.management,
    toolingAccount: organization.accounts.tooling,
    auditAccount: organization.accounts.audit,
    units: organization.units,
    identityCenterArn: organization.identityCenter.instanceArn,
  };
}

function personaGroups({ personas, groups }: PlatformConfig): PersonaGroups {
  const ids = (names: readonly string[]) => names.map((name) => groups[name]);
  return {
    developers: ids(personas.Developer),
    onCall: ids(personas.OnCall),
    releaseManagers: ids(personas.ReleaseManager),
    businessOwners: ids(personas.BusinessOwner),
    operators: ids(personas.Operator),
    auditors: ids(personas.Auditor),
  };
}

function applicationProps(application: ApplicationConfig): ApplicationProps {
  const { connection, name, branch } = application.repository;
  return {
    name: application.name,
    source: PipelineSource.codeConnections({ connectionArn: connection, repository: name, branch }),
    environments: environmentsOf(application),
    waves: wavesInOrder(application),
    approvers: application.approvers,
    window: application.window,
    availabilityObjective: application.availability.objective,
    bake: Duration.minutes(application.bakeMinutes),
    identities: application.identities,
  };
}

function environmentsOf(application: ApplicationConfig): Environment[] {
  const kinds = { dev: EnvironmentKind.DEV, test: EnvironmentKind.TEST, prod: EnvironmentKind.PROD };
  return application.environments.map(
    (environment) => new Environment({ ...environment, kind: kinds[environment.kind], application: application.name }),
  );
}

function wavesInOrder({ waves }: ApplicationConfig): ApplicationProps['waves'] {
  const byName = new Map(waves.map((wave) => [wave.name, wave]));
  return orderOf(waves).names.flatMap((name) => byName.get(name) ?? []);
}
