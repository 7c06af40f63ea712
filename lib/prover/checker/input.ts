import type { Claim } from './claims';

/**
 * What the checker reads of a world and of a certificate: plain data, so that it shares no code with the search. It is
 * written anew on purpose; a mistake in one is not repeated in the other.
 */

/** A statement as the checker reads it. */
export interface CheckedStatement {
  readonly effect: string;
  readonly actions: { readonly patterns: readonly string[]; readonly negated: boolean };
  readonly resources?: { readonly patterns: readonly string[]; readonly negated: boolean };
  readonly principals?: {
    readonly entries: readonly { readonly type: string; readonly value: string }[];
    readonly negated: boolean;
  };
  readonly conditions: readonly CheckedCondition[];
  readonly unreadable: readonly unknown[];
  readonly where: string;
}

/** One key of one operator. */
export interface CheckedCondition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly ifExists: boolean;
  readonly quantifier: string;
}

/** A policy with its place. */
export interface CheckedPolicy {
  readonly where: string;
  /** ARN of the managed policy that it is. */
  readonly arn?: string;
  readonly policy: { readonly version: string; readonly statements: readonly CheckedStatement[] };
}

/** A user or a role. */
export interface CheckedPrincipal {
  readonly arn: string;
  readonly where?: string;
  readonly kind: string;
  readonly account: string;
  readonly identityPolicies: readonly CheckedPolicy[];
  readonly boundary?: CheckedPolicy;
  readonly trust?: CheckedPolicy;
  /** Present for people; those whom a service lets in act as one role or session alone. */
  readonly person?: { readonly permissionSet?: string; readonly through?: { readonly act: string } };
  /** ARN of the role whose session this is, held narrower by its boundary. */
  readonly sessionOf?: string;
  readonly serviceLinked?: boolean;
}

/** What runs as a role, carries a policy, or both. */
export interface CheckedResource {
  readonly arn: string;
  readonly where: string;
  /** CloudFormation type name. */
  readonly type?: string;
  readonly account: string;
  readonly roles: readonly string[];
  readonly policy?: CheckedPolicy;
  readonly dependsOn: readonly string[];
}

/** One account. */
export interface CheckedAccount {
  readonly id: string;
  readonly environment: string;
  readonly ous: readonly string[];
  readonly closed?: boolean;
  readonly principals: readonly CheckedPrincipal[];
  readonly resources: readonly CheckedResource[];
}

/** A service or resource control policy. */
export interface CheckedControl extends CheckedPolicy {
  readonly type: string;
  readonly targets: readonly string[];
}

/** A resource as its stack's template has it. */
export interface CheckedTemplate {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** JSON of the `policy.json` beside a function's code. */
  readonly policy?: unknown;
  /** JSON of the `policies.json` beside the code of a function that serves many applications. */
  readonly policies?: unknown;
  readonly refersTo?: readonly {
    readonly dimension: string;
    readonly metric: number;
    readonly logicalIds: readonly string[];
  }[];
  readonly uncertain?: boolean;
  readonly ref: string;
  readonly arn?: string;
  readonly where: string;
}

/** A stack of an assembly. */
export interface CheckedStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly resources: readonly CheckedTemplate[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly stage: string;
  readonly where: string;
}

/** A resource that is as the package makes it. */
export interface CheckedPart {
  readonly arn: string;
  readonly type: string;
  readonly account: string;
  readonly where: string;
}

/** The world. */
export interface CheckedWorld {
  readonly subject: { readonly digest: string; readonly source?: string };
  readonly organizationId: string;
  readonly managementAccountId: string;
  readonly delegatedAdministrators: readonly { readonly accountId: string }[];
  readonly identityCenter?: boolean;
  readonly accounts: readonly CheckedAccount[];
  readonly policies: readonly CheckedControl[];
  readonly machinery?: readonly CheckedPart[];
  readonly stacks?: readonly CheckedStack[];
  readonly exceptions: readonly CheckedException[];
}

/** What is sanctioned, for whom and on what. */
export interface CheckedException {
  readonly id: string;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: readonly CheckedCondition[];
  readonly service?: string;
}

/** Names of actions, taken as data: what is no plain read, and what the catalogue knows at all. */
export interface CheckedActions {
  readonly writes: readonly string[];
  readonly known: ReadonlySet<string>;
  /** Those of the writes that manage permissions. */
  readonly managing: readonly string[];
  /** The commands of the platform's own scripts; absent where the package does not hold them. */
  readonly scripts?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Why a reached principal is not allowed some writes, whatever the resource:
 * - `deny`: the statement at this place forbids them;
 * - `level`: the service control policies of this level (root, unit or account) allow none of them;
 * - `silent`: neither its identity policies nor any resource's policy of its account allows them;
 * - `boundary`: its boundary allows none of them, nor does any resource's policy;
 * - `exception`: it is allowed them, within the resources of these exceptions;
 * - `decided`: more than one statement or resource matters, and only the search shows it.
 */
export type WriteClause =
  | { readonly kind: 'deny'; readonly statement: string }
  | { readonly kind: 'level'; readonly level: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'boundary' }
  | { readonly kind: 'exception'; readonly ids: readonly string[] }
  | { readonly kind: 'decided' };

/** Principals, the writes that one clause blocks, as an index into `atoms`, and the clause. */
export interface Blocked {
  readonly principals: readonly string[];
  readonly atom: number;
  readonly clause: WriteClause;
}

/**
 * Why a statement that names somebody lets none of the people's principals in: its condition fails for the caller, a deny
 * forbids it, or the caller's own policies do not allow it.
 */
export type DoorClause =
  | { readonly kind: 'condition'; readonly key: string }
  | { readonly kind: 'deny'; readonly statement: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'decided' };

/** A caller (a reached principal, or `account/*`: anybody in an open account), a statement of a role's trust policy or of a resource's, and why it is no way in. */
export interface Door {
  readonly callers: readonly string[];
  readonly to: string;
  readonly statement: string;
  readonly clause: DoorClause;
}

/**
 * Why no role outside the machine paths is allowed some writes in some accounts, whatever its own policies say: the
 * statement at this place forbids them, the control policies of this level allow none of them, or only the search shows it.
 */
export interface CeilingClaim {
  readonly accounts: readonly string[];
  /** Index into the ceiling's `atoms`. */
  readonly atom: number;
  readonly clause: Extract<WriteClause, { kind: 'deny' | 'level' | 'decided' }> | SanctionedClause;
}

/**
 * Two kinds of statements together: `outside` forbids everything but some resources, and each of those is forbidden by
 * one of `within` to everybody but machines and whom an exception sanctions there.
 */
export interface SanctionedClause {
  readonly kind: 'sanctioned';
  readonly outside: string;
  readonly within: readonly string[];
}

/** What shows ceiling-holds-for-any-role: every write in every guarded account. */
export interface Ceiling {
  readonly atoms: readonly (readonly string[])[];
  readonly claims: readonly CeilingClaim[];
}

/** What a proof hands over to be checked. */
export interface Certificate {
  readonly version: 3;
  /** Digest of the files. */
  readonly subject: string;
  /** Digest of the world that was read from them. */
  readonly world: string;
  readonly catalogue: { readonly name: string; readonly version: string };
  readonly verdicts: Readonly<Record<string, string>>;
  /** Accounts taken as wholly in people's hands, whatever is in them. */
  readonly open: readonly string[];
  /** Everybody else whom people can come to act as or drive. */
  readonly reachable: readonly string[];
  /** Accounts with reachable principals whose inner ways only the search shows. */
  readonly searched: readonly string[];
  /** Groups of writes. */
  readonly atoms: readonly (readonly string[])[];
  readonly blocked: readonly Blocked[];
  readonly doors: readonly Door[];
  readonly ceiling: Ceiling;
  /** How many claims the checker verifies, and how many rest on the search alone. */
  readonly claims: { readonly verified: number; readonly decided: number };
  /** What each theorem that is proved rests on, claim by claim, but for what stands above. */
  readonly theorems?: Readonly<Record<string, readonly Claim[]>>;
  readonly assumptions: readonly { readonly id: string; readonly statement: string }[];
  readonly exceptions: readonly { readonly id: string; readonly statement: string }[];
}
