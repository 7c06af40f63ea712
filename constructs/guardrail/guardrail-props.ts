import type { TrustedServiceRole } from './trusted-role-props';

/**
 * A request that people may make in a guarded account although it is no read: one entry of `exceptions` in the snapshot
 * format. Approvals, runbooks and break-glass are the usual ones.
 */
export interface GuardrailException {
  /** Unique in the organization, for example `approve-orders-ReleaseManager`. */
  readonly id: string;
  /** Why it is sanctioned, in the words that a certificate prints. */
  readonly statement: string;
  /** Patterns of role ARNs; `*` matches any characters of the role's path and name. */
  readonly principals: string[];
  /** Exact actions, for example `codepipeline:PutApprovalResult`; `*` alone lifts the ceiling for the principals. */
  readonly actions: string[];
  /** Resource ARNs, as narrow as the action allows. */
  readonly resources: string[];
  /**
   * In which context alone it is sanctioned: values by condition key by operator, as in the Condition of the statement
   * that allows it. The proof refuses an allowed request outside of it. Snapshots and control policies do not carry it.
   * @default - in any context
   */
  readonly condition?: { [operator: string]: { [key: string]: string[] } };
  /**
   * Host name of the service that acts as the principals: what a person does who comes to act as them is not sanctioned.
   * @default - people act as them
   */
  readonly service?: string;
}

/** Accounts under one ceiling: machines write, everyone else reads. */
export interface GuardedUnit {
  /** Name for the policy, for example `prod`: letters, digits and hyphens. */
  readonly name: string;
  /** Ids of organizational units or accounts. */
  readonly targets: string[];
  /**
   * What people may do there beyond reading.
   * @default - nothing
   */
  readonly exceptions?: GuardrailException[];
  /**
   * What the unit's control policies leave open by the names of Identity Center's roles, in the place of the exceptions:
   * policies of one size for one application and for hundreds. Each exception must lie within one of them. Whatever else
   * lies within one is no exception: permission sets hold it back, and the proof refutes what they do not. It knows the
   * names of this package's personas, approvals, stop addresses and records, and refutes what is open beyond.
   * @default - the policies name each exception
   */
  readonly conventions?: GuardrailException[];
  /**
   * Ids of the accounts in it, so that exceptions for services' roles name each role exactly.
   * @default - exceptions name the role in any account
   */
  readonly accounts?: string[];
}

/** What the organization's guardrails are attached to and whom they name. */
export interface OrganizationGuardrailsProps {
  /** The units that hold prod, tooling and audit accounts; each gets its own ceiling and the rules for machine roles. */
  readonly guardedUnits: GuardedUnit[];
  /**
   * Where nobody may touch the guardrails: ids of the units or accounts that hold environments, tooling and audit. On the
   * root, no account could be prepared for any of them.
   */
  readonly protectedTargets: string[];
  /**
   * ARNs of the pipeline roles in the tooling account that may assume deployment roles in other accounts: exact ones, or
   * by the end of the name (`arn:aws:iam::111111111111:role/guarded/pipeline/*-deploy-*`) where the trust of each
   * deployment role names the exact one.
   */
  readonly pipelineRoleArns: string[];
  /**
   * Patterns of the paths of units (`aws:PrincipalOrgPaths`) that the accounts of pipelines are in. Pipeline roles may
   * then be named in any account, `arn:aws:iam::*:role/guarded/pipeline/*-deploy-*`: the policy is the same for one
   * account and for many.
   * `o-abc123defg/r-ab12/*ou-ab12-tooling0/*`
   * @default - pipeline roles name their accounts
   */
  readonly pipelineOrgPaths?: string[];
  /**
   * Patterns of role ARNs that may change guardrails inside member accounts. Each is a way around the fence, so the
   * best list is empty: move the account out of the guarded unit to change its guardrails.
   * @default - nobody
   */
  readonly administratorRoleArns?: string[];
  /**
   * Roles outside the machine paths that services of AWS act as in guarded accounts, each with the exact actions that it may
   * do there beyond reading: `TrustedServiceRoles.controlTower('100000000000')`.
   * @default - none
   */
  readonly trustedServiceRoles?: TrustedServiceRole[];
}
