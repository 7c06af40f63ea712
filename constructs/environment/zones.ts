import type { Stage } from 'aws-cdk-lib';
import { Fn } from 'aws-cdk-lib';

/** The first two, as CDK takes them where it does not know the region: every region has them. */
const ZONES = [0, 1];

/**
 * Lets stacks ask CloudFormation for availability zones at deployment. CDK would look them up in the account, where neither
 * a developer nor the build may; what `cdk.context.json` says of an account and region goes before.
 */
export function answerZones(stage: Stage, account: string, regions: readonly string[]): void {
  for (const region of regions) {
    const key = `availability-zones:account=${account}:region=${region}`;
    if (stage.node.tryGetContext(key) !== undefined) continue;
    const zones = ZONES.map((zone) => Fn.select(zone, Fn.getAzs(region)));
    stage.node.setContext(key, zones);
  }
}
