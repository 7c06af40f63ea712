/** What a boundary bounds. */
export interface WorkloadBoundaryProps {
  /**
   * Whether the account is off prod: developers, bounded too, may then deploy and make bounded roles by hand.
   * @default false
   */
  readonly open?: boolean;
  /**
   * Exact ARNs of roles in other accounts that workloads may assume, for example a DNS role of the network account.
   * Not in accounts that several applications share.
   * @default - none: workloads stay in their account
   */
  readonly assumableRoleArns?: string[];
  /**
   * Whether several applications share the account: each role then keeps to what carries the tag of its application.
   * @default false
   */
  readonly shared?: boolean;
}
