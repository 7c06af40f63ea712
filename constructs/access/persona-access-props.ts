import type { Duration } from 'aws-cdk-lib';
import type { Persona } from './persona';

/** One manual approval action of a pipeline in a tooling account, and the persona that answers it. */
export interface ApprovalAccess {
  /** `ReleaseManager` or `BusinessOwner`; no other persona approves. */
  readonly persona: Persona;
  /** Exact name of the pipeline, for example `orders`. */
  readonly pipelineName: string;
  /** Region of the pipeline, for example `eu-west-2`. */
  readonly region: string;
  /**
   * Tooling account that holds the pipeline, 12 digits.
   * @default - `toolingAccountId`
   */
  readonly accountId?: string;
  /**
   * Exact name of the pipeline's stage that holds the approvals.
   * @default 'Approve'
   */
  readonly stageName?: string;
  /**
   * Exact name of the approval action.
   * @default - the persona's name, for example `ReleaseManager`
   */
  readonly actionName?: string;
}

/** An SSM Automation document that people may start in the prod accounts. */
export interface RunbookAccess {
  /** Exact name of the document, for example `orders-restart-consumer` or `AWS-RestartEC2Instance`. */
  readonly documentName: string;
  /**
   * Name of the role under `/guarded/workload/` that the runbook runs as. Starting such a runbook needs iam:PassRole on
   * this one role, for ssm.amazonaws.com alone; it becomes an exception of its own. Who passes a role can act as it, so
   * the proof counts the role among the people's: prefer functionNames.
   * @default - no role is passed: the document runs with the rights of the person
   */
  readonly roleName?: string;
  /**
   * Names of functions that the document calls with the rights of the person: they write with their own role, as the
   * workload that they belong to, and do nothing but what their code says. Each becomes an exception of its own.
   * @default - none
   */
  readonly functionNames?: string[];
  /**
   * Prod accounts that hold the runbook, 12 digits each.
   * @default - all of `prodAccountIds`
   */
  readonly accountIds?: string[];
  /**
   * Regions in which it may be started.
   * @default - every region
   */
  readonly regions?: string[];
  /**
   * Who may start it: `OnCall`, `Operator`, or both.
   * @default [Persona.ON_CALL, Persona.OPERATOR]
   */
  readonly personas?: Persona[];
}

/** A write-once store that auditors read. */
export interface EvidenceAccess {
  /** Exact name of the bucket. */
  readonly bucketName: string;
  /**
   * ARN of the key that encrypts it.
   * @default - known by keyAlias
   */
  readonly keyArn?: string;
  /**
   * Alias of the key of the audit account that encrypts it, for example `alias/guarded-evidence`.
   * @default - known by keyArn; without either auditors get no kms:Decrypt
   */
  readonly keyAlias?: string;
}

/** Change control of one application, by the names under which it is deployed in its tooling account. */
export interface ChangeControlAccess {
  /** Application, for example `orders`. */
  readonly application: string;
  /** Region of change control, for example `eu-west-2`. */
  readonly region: string;
  /**
   * Tooling account that holds it, 12 digits.
   * @default - `toolingAccountId`
   */
  readonly accountId?: string;
  /**
   * Name of the change control that the application shares with others, for example `control`.
   * @default - it has a change control of its own
   */
  readonly sharedChangeControl?: string;
}

/**
 * A request that the organization sanctions although a person makes it in a guarded account: one entry of `exceptions`
 * in the snapshot format. In each pattern `*` matches any characters.
 */
export interface SanctionedRequest {
  /** Unique in the organization, for example `approve-orders-ReleaseManager`. */
  readonly id: string;
  /** Why it is sanctioned, as a certificate prints it. */
  readonly statement: string;
  /** Patterns of principal ARNs. */
  readonly principals: string[];
  /** Exact actions. */
  readonly actions: string[];
  /** Patterns of resource ARNs. */
  readonly resources: string[];
  /**
   * In which context alone it is sanctioned: values by condition key by operator, as in the Condition of the statement
   * that allows it. The proof refuses an allowed request outside of it. Snapshots and control policies do not carry it.
   * @default - in any context
   */
  readonly condition?: { [operator: string]: { [key: string]: string[] } };
}

/** What `PersonaAccess` needs to know; every list is flat and can be written by hand. */
export interface PersonaAccessProps {
  /** ARN of the IAM Identity Center instance: `arn:<partition>:sso:::instance/ssoins-<16 characters>`. */
  readonly instanceArn: string;
  /** Account that holds the pipelines, 12 digits. */
  readonly toolingAccountId: string;
  /**
   * Further accounts that hold pipelines, 12 digits each; approvals and change controls say in which they are.
   * @default - none
   */
  readonly otherToolingAccountIds?: string[];
  /** Account that holds the trail and the evidence, 12 digits. */
  readonly auditAccountId: string;
  /** Prod accounts, 12 digits each. */
  readonly prodAccountIds: string[];
  /**
   * Test accounts, 12 digits each.
   * @default - none
   */
  readonly testAccountIds?: string[];
  /**
   * Dev accounts, 12 digits each. They must carry the workload boundary (see `boundaryName`).
   * @default - none
   */
  readonly devAccountIds?: string[];
  /**
   * Application or team whose people these are: it prefixes the names of the permission sets (`orders-Developer`), so that
   * those with different groups stay apart.
   * @default - none: one set of personas for the whole organization
   */
  readonly application?: string;
  /**
   * Personas that permission sets are made for.
   * @default - all of them
   */
  readonly personas?: Persona[];
  /**
   * What operators and auditors hold, where it is more than what the others hold: their applications, accounts and stores.
   * @default - as the others
   */
  readonly overseers?: PersonaAccessProps;
  /**
   * Say where runbooks may be started by the accounts that permission sets are assigned in, instead of naming each with each
   * of its regions: an inline policy has room for 10,240 characters. Documents and functions stay exact.
   * @default false
   */
  readonly runbooksByNameAlone?: boolean;
  /**
   * Keep these people from the pipelines of other applications than those of `changeControls`: in tooling they see the names of
   * the others, and nothing more.
   * @default false
   */
  readonly ownPipelinesAlone?: boolean;
  /**
   * Identity store ids of the groups of developers.
   * @default - nobody
   */
  readonly developerGroupIds?: string[];
  /**
   * Identity store ids of the groups of on-call engineers.
   * @default - nobody
   */
  readonly onCallGroupIds?: string[];
  /**
   * Identity store ids of the groups of release managers.
   * @default - nobody
   */
  readonly releaseManagerGroupIds?: string[];
  /**
   * Identity store ids of the groups of business owners.
   * @default - nobody
   */
  readonly businessOwnerGroupIds?: string[];
  /**
   * Identity store ids of the groups of operators.
   * @default - nobody
   */
  readonly operatorGroupIds?: string[];
  /**
   * Identity store ids of the groups of auditors.
   * @default - nobody
   */
  readonly auditorGroupIds?: string[];
  /**
   * The approval actions, each with the persona that answers it.
   * @default - none: nobody approves
   */
  readonly approvals?: ApprovalAccess[];
  /**
   * The runbooks that may be started in prod.
   * @default - none
   */
  readonly runbooks?: RunbookAccess[];
  /**
   * Change control of the applications: on-call engineers and release managers may stop the line (whether they may also
   * start it, change control decides by who calls), and everyone with a place in tooling reads the change records.
   * @default - none
   */
  readonly changeControls?: ChangeControlAccess[];
  /**
   * The write-once stores that auditors read.
   * @default - none
   */
  readonly evidence?: EvidenceAccess[];
  /**
   * Length of a session by persona name, one to twelve hours.
   * @default - 8 hours for Developer and Auditor, 4 for OnCall, 1 for the others
   */
  readonly sessionLengths?: { [persona: string]: Duration };
  /**
   * Name of the customer managed policy, present in each dev account, that bounds developers there.
   * @default 'workload-boundary'
   */
  readonly boundaryName?: string;
  /**
   * Path of that policy.
   * @default '/guarded/guardrail/'
   */
  readonly boundaryPath?: string;
  /**
   * Make a `BreakGlass` permission set that is assigned to nobody. An operator gets it for an hour through whatever
   * grants access on request; the organization's service control policy must name it as an exception to let it write.
   * @default false
   */
  readonly breakGlass?: boolean;
}
