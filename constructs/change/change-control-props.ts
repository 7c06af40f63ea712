import type { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { ChatTargets } from './chat-props';

/** One opening of a change window, in the window's time zone. */
export interface WindowOpening {
  /** Days of the week: `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat`, `Sun`. */
  readonly days: string[];
  /** Local time, `HH:MM`. */
  readonly opens: string;
  /** Local time, `HH:MM`, later than `opens`; `24:00` is the end of the day. */
  readonly closes: string;
}

/** When prod may change. A rollback needs no window. */
export interface ChangeWindow {
  /** Name in the IANA database, for example `Europe/London`; it decides daylight saving. */
  readonly timeZone: string;
  /** At least one opening. */
  readonly open: WindowOpening[];
  /**
   * Days, `YYYY-MM-DD`, on which the window stays shut.
   * @default - none
   */
  readonly holidays?: string[];
  /**
   * Names or ARNs of Systems Manager Change Calendars that must be open as well.
   * @default - none
   */
  readonly calendars?: string[];
}

/** One account and region that a deployment goes to, and what of the cloud assembly goes there. */
export interface DeployTarget {
  /** Account, 12 digits. */
  readonly account: string;
  /** Region, for example `eu-west-2`. */
  readonly region: string;
  /**
   * Region of support stacks that deploy before those of `region`, in the same action: certificates for CloudFront, say.
   * @default - none: a stack for another region stops the deployment
   */
  readonly globalRegion?: string;
  /**
   * Whether other applications deploy to the account too: the application then has roles of its own in the bootstrap.
   * @default false
   */
  readonly shared?: boolean;
  /**
   * Nested assembly to deploy, as its folder is named in the cloud assembly: `assembly-OrdersProd`.
   * @default - the assembly itself: the stacks that belong to no stage
   */
  readonly assembly?: string;
  /**
   * Stacks of it, by name or pattern as the CDK command line takes them.
   * @default - all of them
   */
  readonly stacks?: string[];
  /**
   * Names of the rollback alarms that guard this target (`RollbackAlarms.alarmNames`), which the gate and the bake read.
   * @default - the bake reads those that the deployed assembly lists; the gate reads none
   */
  readonly alarms?: string[];
}

/** Targets that deploy together, bake together and roll back together: one stage of the pipeline. */
export interface PipelineWave {
  /** Unique in the pipeline, for example `one-box`; the stage becomes `Prod-one-box`. */
  readonly name: string;
  /** At least one, at most 50. */
  readonly targets: DeployTarget[];
  /**
   * Environment that the targets belong to; it names the role that deploys.
   * @default 'prod'
   */
  readonly environment?: string;
  /**
   * Minutes that the wave is watched before the next begins, 1 to 1,440.
   * @default - `bakeMinutes` of the pipeline
   */
  readonly bakeMinutes?: number;
}

/** Someone whose approval every release needs. */
export interface PipelineApprover {
  /** Persona, for example `ReleaseManager`; the approval action carries its name. */
  readonly persona: string;
  /**
   * How long the approval may be awaited, 5 minutes to 60 days.
   * @default Duration.days(7)
   */
  readonly timeout?: Duration;
}

/** What change control of one application needs to know; every value can be written by hand. */
export interface ChangeControlProps {
  /** Name of the application: lower-case letters, digits and single hyphens, at most 20 characters. */
  readonly application: string;
  /** When prod may change. */
  readonly window: ChangeWindow;
  /** The order in which prod changes; at least one wave. */
  readonly waves: PipelineWave[];
  /** Who must approve every release; at least one, each once. */
  readonly approvers: PipelineApprover[];
  /**
   * Minutes that each wave is watched before the next begins, 1 to 1,440.
   * @default 30
   */
  readonly bakeMinutes?: number;
  /**
   * Availability objective in percent over 30 days, from 90 to below 100. A spent error budget stops features, never
   * fixes and rollbacks. 99.98 leaves 8.64 minutes.
   * @default - none: no error budget is asked
   */
  readonly availabilityObjective?: number;
  /**
   * ARNs of the Application Signals objectives that measure it, each in an account and region of a wave:
   * `arn:<partition>:application-signals:<region>:<account>:slo/<name>`. The gate asks all of them for their budget.
   * @default - none: with an objective, synthesis warns, and after the first release the gate refuses features
   */
  readonly serviceLevelObjectives?: string[];
  /**
   * Who is who: an e-mail address of commits, the number of an account at a code host (`github:12345`) or an ARN to the user
   * name in Identity Center; `@example.com` to `=` where the addresses of a domain are user names, to `local part` where
   * what stands before the `@` is; the address of a bot to `machine`. An author who maps to nobody stops the release.
   * @default - addresses of the domain that approvers sign in with are user names
   */
  readonly identities?: { [repositoryIdentity: string]: string };
  /**
   * Whole id of the commit after which the first release begins: who wrote what came before need not be known. It counts
   * until something was released, and the record names it.
   * @default - the beginning of the repository
   */
  readonly firstReleaseAfter?: string;
  /**
   * Permission sets whose holders may answer an approval, by its persona, at least one each: where the persona's set has a
   * name of its own in Identity Center, `{ ReleaseManager: ['LZ-Release'] }`. The gate counts no other approval; IAM must
   * allow these sets to answer the action as well.
   * @default - of each approver the set of the persona's name, with and without the application's prefix
   */
  readonly approvePermissionSets?: { [persona: string]: string[] };
  /**
   * Permission sets whose holders may stop the line at once.
   * @default - OnCall and ReleaseManager, with and without the application's prefix
   */
  readonly freezePermissionSets?: string[];
  /**
   * Permission sets whose holders may start it again.
   * @default - ReleaseManager, with and without the application's prefix
   */
  readonly unfreezePermissionSets?: string[];
  /**
   * Topic that notifications go to as well.
   * @default - only the topic made here
   */
  readonly notificationsTopic?: ITopic;
  /**
   * E-mail addresses that are told of every change; AWS asks each once to confirm.
   * @default - none
   */
  readonly notifyEmails?: string[];
  /**
   * Chat channels that are told of every change, through Amazon Q Developer in chat applications. They are told and can do
   * nothing. A channel has one configuration in an account: where several applications tell the same one, use
   * `ChatChannels` with the topics of all of them instead.
   * @default - none
   */
  readonly chat?: ChatTargets;
  /**
   * How long a sealed record can be neither changed nor deleted by anyone, at least a year.
   * @default Duration.days(2557), seven years
   */
  readonly recordRetention?: Duration;
  /**
   * Exact ARN of the role of another account that reads the records: the job of the continuous proof.
   * @default - nobody outside of this account
   */
  readonly recordReader?: string;
}
