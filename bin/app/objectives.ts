import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { GuardedPlatform } from '../../constructs/platform';
import type { ApplicationProps, GuardedPlatformProps } from '../../constructs/platform';
import { namedObjectives, suggest } from '../../lib/config';
import type { PlatformFile } from '../../lib/config';
import { InputError } from '../../lib/errors';
import type { Problem } from '../../lib/errors';
import { AVAILABILITY_METADATA } from '../../lib/rollback';
import type { AvailabilityMetadata } from '../../lib/rollback';

const OBJECTIVE = 'AWS::ApplicationSignals::ServiceLevelObjective';

/** An objective of the workload. */
interface Found {
  readonly path: string;
  /** Undefined where CloudFormation would make it up. */
  readonly name?: string;
  /** What it promises, where it measures availability. */
  readonly percent?: number;
}

/** One account and region of prod, with what is named for it and what stands there. */
interface Place {
  readonly stage: string;
  readonly names: readonly string[];
  /** Undefined where the workload is not synthesized here. */
  readonly found?: readonly Found[];
}

function objectivesOf(stage: Stage): Found[] {
  const resources = stage.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  return resources
    .filter(({ cfnResourceType }) => cfnResourceType === OBJECTIVE)
    .map((resource) => {
      const name: unknown = Stack.of(resource).resolve((resource as CfnResource & { name?: unknown }).name);
      const says = resource.getMetadata(AVAILABILITY_METADATA) as AvailabilityMetadata | undefined;
      return {
        path: resource.node.path,
        ...(typeof name === 'string' ? { name } : {}),
        ...(says ? { percent: says.objectivePercent } : {}),
      };
    });
}

function placesOf(app: App, { config }: PlatformFile, index: number, application: ApplicationProps): Place[] {
  const named = namedObjectives(config.applications[index]!);
  return named.map(({ environment: name, region, names }) => {
    const environment = application.environments.find((each) => each.name === name)!;
    const id = GuardedPlatform.stageName(environment, region);
    const stage = app.node.tryFindChild(id);
    const found = stage !== undefined && Stage.isStage(stage) ? objectivesOf(stage) : undefined;
    return { stage: id, names, ...(found ? { found } : {}) };
  });
}

/** What the gate asks in a place: what platform.yaml names there, else what the workload measures availability with. */
function asked({ names, found = [] }: Place): string[] {
  if (names.length > 0) return [...names];
  return found.flatMap(({ name, percent }) => (percent !== undefined && name !== undefined ? [name] : []));
}

/** A name that stands in no stack of a workload that has objectives is a slip of the pen. */
function unknownNames({ stage, names, found = [] }: Place): string[] {
  const known = found.flatMap(({ name }) => name ?? []);
  const unknown = known.length === 0 ? [] : names.filter((name) => !known.includes(name));
  return unknown.map(
    (name) => `${stage} has no service level objective ${JSON.stringify(name)}; ${suggest(name, known)}`,
  );
}

/** Where the whole workload is here, nothing else can be meant to measure it. */
function unmeasured(place: Place): string[] {
  if (place.found === undefined || asked(place).length > 0) return [];
  const others = place.found.map(({ name, path }) => name ?? path);
  const there = others.length > 0 ? `: ${others.join(', ')}` : '';
  return [
    `nothing measures the objective in ${place.stage}, so that after the first release the gate would refuse every feature; make an AvailabilityObjective there in the workload, or name under serviceLevelObjectives what measures it${there}`,
  ];
}

/** The gate says one figure and asks after another. */
function otherPromises({ found = [] }: Place, objective: number): string[] {
  return found
    .filter(({ percent }) => percent !== undefined && percent !== objective)
    .map(
      ({ path, percent }) =>
        `got ${objective}, and ${path} promises ${percent}; write the same in both (objectivePercent of AvailabilityObjective)`,
    );
}

/** The same slip shows in every region; told once, with the others counted. */
function once(messages: readonly string[]): string[] {
  const more = messages.length - 1;
  return messages.slice(0, 1).map((first) => (more > 0 ? `${first} (and ${more} more like this)` : first));
}

function problemsOf(file: PlatformFile, index: number, places: readonly Place[]): Problem[] {
  const { objective } = file.config.applications[index]!.availability;
  const at = (keys: string[], messages: string[]): Problem[] =>
    once(messages).map((message) => ({
      ...file.at(['applications', index, 'availability', ...keys]),
      message,
    }));
  const promises = places.flatMap((place) => otherPromises(place, objective));
  return [
    ...at(['objective'], promises),
    ...at(['serviceLevelObjectives'], places.flatMap(unknownNames)),
    ...at([], places.flatMap(unmeasured)),
  ];
}

/**
 * Adds to each application what measures its availability in prod: what platform.yaml names, else what its synthesized
 * workload makes with AvailabilityObjective. Where the workload lives elsewhere and nothing is named, nothing is added,
 * and the pipeline's stack warns: an application may be yet to be written, and its first release passes.
 *
 * @throws InputError where a synthesized workload measures nothing, or something else than platform.yaml says.
 */
export function withObjectives(app: App, file: PlatformFile, props: GuardedPlatformProps): GuardedPlatformProps {
  const all = props.applications.map((application, index) => placesOf(app, file, index, application));
  const problems = all.flatMap((places, index) => problemsOf(file, index, places));
  if (problems.length > 0) throw new InputError(problems);
  const applications = props.applications.map((application, index) => ({
    ...application,
    serviceLevelObjectives: Object.fromEntries(all[index]!.map((place) => [place.stage, asked(place)])),
  }));
  return { ...props, applications };
}
