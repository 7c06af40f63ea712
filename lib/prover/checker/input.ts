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
  readonly conditions: readonly {
    readonly operator: string;
    readonly key: string;
    readonly values: readonly string[];
    readonly ifExists: boolean;
    readonly quantifier: string;
  }[];
  readonly unreadable: readonly unknown[];
  readonly where: string;
}

/** A policy with its place. */
export interface CheckedPolicy {
  readonly where: string;
  readonly policy: { readonly statements: readonly CheckedStatement[] };
}

/** A user or a role. */
export interface CheckedPrincipal {
  readonly arn: string;
  readonly account: string;
  readonly identityPolicies: readonly CheckedPolicy[];
  readonly boundary?: CheckedPolicy;
  readonly trust?: CheckedPolicy;
  readonly person?: unknown;
  readonly serviceLinked?: boolean;
}

/** The world. */
export interface CheckedWorld {
  readonly subject: { readonly digest: string };
  readonly managementAccountId: string;
  readonly accounts: readonly {
    readonly id: string;
    readonly environment: string;
    readonly ous: readonly string[];
    readonly principals: readonly CheckedPrincipal[];
  }[];
  readonly policies: readonly (CheckedPolicy & { readonly type: string; readonly targets: readonly string[] })[];
}

/** Why a named write is not allowed: the statement that forbids it, or the layer that allows none of it. */
export type BlockingClause =
  | { readonly kind: 'deny'; readonly statement: string }
  | { readonly kind: 'level'; readonly level: string }
  | { readonly kind: 'boundary' }
  | { readonly kind: 'decided' };

/** The writes that an Allow statement names and that one clause blocks, for principals that share them. */
export interface Blocked {
  readonly principals: readonly string[];
  readonly allow: string;
  readonly actions: readonly string[];
  readonly clause: BlockingClause;
}

/** What a proof hands over to be checked. */
export interface Certificate {
  readonly version: 1;
  readonly subject: string;
  readonly catalogue: { readonly name: string; readonly version: string };
  readonly verdicts: Readonly<Record<string, string>>;
  /** Everybody whom people can come to act as or drive. */
  readonly reachable: readonly string[];
  readonly blocked: readonly Blocked[];
  readonly assumptions: readonly { readonly id: string; readonly statement: string }[];
  readonly exceptions: readonly { readonly id: string; readonly statement: string }[];
}
