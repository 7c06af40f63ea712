import { CfnRule, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

const WHY =
  'This assembly was made with one application alone, to look at it: the others would lose their rights and pipelines. Deploy what `npx cdk synth` makes of the whole platform.';

/** Makes CloudFormation refuse every stack of a platform that was synthesized with one application alone. */
export function refuseDeployment(platform: Construct): void {
  for (const stack of platform.node.findAll().filter((each) => Stack.isStack(each)))
    new CfnRule(stack, 'WholePlatform', {
      assertions: [{ assert: Fn.conditionEquals('one application', 'the whole platform'), assertDescription: WHY }],
    });
}
