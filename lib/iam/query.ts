import type { Policy, Statement, Unreadable } from './model';

/**
 * What the decision procedure is asked and what it answers. A query asks for one request (action, resource, principal,
 * context) that every layer allows and no deny statement forbids.
 */

/** A statement with what its reading depends on, and where a person would change it. */
export interface BoundStatement {
  readonly statement: Statement;
  /** Policy variables expand only under 2012-10-17. */
  readonly version: Policy['version'];
  /** Name or place of the policy, for answers: a construct path, a snapshot path, an ARN. */
  readonly source: string;
}

/** Statements of one layer (identity policies, a boundary, one level of service control policies): any Allow suffices. */
export type Layer = readonly BoundStatement[];

/**
 * What is known of a context key of the request.
 * - `absent`: the request does not carry it;
 * - `values`: exactly these values (a set; one for a single-valued key);
 * - `optional`: absent, or exactly these values;
 * - `present`: carried by every request, whatever its value;
 * - `pattern`: present, all values matching one of the patterns (`*` and `?` match any characters), none of `except`;
 * - `any`: absent or anything, the same as a key that is not named.
 */
export type KeyFact =
  | { readonly kind: 'absent' }
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'pattern'; readonly patterns: readonly string[]; readonly except?: readonly string[] }
  | { readonly kind: 'optional'; readonly values: readonly string[] }
  | { readonly kind: 'present' }
  | { readonly kind: 'any' };

/** The kinds of callers that a Principal element can tell apart. */
export type CallerKind = 'role' | 'session' | 'user' | 'root' | 'service' | 'federated' | 'canonical' | 'anonymous';

/**
 * Who makes the request. A `role` stands for any of its sessions; its ARN, like a user's, may hold `*` and then denotes
 * the names that CloudFormation may generate.
 */
export interface Caller {
  readonly kind: CallerKind;
  /** ARN of a role, session, user, root or provider; host name of a service; `*` for an anonymous caller. */
  readonly id: string;
}

/** How far statements count that cannot be decided: `may` as if they matched, `must` as if they did not. */
export interface Reading {
  /** @default 'may' */
  readonly allow?: 'may' | 'must';
  /** @default 'must' */
  readonly deny?: 'may' | 'must';
}

/** A question to the decision procedure. */
export interface Query {
  /** Concrete action names (`s3:PutObject`), of which one is sought; absent: every name under a service prefix. */
  readonly actions?: readonly string[];
  /**
   * Patterns of the request's resource, any characters for `*` and `?`: the resource is sought among their strings.
   * Absent: any string.
   */
  readonly resource?: readonly string[];
  /** Restrict the resource to the types that the action acts on, by the pinned catalogue. @default false */
  readonly actsOn?: boolean;
  /** Candidates for the caller, of which one is sought; absent: Principal elements are not looked at. */
  readonly callers?: readonly Caller[] | 'anyone';
  /** Facts about context keys, by name, in any case. Keys that are not named are free. */
  readonly context?: Readonly<Record<string, KeyFact>>;
  /** Every layer must allow; Deny statements within layers are ignored. At least one. */
  readonly layers: readonly Layer[];
  /** Statements that forbid; only their Deny statements count. */
  readonly denies: readonly BoundStatement[];
  readonly reading?: Reading;
  /** Steps after which the answer is unknown. @default 20000 */
  readonly budget?: number;
}

/** A concrete request. */
export interface Request {
  /** Absent where nobody asked for the caller. */
  readonly principal?: string;
  readonly action: string;
  readonly resource: string;
  /** Context keys that are present, each with its values. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** There is such a request. */
export interface Satisfied {
  readonly verdict: 'sat';
  readonly request: Request;
  /** The Allow statement of each layer that admits the request, in the order of the layers. */
  readonly because: readonly BoundStatement[];
  /** Undecidable parts that the answer counts in the request's favour. */
  readonly assuming: readonly Unreadable[];
}

/** There is none. */
export interface Unsatisfied {
  readonly verdict: 'unsat';
  /** Index of the first layer without any Allow for these actions and resources; absent where denies forbid. */
  readonly layer?: number;
  /** The deny statements that take part in forbidding; empty where a layer allows nothing. */
  readonly blocking: readonly BoundStatement[];
}

/** A cap was reached or an undecidable construct decides. */
export interface Undecided {
  readonly verdict: 'unknown';
  readonly why: string;
  /** The place that cannot be decided, where there is one. */
  readonly where?: string;
}

/** The three answers. */
export type Answer = Satisfied | Unsatisfied | Undecided;
