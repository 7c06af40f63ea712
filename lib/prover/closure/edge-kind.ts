/** What a kind of edge is asked of, and what follows. */
export type EdgeTarget =
  'role' | 'user' | 'group' | 'managed-policy' | 'provider' | 'resource' | 'organization' | 'account';

/**
 * What an edge gives.
 * - `act`: act as the target; `drive`: choose what the target resource does, and so act as its roles;
 * - `rewrite`: the target principals' identity policies allow anything; `gain`: a group's policies; `swap`: another version;
 * - `strip`: identity denies go; `unbind`: the boundary goes; `retag`: tags can be chosen, `untag`: taken away; `trust`: anyone may assume it;
 * - `uncontrol`: service control policies go; `widen`: what they allow, not what they deny; `depart`: the account leaves;
 * - `assign`, `make-sets`, `rewrite-sets`, `unbind-sets`: permission sets; `root`, `stack-sets`: principals in member accounts;
 * - `delegate`: other accounts come to administer the organization's services.
 */
export type EdgeYield =
  | 'act'
  | 'drive'
  | 'rewrite'
  | 'gain'
  | 'swap'
  | 'strip'
  | 'unbind'
  | 'retag'
  | 'untag'
  | 'trust'
  | 'uncontrol'
  | 'widen'
  | 'depart'
  | 'delegate'
  | 'make-sets'
  | 'assign'
  | 'rewrite-sets'
  | 'unbind-sets'
  | 'root'
  | 'stack-sets';

/** One way to come to act as, drive or change somebody. */
export interface EdgeKind {
  readonly id: string;
  readonly description: string;
  readonly on: EdgeTarget;
  /** Only roles that trust this service. */
  readonly trusting?: string;
  /** CloudFormation types of the resources; absent: the target class says it. */
  readonly types?: readonly string[];
  /**
   * Alternatives, each a list of actions that are needed jointly. An action acts on the target, `action @ pattern` on
   * some resource of the caller's account that matches the pattern.
   */
  readonly actions: readonly (readonly string[])[];
  readonly yields: EdgeYield;
  /** Only from the management account or the delegated administrator of this service. */
  readonly administers?: string;
  /** Where the way is documented. */
  readonly source: string;
}
