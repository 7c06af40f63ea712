import { Duration } from 'aws-cdk-lib';
import type { ChangeControlProps, DeployTarget, PipelineWave } from '../change/change-control-props';
import type { Environment } from '../environment/environment';
import { EnvironmentKind } from '../environment/environment-kind';
import { objectiveArn } from '../../lib/rollback';
import { STOPPERS } from '../../lib/contract/personas';
import { partitionOf } from '../../lib/contract/partitions';
import { PipelineFlavour } from '../pipeline/change-pipeline-props';
import type { ChangePipelineProps, DeployedSnapshots, PipelineEnvironment } from '../pipeline/change-pipeline-props';
import { setOf } from './access-props';
import { buildProps, inFolder } from './build-props';
import { assemblyName, stageId, PLATFORM } from './names';
import type { ApplicationProps, ApplicationWave, OrganizationProps, PlatformPipelineProps } from './platform-props';

/** How long a wave is watched where nobody says otherwise. */
const BAKE = Duration.minutes(30);

/** Availability where nobody says otherwise: 8.64 minutes in thirty days. */
const OBJECTIVE = 99.98;

function target(
  environment: Environment,
  region: string,
  { rollbackAlarms = {} }: Pick<ApplicationProps, 'rollbackAlarms'> = {},
): DeployTarget {
  const alarms = rollbackAlarms[stageId(environment, region)];
  const { account, globalRegion, shared } = environment;
  const assembly = assemblyName(environment, region);
  return { account, region, globalRegion, ...(shared ? { shared } : {}), assembly, alarms };
}

function testsOf(
  { buildSettings, integrationTests = {} }: ApplicationProps,
  environment: string,
): string[] | undefined {
  const commands = integrationTests[environment];
  return commands?.length ? inFolder(buildSettings?.folder, commands) : commands;
}

function beforeProd(application: ApplicationProps): PipelineEnvironment[] {
  const { environments } = application;
  return environments
    .filter((environment) => environment.kind !== EnvironmentKind.PROD)
    .map((environment) => ({
      name: environment.name,
      targets: environment.regions.map((region) => target(environment, region)),
      integrationTests: testsOf(application, environment.name),
    }));
}

function wave(application: ApplicationProps, { name, environment, regions }: ApplicationWave): PipelineWave {
  const found = application.environments.find((candidate) => candidate.name === environment);
  if (!found?.isProd) {
    const prod = application.environments.filter((candidate) => candidate.isProd).map((candidate) => candidate.name);
    throw new Error(
      `application ${application.name}, wave ${name}: environment is '${environment}', expected one of ${prod.join(', ')}`,
    );
  }
  return { name, environment, targets: (regions ?? found.regions).map((region) => target(found, region, application)) };
}

/** ARNs of what measures the objective, each where a wave deploys. */
function objectiveArns(application: ApplicationProps): string[] {
  const { serviceLevelObjectives: named = {} } = application;
  const prod = application.environments.filter(({ isProd }) => isProd);
  return prod.flatMap((environment) =>
    environment.regions.flatMap((region) =>
      (named[stageId(environment, region)] ?? []).map((name) =>
        objectiveArn(partitionOf(region), region, environment.account, name),
      ),
    ),
  );
}

/**
 * Whose word counts, by exact name: with teams, what begins with an application's name may be another team's, and with a prefix
 * others may hold sets called like the personas.
 */
function rightsOf(
  { team, approvers }: Pick<ApplicationProps, 'team' | 'approvers'>,
  organization: OrganizationProps,
): Partial<ChangePipelineProps> {
  const set = (persona: string): string => setOf(team, organization, persona);
  return {
    approvePermissionSets: Object.fromEntries(approvers.map((persona) => [persona, [set(persona)]])),
    freezePermissionSets: STOPPERS.map(set),
    unfreezePermissionSets: [set('ReleaseManager')],
  };
}

/**
 * The pipeline of an application, from what the platform knows about it.
 *
 * @param named The organization, where permission sets count by their exact names alone.
 */
export function pipelineProps(
  application: ApplicationProps,
  platformSnapshot: string,
  deployedSnapshots?: DeployedSnapshots,
  named?: OrganizationProps,
): ChangePipelineProps {
  return {
    ...(named ? rightsOf(application, named) : {}),
    application: application.name,
    source: application.source,
    ...buildProps(application.buildSettings),
    environments: beforeProd(application),
    waves: application.waves.map((each) => wave(application, each)),
    approvers: application.approvers.map((persona) => ({ persona })),
    window: application.window,
    bakeMinutes: (application.bake ?? BAKE).toMinutes(),
    availabilityObjective: application.availabilityObjective ?? OBJECTIVE,
    serviceLevelObjectives: objectiveArns(application),
    identities: application.identities,
    notifyEmails: application.notifyEmails,
    firstReleaseAfter: application.firstReleaseAfter,
    ...(application.images ? { images: true } : {}),
    ...(application.imageScan ? { imageScan: application.imageScan } : {}),
    platformSnapshot,
    deployedSnapshots,
  };
}

/** Stacks of the platform in one account, by patterns of their paths in the construct tree: its own pipeline deploys them. */
export interface DeployedPlace {
  /** Name of the account. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly paths: readonly string[];
  /** Names of the rollback alarms in them. */
  readonly alarms: readonly string[];
}

/**
 * The pipeline of the platform: the evidence first, its own tooling account last, since an update of a pipeline ends its
 * executions. Each account is a wave, which goes back alone.
 *
 * @param images Whether workloads beside the platform build images, which its own build then builds as well.
 */
export function platformPipelineProps(
  { source, approvers, window, identities, firstReleaseAfter, notifyEmails, upgrade }: PlatformPipelineProps,
  organization: OrganizationProps,
  places: readonly DeployedPlace[],
  images = false,
): ChangePipelineProps {
  const waves = places.map(({ name, account, region, paths, alarms }): PipelineWave => ({
    name,
    environment: name,
    targets: [{ account, region, stacks: [...paths], alarms: [...alarms] }],
  }));
  return {
    ...(organization.permissionSetPrefix === undefined ? {} : rightsOf({ approvers }, organization)),
    application: PLATFORM,
    flavour: PipelineFlavour.PLATFORM,
    source,
    waves,
    approvers: approvers.map((persona) => ({ persona })),
    window,
    identities,
    firstReleaseAfter,
    notifyEmails,
    ...(upgrade ? { upgrade } : {}),
    ...(images ? { images: true } : {}),
  };
}

/** What change control must know of a pipeline to decide for it. */
export function decidedBy(pipeline: ChangePipelineProps): ChangeControlProps {
  const { application, window, waves, approvers, bakeMinutes, identities, firstReleaseAfter } = pipeline;
  const { availabilityObjective, serviceLevelObjectives } = pipeline;
  const { approvePermissionSets, freezePermissionSets, unfreezePermissionSets } = pipeline;
  return {
    application,
    window,
    waves,
    approvers,
    bakeMinutes,
    identities,
    firstReleaseAfter,
    availabilityObjective,
    serviceLevelObjectives,
    approvePermissionSets,
    freezePermissionSets,
    unfreezePermissionSets,
  };
}
