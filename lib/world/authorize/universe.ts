/**
 * Patterns of the resources that a caller's own account may own: those that name it, those that name no account, and the
 * lone `*` of actions without a resource (`?` stands for it: patterns cannot quote a star). An organization lives in one
 * partition, so what excepts a service's ARNs of that partition excepts all there are.
 */
export function ownResources(account: string, partition: string): readonly string[] {
  return [`arn:${partition}:*:*:${account}:*`, `arn:${partition}:*:*::*`, '?'];
}

/** Partition of an ARN. */
export function partitionIn(arn: string): string {
  return arn.split(':')[1] ?? '*';
}
