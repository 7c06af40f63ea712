import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnAssignment } from 'aws-cdk-lib/aws-sso';
import type { Construct } from 'constructs';
import { ACCOUNT_LIMITS, SETS_IN_ACCOUNT } from '../../lib/contract/account-limits';
import type { AccountLimit, Reached } from '../../lib/contract/account-limits';

const PROVISIONED: AccountLimit = {
  type: 'AWS::SSO::Assignment',
  what: 'provisioned permission sets',
  each: 'account',
  usual: SETS_IN_ACCOUNT,
  most: 2000,
  quota: 'IAM Identity Center',
};

/**
 * How many of each limited type the stacks of a platform bring to each account.
 *
 * @param toolings Ids of the accounts of pipelines.
 */
export function reachedBy(platform: Construct, toolings: readonly string[]): Reached[] {
  const counts = new Map<string, { limit: AccountLimit; place: string; count: number }>();
  const add = (limit: AccountLimit, place: string): void => {
    const key = `${limit.type} ${place}`;
    counts.set(key, { limit, place, count: (counts.get(key)?.count ?? 0) + 1 });
  };
  const limits = new Map(ACCOUNT_LIMITS.map((limit) => [limit.type, limit]));
  const provisioned = new Set<string>();
  for (const node of platform.node.findAll()) {
    if (!CfnResource.isCfnResource(node)) continue;
    const limit = limits.get(node.cfnResourceType);
    if (limit) add(limit, placeOf(Stack.of(node), limit));
    if (node instanceof CfnAssignment) provisioned.add(`${node.targetId} ${setOf(node)}`);
  }
  for (const pair of provisioned) add(PROVISIONED, `account ${pair.split(' ')[0]}`);
  return [...counts.values()].map((each) => ({
    ...each,
    inTooling: toolings.some((account) => each.place.startsWith(`account ${account}`)),
  }));
}

function placeOf({ account, region }: Stack, { each }: AccountLimit): string {
  return each === 'region' ? `account ${account}, ${region}` : `account ${account}`;
}

/** Assignments are named by their permission set, account and group. */
function setOf({ node }: CfnAssignment): string {
  return `${node.scope?.node.scope?.node.id}/${node.id.split('-')[0]}`;
}
