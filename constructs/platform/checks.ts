import type { App } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib';
import { FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { AcknowledgementRules } from './acknowledgements';
import { AlarmTopicRules } from './alarm-topics';

/** Flags that make CDK's own validation strict whatever a project's cdk.json says. */
const STRICT: readonly string[] = [
  // What CloudFormation would refuse is an error, not a warning.
  '@aws-cdk/core:validateAgainstDefaultRules',
  // Warnings of constructs appear in the same report as all other findings.
  '@aws-cdk/core:annotationsInValidationReport',
  // The command line asks CDK to leave the judgement to it, and judges only the stacks that it selects: none that stand in
  // stages unless they are named. So the app itself tells every finding, and ends with an exit code that is not 0.
  FAIL_SYNTH_ON_VALIDATION_ERRORS_CONTEXT,
];

/** The checks that every synthesis runs, of the platform and of each workload. */
export class GuardedChecks {
  /**
   * Adds the rule packs AwsSolutions and NIST 800-53 r5 and the rules on acknowledgements and alarm topics to an app, and makes CDK's own
   * CloudFormation validation fail the synthesis, under the CDK command line too: the answer is the platform's. Call it
   * before anything is added to the app.
   */
  public static addTo(app: App): void {
    for (const flag of STRICT) app.node.setContext(flag, true);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app));
    Validations.of(app).addPlugins(new AcknowledgementRules(), new AlarmTopicRules());
  }

  private constructor() {}
}
