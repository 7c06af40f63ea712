/**
 * Names that the constructs of self-service environments, their functions, the command and the workload's own app share.
 * Constants only; all sides import them, so none can drift alone.
 */

/** Handlers: the build bundles them all to `dist/runtime/sandbox/index.js`, which exports each under its name. */
export const SANDBOX_HANDLERS = ['api', 'life', 'remove', 'sweep', 'preview'] as const;

/** Name of a handler of self-service environments. */
export type SandboxHandlerName = (typeof SANDBOX_HANDLERS)[number];

/** Tag of everything that a lease owns; its value is what `leaseTag` makes. */
export const LEASE_TAG = 'guarded:lease';

/** Value of the tag: `orders.search`. Applications share dev accounts, and each names its leases as it likes. */
export function leaseTag(application: string, lease: string): string {
  return `${application}.${lease}`;
}

/** Name of the lease that a value of the tag is of; undefined where it is none of the application's. */
export function leaseOfTag(application: string, value: string | undefined): string | undefined {
  const beginning = leaseTag(application, '');
  return value?.startsWith(beginning) && value.length > beginning.length ? value.slice(beginning.length) : undefined;
}

/** An environment of this kind of name belongs to a lease, and so does every stack whose name begins with it. */
export const LEASE_PREFIX = 'lease-';

/** Environment variables of the functions. */
export const SANDBOX_ENV = {
  /** DynamoDB table: string keys `pk` and `sk`, time to live `expires`. */
  table: 'SANDBOX_TABLE',
  /** Write-once bucket of the records. */
  records: 'SANDBOX_RECORDS',
  /** Topic that says what happens to leases. */
  topic: 'SANDBOX_TOPIC_ARN',
  /** State machine that leads a lease through its life. */
  machine: 'SANDBOX_STATE_MACHINE_ARN',
  /** Project that builds an application's assembly. */
  buildProject: 'SANDBOX_BUILD_PROJECT',
  /** Project that deploys it. */
  deployProject: 'SANDBOX_DEPLOY_PROJECT',
  /** Group of the schedules. */
  scheduleGroup: 'SANDBOX_SCHEDULE_GROUP',
  /** Role by which a schedule starts the state machine. */
  scheduleRole: 'SANDBOX_SCHEDULE_ROLE_ARN',
  /** Role that CloudFormation acts as when it changes or deletes a lease's stack. */
  executionRole: 'SANDBOX_EXECUTION_ROLE_ARN',
} as const;

/** Beginnings of the keys in the bucket of what is built and deployed for leases. */
export const WORK_PREFIXES = { builds: 'builds', assets: 'assets/' } as const;

/** Namespace of the metrics that the dashboard shows; dimensions Application, Lease and Owner. */
export const SANDBOX_METRICS = 'GuardedEnvironments/Sandbox';

/** What a build is told of the lease that it builds for; `Environment.lease` of the workload's app reads it. */
export const LEASE_VARIABLES = {
  name: 'GUARDED_LEASE',
  application: 'GUARDED_LEASE_APPLICATION',
  account: 'GUARDED_LEASE_ACCOUNT',
  region: 'GUARDED_LEASE_REGION',
} as const;

/** Variables of the build that a deployment takes over. */
export const BUILD_EXPORTS = { digest: 'DIGEST' } as const;

/** Everything that self-service of an application is deployed under, in its dev account. */
export const SANDBOX_NAMES = {
  /** Beginning of all of them: what developers may not touch although the account is theirs. */
  own: (application: string) => `guarded-sandbox-${application}`,
  function: (application: string, handler: SandboxHandlerName) => `guarded-sandbox-${application}-${handler}`,
  table: (application: string) => `guarded-sandbox-${application}`,
  machine: (application: string) => `guarded-sandbox-${application}-life`,
  project: (application: string, what: 'build' | 'deploy' | 'branches') => `guarded-sandbox-${application}-${what}`,
  scheduleGroup: (application: string) => `guarded-sandbox-${application}`,
  topic: (application: string) => `guarded-sandbox-${application}`,
  dashboard: (application: string) => `guarded-sandbox-${application}`,
  role: (application: string, what: string) => `${application}-sandbox-${what}`,
  /** 63 characters are the most. */
  bucket: (application: string, what: 'ended' | 'work' | 'code', account: string, region: string) =>
    `guarded-${application}-${what}-${account}-${region}`,
  rule: (application: string, what: string) => `guarded-sandbox-${application}-${what}`,
  logGroup: (application: string, what: string) => `/guarded/sandbox/${application}/${what}`,
} as const;

/** Beginning of the names of a lease's stacks: `orders-lease-alice-search-eu-west-2-`. */
export function stackPrefix(application: string, lease: string, region: string): string {
  return `${application}-${LEASE_PREFIX}${lease}-${region}-`;
}

/** Beginning of the names of all leases' stacks of an application. */
export function leaseStacks(application: string): string {
  return `${application}-${LEASE_PREFIX}`;
}

/** Name of the nested assembly of a lease, as its stage is named. */
export function leaseAssembly(application: string, lease: string, region: string): string {
  return `assembly-${application}-${LEASE_PREFIX}${lease}-${region}`;
}
