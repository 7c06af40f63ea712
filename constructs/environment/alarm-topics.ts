import { type IAspect, Stack } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnTopic, CfnTopicPolicy, TopicPolicy } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
}

/** The service that publishes for alarms. */
export const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/**
 * Whether alarms publish on a topic whose policy keeps CloudWatch out. `enforceSSL` alone does that: it puts a policy with one
 * denial in the place of the default one, and an alarm then fires where nobody hears it.
 *
 * @param all Constructs around it, its alarms and policies among them.
 */
export function isDeaf(topic: CfnTopic, all: readonly IConstruct[]): boolean {
  const policies = all.filter((one): one is CfnTopicPolicy => one instanceof CfnTopicPolicy);
  return isTold(topic, all) && !hears(topic, policies);
}

/** CloudWatch, on behalf of the alarms of the account of `stack` alone. */
export function alarmsOf({ account }: Stack): ServicePrincipal {
  return new ServicePrincipal(CLOUDWATCH, { conditions: { StringEquals: { 'aws:SourceAccount': account } } });
}

/** Lets these alarms publish on a topic. */
export function alarmsMayPublish(topicArn: string, stack: Stack): PolicyStatement {
  return new PolicyStatement({ actions: ['sns:Publish'], principals: [alarmsOf(stack)], resources: [topicArn] });
}

/** Lets the alarms of a workload be heard: who writes `enforceSSL` closes a topic to strangers, not to the own alarms. */
export class AlarmTopicFence implements IAspect {
  /** Opens what a topic's policy closes to the alarms that are told to publish on it. */
  public visit(node: IConstruct): void {
    if (!(node instanceof CfnTopicPolicy) || !(node.node.scope instanceof TopicPolicy)) return;
    const all = Stack.of(node).node.findAll();
    for (const topic of all)
      if (CfnTopic.isCfnTopic(topic) && names(node, node.topics, topic) && isDeaf(topic, all))
        node.node.scope.document.addStatements(alarmsMayPublish(topic.ref, Stack.of(node)));
  }
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
