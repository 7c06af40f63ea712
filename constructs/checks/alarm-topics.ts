import { Stack } from 'aws-cdk-lib';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';

/** A context with the construct tree, which CDK hands to plugins. */
interface TreeContext extends IPolicyValidationContext {
  readonly appConstruct: IConstruct;
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
}

const RULE = 'alarms-can-publish';
const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/**
 * Finds topics that alarms publish on and whose policy keeps CloudWatch out. `enforceSSL` alone does that: it puts a policy
 * with one denial in the place of the default one, and an alarm then fires where nobody hears it.
 */
export class AlarmTopicRules implements IPolicyValidationPlugin {
  /** Prefix of its findings. */
  public readonly name = 'AlarmTopics';
  /** Its rules. */
  public readonly ruleIds = [RULE];

  /** Looks through the construct tree. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const all = (context as TreeContext).appConstruct.node.findAll();
    const policies = all.filter((one): one is CfnTopicPolicy => one instanceof CfnTopicPolicy);
    const deaf = all.filter((one) => CfnTopic.isCfnTopic(one) && isTold(one, all) && !hears(one, policies));
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

/** Whether an alarm of its stack acts on the topic. */
function isTold(topic: CfnTopic, all: readonly IConstruct[]): boolean {
  const alarms = all.filter(
    (one): one is CfnAlarm | CfnCompositeAlarm => one instanceof CfnAlarm || one instanceof CfnCompositeAlarm,
  );
  return alarms.some((alarm) =>
    [alarm.alarmActions, alarm.okActions, alarm.insufficientDataActions].some((actions) =>
      names(alarm, actions, topic),
    ),
  );
}

/** Without a policy of its own a topic has the default one, which lets the whole account publish. */
function hears(topic: CfnTopic, policies: readonly CfnTopicPolicy[]): boolean {
  const own = policies.filter((policy) => names(policy, policy.topics, topic));
  return own.length === 0 || own.some((policy) => statementsOf(policy).some(letsCloudWatchIn));
}

function names(from: IConstruct, references: unknown, topic: CfnTopic): boolean {
  const stack = Stack.of(from);
  if (stack !== Stack.of(topic)) return false;
  const logicalId = stack.resolve(topic.logicalId) as string;
  return JSON.stringify(stack.resolve(references) ?? []).includes(JSON.stringify({ Ref: logicalId }));
}

function statementsOf(policy: CfnTopicPolicy): readonly Statement[] {
  const { Statement: all = [] } = Stack.of(policy).resolve(policy.policyDocument) as { Statement?: unknown };
  return (Array.isArray(all) ? all : [all]) as Statement[];
}

function letsCloudWatchIn({ Effect, Principal, Action = [] }: Statement): boolean {
  const publishes = [Action].flat().some((action) => /^(sns:(publish|\*)|\*)$/i.test(action));
  return Effect === 'Allow' && publishes && JSON.stringify(Principal ?? '').includes(`"${CLOUDWATCH}"`);
}
