/**
 * The policy model: what a policy document says, parsed completely. Whatever could not be read stands in the
 * document as an `Unreadable` with its place; it counts as anything in an Allow and as nothing in a Deny.
 */

/** How a document is attached; decides which elements it must and must not have. */
export type PolicyKind = 'identity' | 'resource' | 'trust' | 'scp' | 'rcp' | 'boundary';

/** `Action`/`NotAction`, `Resource`/`NotResource`: patterns with `*` and `?`; `negated` for the Not forms. */
export interface PatternElement {
  readonly patterns: readonly string[];
  readonly negated: boolean;
}

/** One entry of a Principal element. `type` is `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` alone is AWS `*`. */
export interface PrincipalEntry {
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly value: string;
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  readonly entries: readonly PrincipalEntry[];
  readonly negated: boolean;
}

/** One key of one operator in a Condition block; all conditions of a statement must hold. */
export interface Condition {
  /** Base operator as AWS spells it, without quantifier and IfExists: `StringLike`, `ArnNotEquals`, `Null`, … */
  readonly operator: string;
  readonly quantifier: 'none' | 'ForAnyValue' | 'ForAllValues';
  readonly ifExists: boolean;
  /** Context key as written, for example `aws:PrincipalArn`; compare case-insensitively. */
  readonly key: string;
  readonly values: readonly string[];
}

/** A part that could not be read: an unknown operator, an opaque intrinsic, a wrong type. */
export interface Unreadable {
  readonly why: string;
  /** Path within the document, for example `Statement[2].Condition.StringMatches`. */
  readonly where: string;
}

/** One statement. */
export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** Present in resource and trust policies and RCPs. */
  readonly principals?: PrincipalElement;
  readonly actions: PatternElement;
  /** Absent in trust policies: the role itself. */
  readonly resources?: PatternElement;
  readonly conditions: readonly Condition[];
  /** Parts of this statement that nobody can decide; an Allow keeps its other parts, a Deny gives no credit. */
  readonly unreadable: readonly Unreadable[];
  /** Path within the document: `Statement[0]`. */
  readonly where: string;
}

/** A parsed document. */
export interface Policy {
  readonly kind: PolicyKind;
  /** Policy variables expand only under 2012-10-17; a missing Version means 2008-10-17. */
  readonly version: '2008-10-17' | '2012-10-17';
  readonly statements: readonly Statement[];
}
