/** An account of the platform, as a step by hand needs it. */
export interface SetupAccount {
  readonly id: string;
  readonly name: string;
  /** Unit that it belongs into. */
  readonly unit: string;
  readonly regions: readonly string[];
  /** `prod`, `tooling` or `audit` where it is guarded. */
  readonly kind?: string;
  /** What its stack sets call it, where such prepare it. */
  readonly inStackSets?: string;
}

/** What became of reading the snapshot that platform.yaml names. */
export interface SnapshotFile {
  /** Whether it describes any account; what synthesis writes before anything is deployed describes none. */
  readonly describes: boolean;
  /** Why nothing can be proved within it. */
  readonly problem?: string;
}

/** What became of reading the assembly that the steps deploy. */
export interface AssemblyFile {
  /** Why nothing can be deployed from it. */
  readonly problem?: string;
  /** Stacks of it, as the command line names them, by `account region name`. */
  readonly stacks: Readonly<Record<string, string>>;
  /** Digest of the template of the organization's stack. */
  readonly organization?: string;
}

/** A role that services of AWS act as. */
export interface ServiceRole {
  /** Path and name. */
  readonly role: string;
  readonly services: readonly string[];
}

/** Something that nobody could look at, and why. */
export interface Unseen {
  readonly account: string;
  readonly what: string;
  readonly why: string;
}

/** A tooling account: what stands in it beside what prepares every account. */
export interface SetupTooling {
  readonly id: string;
  /** `tooling`, and of others than the platform's own `tooling-777777777777`. */
  readonly name: string;
  /** Names of its pipelines: one an application, and in the platform's own the platform's where it has one. */
  readonly pipelines: readonly string[];
  /** ARNs of the connections that they read from. */
  readonly connections: readonly string[];
  /** Somebody is told in chat. */
  readonly chat: boolean;
}

/** What a platform.yaml says that the way to a first guarded prod depends on. */
export interface SetupPlatform {
  readonly root: string;
  readonly region: string;
  readonly management: string;
  /** The platform's own first. */
  readonly toolings: readonly SetupTooling[];
  readonly audit: string;
  /** Everything but management, tooling and audit first. */
  readonly accounts: readonly SetupAccount[];
  /** The fence comes to the accounts where they are: `unit` is the account itself, and nothing moves. */
  readonly staying?: boolean;
  /** Names of the prod accounts' regions to switch Application Signals on in. */
  readonly prod: readonly SetupAccount[];
  /** Roles of services that the control policies spare, by path and name, with the kinds of accounts. */
  readonly trusted: readonly { readonly role: string; readonly accounts: readonly string[] }[];
  /** Whether management may update what prepares accounts behind the fence, too. */
  readonly maintained: boolean;
  /** The snapshot that platform.yaml names, as it stands there. */
  readonly snapshot?: string;
}

/** What was seen; what nobody could look at is left out. */
export interface SetupFacts {
  /** Policy types that are on at the root. */
  readonly policyTypes?: readonly string[];
  /** Service principals with trusted access. */
  readonly trustedServices?: readonly string[];
  /** Policies of others on each unit, our own not counted, by the unit's id. */
  readonly foreignPolicies?: Readonly<Record<string, number>>;
  /** The same for resource control policies. */
  readonly foreignResourcePolicies?: Readonly<Record<string, number>>;
  /** The unit that each account is in. */
  readonly unitOf?: Readonly<Record<string, string>>;
  /** Whether Identity Center answers in the home region. */
  readonly identityCenterHere?: boolean;
  /** Builds that may run at once in each tooling account. */
  readonly concurrentBuilds?: Readonly<Record<string, number>>;
  /** Status of each connection, by its ARN. */
  readonly connections?: Readonly<Record<string, string>>;
  /** Stacks that stand, as `account region name`. */
  readonly stacks?: readonly string[];
  /** Accounts whose stacks could be looked at. */
  readonly lookedInto?: readonly string[];
  /** Accounts and regions, `account region`, in which Application Signals is on. */
  readonly discovered?: readonly string[];
  /** Roles that each account has and may have. */
  readonly roleRoom?: Readonly<Record<string, { readonly roles: number; readonly quota: number }>>;
  /** Roles of services of each guarded account, outside of the machine paths. */
  readonly serviceRoles?: Readonly<Record<string, readonly ServiceRole[]>>;
  /** Names of the service-linked roles of each prod account. */
  readonly linkedRoles?: Readonly<Record<string, readonly string[]>>;
  /** The snapshot that platform.yaml names. */
  readonly snapshotFile?: SnapshotFile;
  /** The assembly that the steps deploy. */
  readonly assembly?: AssemblyFile;
  /** Digest of the template that the organization's stack was deployed with. */
  readonly organization?: string;
  /** What of the platform's files the repository does not have yet; empty where it has all. */
  readonly unpushed?: string;
  /** Names of the stack sets of management. */
  readonly stackSets?: readonly string[];
  /** What nobody could look at. */
  readonly unseen?: readonly Unseen[];
}
