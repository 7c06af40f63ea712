import type { ChatTargets } from '../change/chat-props';

/** Most environments at once. */
export interface SandboxQuota {
  /** Of one person. */
  readonly person: number;
  /** Of everybody who works on the application, previews included. */
  readonly team: number;
}

/** How long environments live, in minutes. */
export interface SandboxLifetime {
  /** Where nobody asks for another. */
  readonly defaultMinutes: number;
  /** Extensions included. */
  readonly longestMinutes: number;
}

/** What an environment may cost over its whole life, in US dollars. The lifetime is the stop, the budget warns. */
export interface SandboxBudget {
  /** Where nobody asks for another. */
  readonly usual: number;
  /** The most that one may ask for. */
  readonly most: number;
}

/** Where the source of environments comes from. */
export interface SandboxSource {
  /** The repository as git clones it: `https://github.com/example/orders.git`; GitHub, GitLab or Bitbucket. */
  readonly repositoryUrl: string;
  /** ARN of a connection of CodeConnections in the dev account that reads it. */
  readonly connectionArn: string;
  /**
   * Branch that releases come from.
   * @default 'main'
   */
  readonly mainBranch?: string;
  /**
   * Commands that make the cloud assembly.
   * @default ['npm ci', 'npx cdk synth --quiet']
   */
  readonly buildCommands?: string[];
  /**
   * Folder of the cloud assembly that they make.
   * @default 'cdk.out'
   */
  readonly assemblyDirectory?: string;
}

/** Self-service environments of one application in one dev account; every value can be written by hand. */
export interface SandboxProps {
  /** Name of the application: lower-case letters, digits and single hyphens, at most 20 characters. */
  readonly application: string;
  /** Where the source comes from. */
  readonly source: SandboxSource;
  /**
   * Most environments at once.
   * @default - two of a person, ten of the team
   */
  readonly quota?: SandboxQuota;
  /**
   * How long environments live.
   * @default - three days, fourteen with all extensions
   */
  readonly lifetime?: SandboxLifetime;
  /**
   * What an environment may cost.
   * @default - 50 US dollars, 200 at most
   */
  readonly budget?: SandboxBudget;
  /**
   * Branches that get an environment by themselves, `*` for anything: `feature/*`.
   * @default - none
   */
  readonly previewBranches?: string;
  /**
   * Permission sets whose holders may create environments, and extend and delete their own.
   * @default ['Developer']
   */
  readonly usePermissionSets?: string[];
  /**
   * Permission sets whose holders may extend and delete everybody's.
   * @default - nobody
   */
  readonly managePermissionSets?: string[];
  /**
   * Chat channels that are told what happens to environments; they can do nothing.
   * @default - the topic alone
   */
  readonly chat?: ChatTargets;
}
