/**
 * Stack sets that management administers with service-managed permissions. Source: CloudFormation user guide, 'StackSets
 * concepts' and 'Service-linked roles for StackSets'; the managed policies CloudFormationStackSetsOrgAdminServiceRolePolicy
 * and CloudFormationStackSetsOrgMemberServiceRolePolicy.
 */

/** Service principal whose trusted access lets stack sets reach member accounts. */
export const STACK_SETS_SERVICE = 'member.org.stacksets.cloudformation.amazonaws.com';

/** Name of the role of each account that stack sets act as: AWS makes it, administrator, and chooses how its name ends. */
export const STACK_SETS_ROLE = 'stacksets-exec-*';

/** Path and name of the service-linked role of management that alone assumes it. */
export const STACK_SETS_ADMINISTRATOR =
  'aws-service-role/stacksets.cloudformation.amazonaws.com/AWSServiceRoleForCloudFormationStackSetsOrgAdmin';

/** A stack of a set is called `StackSet-<set>-<id>`. */
export function stackSetStackName(set: string): string {
  return `StackSet-${set}`;
}

/** How stacks of the platform's sets begin, and what they make without a name of its own. */
export const STACK_SET_PREFIX = stackSetStackName('guarded-');
