import type { CfnResource } from 'aws-cdk-lib';

/** Side by side at most; Organizations and Identity Center refuse requests from about ten at a time on. */
const LANES = 5;

/**
 * Makes CloudFormation create resources of a throttled service a few at a time: each waits for the one that stands `LANES`
 * places before it.
 */
export function inLanes(resources: readonly CfnResource[]): void {
  for (const [place, resource] of resources.entries())
    if (place >= LANES) resource.addResourceDependency(resources[place - LANES]);
}
