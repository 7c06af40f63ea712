/**
 * Patterns of the resources that a caller's own account may own: those that name it, those that name no account, and the
 * lone `*` of actions without a resource (`?` stands for it: patterns cannot quote a star).
 */
export function ownResources(account: string): readonly string[] {
  return [`arn:*:*:*:${account}:*`, 'arn:*:*:*::*', '?'];
}
