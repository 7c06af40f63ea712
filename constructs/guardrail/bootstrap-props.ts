/** What the accounts of a hardened bootstrap are for; decides what may be deployed through it. */
export enum BootstrapKind {
  /** Prod and test: the pipeline deploys workloads within the boundary. */
  WORKLOAD = 'workload',
  /** Dev: developers deploy too, still within the boundary. */
  OPEN = 'open',
  /** Tooling and audit: the platform's own pipeline deploys pipelines and their roles. */
  PLATFORM = 'platform',
}

/** One application of an account that several share: it deploys by roles of its own, and its own stacks alone. */
export interface BootstrapTenant {
  /** Name of the application, 2 to 20 characters. */
  readonly application: string;
  /** Beginnings of the names of its stacks, without the hyphen that follows: `orders-prod-eu-west-2`. */
  readonly stacks: string[];
  /** Exact ARNs of the pipeline roles that may deploy and publish its assets. */
  readonly deployRoleArns: string[];
  /**
   * Exact ARNs of the roles that may look up values for it.
   * @default - deployRoleArns
   */
  readonly lookupRoleArns?: string[];
}

/** Whom a bootstrap stack trusts, and with what. */
export interface HardenedBootstrapProps {
  /** Account to bootstrap, twelve digits. */
  readonly account: string;
  /** Region to bootstrap; each region that is deployed to needs a stack of its own. */
  readonly region: string;
  /** What the account is for. */
  readonly kind: BootstrapKind;
  /** Exact ARNs of the pipeline roles that may deploy and publish assets; none where `tenants` says whose they are. */
  readonly deployRoleArns: string[];
  /**
   * Applications that share the account, each with roles of its own in place of the account's.
   * @default - the account is one application's
   */
  readonly tenants?: BootstrapTenant[];
  /**
   * Exact ARNs of the roles that may look up values at synthesis.
   * @default - deployRoleArns
   */
  readonly lookupRoleArns?: string[];
  /**
   * Patterns of the developers' role ARNs, for BootstrapKind.OPEN only.
   * @default - none
   */
  readonly developerRoleArns?: string[];
  /**
   * Name of the stack. The guardrails protect names that begin with `guarded-`.
   * @default 'guarded-bootstrap'
   */
  readonly stackName?: string;
  /**
   * Bucket of the account and region that the template goes through as it is deployed: with two tenants it is larger than what
   * CloudFormation takes without one.
   * @default - none; the template is handed over as it is
   */
  readonly templateBucket?: string;
}
