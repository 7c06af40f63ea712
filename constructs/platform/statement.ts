import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Duration } from 'aws-cdk-lib';
import { Environment } from '../environment/environment';
import type { EnvironmentProps } from '../environment/environment';
import { sourceFrom, stateSource, stateUpgrade, upgradeFrom } from '../pipeline/statement';
import type { StatedSource, StatedUpgrade } from '../pipeline/statement';
import type { ApplicationProps, GuardedPlatformProps, PlatformPipelineProps } from './platform-props';

type Stated<T, Changed extends object> = Omit<T, keyof Changed> & Changed;

type StatedApplication = Stated<
  ApplicationProps,
  { readonly source: StatedSource; readonly environments: EnvironmentProps[]; readonly bake?: number }
>;

/** `GuardedPlatformProps` as plain JSON: durations in minutes, the snapshot by its digest. */
export type StatedPlatform = Stated<
  GuardedPlatformProps,
  {
    readonly applications: StatedApplication[];
    readonly pipeline?: Stated<
      PlatformPipelineProps,
      { readonly source: StatedSource; readonly upgrade?: StatedUpgrade }
    >;
    readonly snapshotFile?: string;
  }
>;

/** Every property by its name, so that one of tomorrow cannot be forgotten: what is not stated is made anew otherwise. */
type Everything<T> = { readonly [Name in keyof Required<T>]: T[Name] };

function stateEnvironment(environment: Environment): Everything<EnvironmentProps> {
  const { application, name, kind, account, regions, globalRegion, shared } = environment;
  return { application, name, kind, account, regions, globalRegion, shared: shared ? true : undefined };
}

function stateApplication(props: ApplicationProps): StatedApplication {
  return {
    ...props,
    source: stateSource(props.source),
    environments: props.environments.map(stateEnvironment),
    bake: props.bake?.toMinutes(),
  };
}

/** What a platform is made from, as plain JSON that it can be made from again. */
export function statePlatform(props: GuardedPlatformProps): StatedPlatform {
  const { pipeline, snapshotFile } = props;
  return {
    ...props,
    applications: props.applications.map(stateApplication),
    pipeline: pipeline && {
      ...pipeline,
      source: stateSource(pipeline.source),
      upgrade: stateUpgrade(pipeline.upgrade),
    },
    snapshotFile: snapshotFile && createHash('sha256').update(readFileSync(snapshotFile)).digest('hex'),
  };
}

function applicationFrom(stated: StatedApplication): ApplicationProps {
  return {
    ...stated,
    source: sourceFrom(stated.source),
    environments: stated.environments.map((each) => new Environment(each)),
    bake: stated.bake === undefined ? undefined : Duration.minutes(stated.bake),
  };
}

/** The properties that were stated; a file is found by its digest. */
export function platformFrom(stated: StatedPlatform, fileOf: (digest: string) => string): GuardedPlatformProps {
  const { pipeline, snapshotFile } = stated;
  return {
    ...stated,
    applications: stated.applications.map(applicationFrom),
    pipeline: pipeline && {
      ...pipeline,
      source: sourceFrom(pipeline.source),
      upgrade: upgradeFrom(pipeline.upgrade, fileOf),
    },
    snapshotFile: snapshotFile && fileOf(snapshotFile),
  };
}
