import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { CLOUDWATCH, isDeaf } from '../environment/alarm-topics';

/** A context with the construct tree, which CDK hands to plugins. */
interface TreeContext extends IPolicyValidationContext {
  readonly appConstruct: IConstruct;
}

const RULE = 'alarms-can-publish';

/** Finds topics that alarms publish on and whose policy keeps CloudWatch out; stages open those whose policy CDK made. */
export class AlarmTopicRules implements IPolicyValidationPlugin {
  /** Prefix of its findings. */
  public readonly name = 'AlarmTopics';
  /** Its rules. */
  public readonly ruleIds = [RULE];

  /** Looks through the construct tree. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const all = (context as TreeContext).appConstruct.node.findAll();
    const deaf = all.filter((one) => CfnTopic.isCfnTopic(one) && isDeaf(one, all));
    return { success: deaf.length === 0, violations: deaf.length === 0 ? [] : [violation(deaf)] };
  }
}

function violation(topics: readonly IConstruct[]): PolicyViolation {
  return {
    ruleName: RULE,
    description: 'An alarm publishes on this topic, whose policy does not let CloudWatch in.',
    fix: `Allow sns:Publish for the service ${CLOUDWATCH} with aws:SourceAccount of the alarm's account.`,
    severity: 'error',
    violatingResources: topics.map(({ node }) => ({ constructPath: node.path, locations: ['TopicPolicy'] })),
  };
}
