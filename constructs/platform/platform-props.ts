import type { Duration } from 'aws-cdk-lib';
import type { Environment } from '../environment/environment';
import type { ChangeWindow } from '../change/change-control-props';
import type { ChatTargets } from '../change/chat-props';
import type { TrustedServiceRole } from '../guardrail/trusted-role-props';
import type { SandboxProps } from '../sandbox/sandbox-props';
import type { ImageScan, PackageUpgrade } from '../pipeline/change-pipeline-props';
import type { PipelineSource } from '../pipeline/pipeline-source';

/** Ids of the organizational units, at any depth; the guardrails attach to them. */
export interface OrganizationUnits {
  /** Holds the prod accounts; guarded. */
  readonly prod: string;
  /** Holds the tooling accounts; guarded. */
  readonly tooling: string;
  /** Holds the audit account; guarded. */
  readonly audit: string;
  /** Holds the dev accounts. */
  readonly dev: string;
  /** Holds the test accounts. */
  readonly test: string;
}

/** The AWS organization that the environments live in. */
export interface OrganizationProps {
  /** Id of the organization: `o-abc123defg`. */
  readonly id: string;
  /** Id of its root: `r-ab12`. */
  readonly rootId: string;
  /** Home region of pipelines, evidence and Identity Center. */
  readonly region: string;
  /** Account that owns the organization, 12 digits. */
  readonly managementAccount: string;
  /** Account that holds the pipelines, 12 digits: the platform's own, and those of applications that name no other. */
  readonly toolingAccount: string;
  /** Account that holds the trail and the evidence, 12 digits. */
  readonly auditAccount: string;
  /** Where the accounts are. */
  readonly units: OrganizationUnits;
  /**
   * Further units by the kind of their accounts, `prod`, `dev` or `test`.
   * @default - one unit a kind
   */
  readonly moreUnits?: { [kind: string]: string[] };
  /**
   * Attach the control policies to the accounts of the platform alone, wherever they are, instead of the units.
   * @default false
   */
  readonly attachToAccounts?: boolean;
  /** ARN of the Identity Center instance. */
  readonly identityCenterArn: string;
  /**
   * Begins the names of the permission sets of the whole platform, `acme-Developer`, where others have sets called like the
   * personas. Lower-case letters, digits and hyphens, at most 16 characters; no team may be called so. Another one later makes
   * new permission sets in place of the old ones.
   * @default - none: `Developer`
   */
  readonly permissionSetPrefix?: string;
  /**
   * Roles outside the machine paths that services of AWS act as in guarded accounts, each with the exact actions that it may
   * do there beyond reading: `TrustedServiceRoles.controlTower('100000000000')`.
   * @default - none: such roles only read behind the fence
   */
  readonly trustedServiceRoles?: TrustedServiceRole[];
  /**
   * Stack sets of management with service-managed permissions bring accounts what prepares them (baseline, bootstraps, monitors),
   * behind the fence too. Their trusted access is on before the first deployment.
   * @default - a person deploys these stacks with credentials of each account
   */
  readonly stackSets?: StackSetProps;
}

/** Which accounts stack sets prepare: all of the platform but those that are named. */
export interface StackSetProps {
  /**
   * Accounts whose stacks a person goes on deploying: those that stood before there were stack sets.
   * @default - none
   */
  readonly byHandAccounts?: string[];
}

/** Ids of the Identity Center groups behind each persona. A persona without groups is held by nobody. */
export interface PersonaGroups {
  /**
   * Developers.
   * @default - nobody
   */
  readonly developers?: string[];
  /**
   * On-call engineers.
   * @default - nobody
   */
  readonly onCall?: string[];
  /**
   * Release managers.
   * @default - nobody
   */
  readonly releaseManagers?: string[];
  /**
   * Business owners.
   * @default - nobody
   */
  readonly businessOwners?: string[];
  /**
   * Operators.
   * @default - nobody
   */
  readonly operators?: string[];
  /**
   * Auditors.
   * @default - nobody
   */
  readonly auditors?: string[];
}

/** People of some applications, who have nothing in the accounts and pipelines of the others. */
export interface PlatformTeam {
  /** Lower-case letters, digits and hyphens, at most 16 characters: it begins the names of its permission sets. */
  readonly name: string;
  /** Who is who in the team. */
  readonly people: PersonaGroups;
}

/** Regions of one prod environment that deploy together, bake together and roll back together. */
export interface ApplicationWave {
  /** Unique in the application, for example `one-box`. */
  readonly name: string;
  /** Name of a prod environment of the application. */
  readonly environment: string;
  /**
   * Regions that deploy in this wave.
   * @default - all regions of the environment
   */
  readonly regions?: string[];
}

/** An SSM Automation document of a workload that people may start in its prod accounts. */
export interface ApplicationRunbook {
  /** Exact name of the document, for example `orders-redrive`. */
  readonly document: string;
  /**
   * Names of functions of the workload that the document calls. They write with their own roles; whoever starts the
   * document may call these functions and nothing else.
   * @default - none
   */
  readonly functions?: string[];
  /**
   * Who may start it: `OnCall`, `Operator`.
   * @default - both
   */
  readonly personas?: string[];
}

/** How the source of an application becomes a cloud assembly. */
export interface ApplicationBuild {
  /**
   * Folder of the repository in which commands and tests run, relative to its top: `services/orders`.
   * @default - the top
   */
  readonly folder?: string;
  /**
   * Commands that make the cloud assembly.
   * @default ['npm ci', 'npx cdk synth --quiet']
   */
  readonly commands?: string[];
  /**
   * Folder of the cloud assembly that they make, relative to `folder`.
   * @default 'cdk.out'
   */
  readonly output?: string;
  /**
   * Image that commands and tests run in: of ECR in its tooling account and the home region, by its digest, or one of CodeBuild.
   * @default - the image of CodeBuild that the platform uses
   */
  readonly image?: string;
  /**
   * Environment variables of the commands, readable in the project: no secrets.
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * Patterns of files whose changes start the pipeline, relative to the top of the repository; at most 8.
   * @default - what lies in `folder`; every file where none is given
   */
  readonly paths?: string[];
}

/** Self-service environments of an application. */
export interface ApplicationSandbox extends SandboxProps {
  /** Name of the dev environment whose account they live in; they use its first region. */
  readonly environment: string;
}

/** One application: where it runs, how its changes reach prod, and who lets them. */
export interface ApplicationProps {
  /** Lower-case letters, digits and hyphens, at most 20 characters. */
  readonly name: string;
  /**
   * Name of the team that it belongs to.
   * @default - none: the people of the whole platform develop, approve and run it
   */
  readonly team?: string;
  /**
   * Account that holds its pipeline and change control, 12 digits, in the unit of tooling accounts. Another one later begins anew
   * there: what the pipeline left in the one of before stays.
   * @default - the tooling account of the platform
   */
  readonly toolingAccount?: string;
  /** Where its source comes from. */
  readonly source: PipelineSource;
  /**
   * How its source becomes a cloud assembly.
   * @default - npm ci and cdk synth at the top of the repository
   */
  readonly buildSettings?: ApplicationBuild;
  /** Its environments in the order in which they deploy; at least one before prod and one prod. */
  readonly environments: Environment[];
  /**
   * Units of the environments' accounts by the name of the environment, where there are several of its kind.
   * @default - the unit of its kind
   */
  readonly units?: { [environment: string]: string };
  /** The order in which prod changes; together they cover every region of every prod environment once. */
  readonly waves: ApplicationWave[];
  /** Personas that must all approve a release: `ReleaseManager`, `BusinessOwner`. */
  readonly approvers: string[];
  /** When prod may change. */
  readonly window: ChangeWindow;
  /**
   * Availability objective in percent over 30 days.
   * @default 99.98
   */
  readonly availabilityObjective?: number;
  /**
   * How long each wave is watched before the next begins, 1 to 180 minutes.
   * @default Duration.minutes(30)
   */
  readonly bake?: Duration;
  /**
   * Other names of people: an e-mail address of commits to the user name in Identity Center.
   * A bot is mapped to `machine`, a domain `@example.com` whose addresses are user names to `=`.
   * @default - addresses of the domain that approvers sign in with are user names; anybody else stops the release
   */
  readonly identities?: { [repositoryIdentity: string]: string };
  /**
   * Whole id of the commit after which the first release begins, for a repository that is older than its guarded prod:
   * who wrote what came before need not be known. It counts until something was released.
   * @default - the beginning of the repository
   */
  readonly firstReleaseAfter?: string;
  /**
   * Whether the source builds container images: the build of the pipeline then has docker, and builds each once.
   * @default false
   */
  readonly images?: boolean;
  /**
   * What the scans of these images must not find.
   * @default - no finding of severity CRITICAL
   */
  readonly imageScan?: ImageScan;
  /**
   * What people on call may start in prod beside reading it.
   * @default - nothing
   */
  readonly runbooks?: ApplicationRunbook[];
  /**
   * Names of the rollback alarms of the prod stages, by the name of the stage (`GuardedPlatform.stageName`); the gate
   * looks whether one fires before it lets anything start.
   * @default - the gate asks none; the bake reads those that the deployed assembly lists
   */
  readonly rollbackAlarms?: { [stage: string]: string[] };
  /**
   * Names of the Application Signals objectives that measure the availability objective, by the name of the prod stage
   * (`GuardedPlatform.stageName`). The gate asks each in its account and region.
   * @default - none: synthesis warns, and after the first release the gate refuses features
   */
  readonly serviceLevelObjectives?: { [stage: string]: string[] };
  /**
   * Commands of the source that test what was deployed, by the name of the environment: dev or test.
   * @default - none
   */
  readonly integrationTests?: { [environment: string]: string[] };
  /**
   * E-mail addresses that are told of every change; AWS asks each once to confirm.
   * @default - none
   */
  readonly notifyEmails?: string[];
  /**
   * Chat channels that are told of its changes; several applications may tell the same.
   * @default - none
   */
  readonly chat?: ChatTargets;
  /**
   * Self-service environments: developers make their own, which go away by themselves.
   * @default - none
   */
  readonly sandbox?: ApplicationSandbox;
}

/** How the platform's own changes reach the tooling and the audit account. */
export interface PlatformPipelineProps {
  /** Where the platform's source comes from: the repository that holds platform.yaml. */
  readonly source: PipelineSource;
  /** Personas that must all approve a change of the platform. */
  readonly approvers: string[];
  /** When the platform may change. */
  readonly window: ChangeWindow;
  /**
   * Other names of people, as for an application.
   * A bot is mapped to `machine`, a domain `@example.com` whose addresses are user names to `=`.
   * @default - addresses of the domain that approvers sign in with are user names; anybody else stops the release
   */
  readonly identities?: { [repositoryIdentity: string]: string };
  /**
   * Whole id of the commit after which the first release begins, for a repository that is older than its guarded prod:
   * who wrote what came before need not be known. It counts until something was released.
   * @default - the beginning of the repository
   */
  readonly firstReleaseAfter?: string;
  /**
   * A newer version of this package, or this one with other libraries beside it, that may prove the release which moves to it.
   * It counts once a release that names it went through the approvers; an older version is refused.
   * @default - none: the package that made what is deployed proves every release
   */
  readonly upgrade?: PackageUpgrade;
  /**
   * E-mail addresses that are told of every change of the platform and of what the monitors of guarded accounts find; AWS asks each once to confirm.
   * @default - none
   */
  readonly notifyEmails?: string[];
  /**
   * Chat channels that are told of the platform's own changes.
   * @default - none
   */
  readonly chat?: ChatTargets;
}

/** How the platform proves itself anew on what is deployed. */
export interface PlatformProofProps {
  /**
   * Whether it does.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Hour of the day (UTC) at which it does so anyway, 0 to 23.
   * @default 3
   */
  readonly hour?: number;
  /**
   * Regions that are looked into; what lies in others stays unseen.
   * @default - those that are on in every account
   */
  readonly regions?: string[];
  /**
   * Hours after which a collected snapshot says nothing of today any more, so that releases wait, 2 to 720.
   * @default 48
   */
  readonly oldestSnapshotHours?: number;
}

/** What `GuardedPlatform` needs to know; bin/app.ts makes it from a platform.yaml, and anyone can write it by hand. */
export interface GuardedPlatformProps {
  /** The organization. */
  readonly organization: OrganizationProps;
  /** Who is who. */
  readonly people: PersonaGroups;
  /**
   * Teams. Where there are any, the people of the whole platform hold the applications of no team, operators and auditors all.
   * @default - none
   */
  readonly teams?: PlatformTeam[];
  /** The applications; their names are unique. No two environments share an account, unless both say so. */
  readonly applications: ApplicationProps[];
  /**
   * The pipeline of the platform itself.
   * @default - none: administrators deploy its stacks by hand
   */
  readonly pipeline?: PlatformPipelineProps;
  /**
   * The continuous proof of the audit account.
   * @default - once a day and on changes
   */
  readonly continuousProof?: PlatformProofProps;
  /**
   * Whether all pipelines share one change control, in a stack of its own: functions, machines, table, store and stop address
   * are there once, and an application brings a pipeline and what is truly its own. Records stay where they were written: one
   * that is changed later begins anew with empty records, and keeps the old ones beside.
   * @default false: each pipeline has a change control of its own
   */
  readonly sharedChangeControl?: boolean;
  /**
   * File with the snapshot that releases are proved within until the continuous proof has collected its first, as
   * `guarded snapshot` makes it.
   * @default - what is known before anything is deployed; it describes no account, so that every release waits
   */
  readonly snapshotFile?: string;
  /**
   * Applications are left out, to look at the others: CloudFormation refuses to deploy each stack that comes out, since the
   * organization's would take the rights of those away that are missing.
   * @default false
   */
  readonly incomplete?: boolean;
}
