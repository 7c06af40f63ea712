import { FLAGS } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';

/**
 * Sets for a construct, before anything is in it, the feature flags of aws-cdk-lib that it recommends. What the package
 * makes then depends on its properties alone, not on the cdk.json of whoever makes it, and can be made again from them.
 */
export function setRecommendedFlags(construct: Construct): void {
  for (const [flag, { recommendedValue, unconfiguredBehavesLike }] of Object.entries(FLAGS))
    if (unconfiguredBehavesLike?.v2 === undefined) construct.node.setContext(flag, recommendedValue);
}
