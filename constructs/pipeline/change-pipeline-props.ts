import type { Duration } from 'aws-cdk-lib';
import type { ChangeControl } from '../change/change-control';
import type { ChangeControlProps, DeployTarget } from '../change/change-control-props';
import type { PipelineSource } from './pipeline-source';

/** What a pipeline deploys. */
export enum PipelineFlavour {
  /** A workload: it needs environments before prod, and Verify puts the platform's snapshot around its assembly. */
  APPLICATION = 'application',
  /**
   * The platform itself: its assembly holds the organization, environments before prod are optional. Put the stacks of
   * the pipelines into the last wave: an update of a pipeline ends what it was about to start.
   */
  PLATFORM = 'platform',
}

/** A stage before the approvals: dev, test. */
export interface PipelineEnvironment {
  /** Unique in the pipeline, for example `test`; the stage becomes `Test`. */
  readonly name: string;
  /** At least one, at most 50. */
  readonly targets: DeployTarget[];
  /**
   * Commands of the source that test what was deployed. They run with no right beyond reading the source, and know
   * where they are from `ENVIRONMENT`, `TARGET_ACCOUNT` and `TARGET_REGION`.
   * @default - none
   */
  readonly integrationTests?: string[];
}

/** The store in which the continuous proof keeps what it collected. */
export interface DeployedSnapshots {
  /** Bucket of the audit account. */
  readonly bucketName: string;
  /** Account of the bucket and its key, 12 digits. */
  readonly account: string;
  /** Hours after which a snapshot is too old. */
  readonly oldestHours: number;
}

/** How bad a finding of an image scan is. */
export enum FindingSeverity {
  /** Nothing to mend. */
  INFORMATIONAL = 'INFORMATIONAL',
  /** Hard to use, or of little harm. */
  LOW = 'LOW',
  /** Usable under conditions. */
  MEDIUM = 'MEDIUM',
  /** Easy to use, or of great harm. */
  HIGH = 'HIGH',
  /** Easy to use and of great harm. */
  CRITICAL = 'CRITICAL',
}

/** A finding of an image scan that somebody takes responsibility for. */
export interface AcceptedFinding {
  /** Its name as the scan has it: `CVE-2026-12345`; `UNSUPPORTED_IMAGE` for images whose content no scan can read. */
  readonly finding: string;
  /** Why it may be released, for the change record and the auditor; at most 1,000 characters. */
  readonly reason: string;
}

/** What the scan of an image that was built from source must not find. */
export interface ImageScan {
  /**
   * Findings of this severity or worse end the release before it reaches any environment.
   * @default FindingSeverity.CRITICAL
   */
  readonly block?: FindingSeverity;
  /**
   * Findings that end no release.
   * @default - none
   */
  readonly accept?: AcceptedFinding[];
}

/** A newer package that may prove the release which moves to it. */
export interface PackageUpgrade {
  /** Archive that `npx guarded upgrade --out FILE` wrote where the newer package is installed. */
  readonly archiveFile: string;
  /** SHA-256 of what is packed in it, in hex, as that command prints it: what approvers let in. */
  readonly sha256: string;
}

/** A pipeline from source to prod; every value can be written by hand. */
export interface ChangePipelineProps extends ChangeControlProps {
  /** Where the source comes from. The pipeline is not in it, so no commit can edit its own approval away. */
  readonly source: PipelineSource;
  /**
   * Environments before prod, in this order; an application needs at least one.
   * @default - none
   */
  readonly environments?: PipelineEnvironment[];
  /**
   * Change control to work with, made from the same properties (in a stack of its own, say).
   * @default - made inside the pipeline
   */
  readonly changeControl?: ChangeControl;
  /**
   * Name of the `SharedChangeControl` of this account and region that decides for it, together with other pipelines. It must
   * list the application, with the same window, waves and approvers.
   * @default - change control of its own
   */
  readonly sharedChangeControl?: string;
  /**
   * What the pipeline deploys.
   * @default PipelineFlavour.APPLICATION
   */
  readonly flavour?: PipelineFlavour;
  /**
   * Commands that make the cloud assembly out of the source. They run with no right beyond the pipeline's artifacts.
   * @default ['npm ci', 'npx cdk synth --quiet']
   */
  readonly buildCommands?: string[];
  /**
   * Whether the source builds container images (`ContainerImage.fromAsset`, `DockerImageAsset`): the build then runs in
   * privileged mode, which docker needs, and lays each image beside the templates. Every environment gets these bytes.
   * @default false
   */
  readonly images?: boolean;
  /**
   * What the scan of an image must not find. Verify has each image scanned by ECR (basic, or enhanced where the registry of
   * the tooling account says so) before anything is deployed or asked; without a result in a quarter of an hour it refuses.
   * @default - no finding of severity CRITICAL
   */
  readonly imageScan?: ImageScan;
  /**
   * Environment variables of the build commands. Whoever reads the project reads them: no secrets.
   * @default - none
   */
  readonly buildEnvironment?: { [name: string]: string };
  /**
   * Image that build commands and integration tests run in: one of ECR in the account and region of the pipeline by its digest
   * (`111111111111.dkr.ecr.eu-west-2.amazonaws.com/builders/node@sha256:…`), or one of CodeBuild
   * (`aws/codebuild/amazonlinux-x86_64-standard:5.0`). CodeBuild pulls it with its own rights: the policy of the repository
   * must let `codebuild.amazonaws.com` do so. Verify and the deployments run in the platform's image whatever stands here.
   * @default - the image of CodeBuild that the platform uses
   */
  readonly buildImage?: string;
  /**
   * Patterns of files, relative to the top of the repository, whose changes start the pipeline: for a repository that several
   * applications share. At most 8, for a connection.
   * @default - every change of the branch starts it
   */
  readonly sourcePaths?: string[];
  /**
   * Folder of the cloud assembly that the build makes.
   * @default 'cdk.out'
   */
  readonly assemblyDirectory?: string;
  /**
   * File with the snapshot of the platform that Verify proves the assembly in, until the continuous proof has collected
   * its first: the snapshot format, version 1.
   * @default - required for an application; a platform's own assembly holds its organization
   */
  readonly platformSnapshot?: string;
  /**
   * Where the continuous proof keeps what it collected. Its newest snapshot goes before the file; one that is older than
   * said here stops the release.
   * @default - none; the file is what Verify proves in
   */
  readonly deployedSnapshots?: DeployedSnapshots;
  /**
   * A newer version of this package, or this one with other libraries beside it, that Verify accepts as what proves the
   * releases that it made. Verify is made with it, so only a release that went through the approvals before lets it in; no
   * release chooses what proves it. An older version is refused.
   * @default - none: the package that made the pipeline proves every release
   */
  readonly upgrade?: PackageUpgrade;
  /**
   * Minutes that CloudFormation itself watches the rollback alarms after the update of a prod stack, 0 to 180; the
   * stage's bake comes after it.
   * @default 5
   */
  readonly monitoringMinutes?: number;
  /**
   * How long artifacts of executions are kept; a stage can roll back no further. At least 100 days.
   * @default Duration.days(180)
   */
  readonly artifactRetention?: Duration;
  /**
   * Hold the gate's stage by CodePipeline's own DeploymentWindow rule as well. A closed window then waits before the
   * gate without telling anyone until when, so it is off unless asked for. It takes one opening on whole hours.
   * @default false
   */
  readonly nativeWindow?: boolean;
}
