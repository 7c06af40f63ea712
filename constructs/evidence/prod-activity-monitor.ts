import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventField, type EventPattern, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { PATTERN_LIMIT, breakGlass, humanWrite, rootSignIn } from './activity-patterns';
import type { ProdActivityMonitorProps, SanctionedEvent } from './evidence-props';
import { required } from '../../lib/required';

/** What people are meant to do in a guarded account: answer approvals and start runbooks. */
const SANCTIONED: readonly SanctionedEvent[] = [
  { eventSource: 'codepipeline.amazonaws.com', eventName: 'PutApprovalResult' },
  { eventSource: 'ssm.amazonaws.com', eventName: 'StartAutomationExecution' },
];

/** Publishers on the topic. */
const PUBLISHERS = ['events.amazonaws.com', 'cloudwatch.amazonaws.com'];

/**
 * Watches a guarded account for what the fence should have made impossible: a write by a person, root signing in, a session
 * of break-glass. Each finding is told at once, with who, what and where, and raises an alarm. A write is any call that
 * CloudTrail does not mark as read-only, by anyone outside the machine paths, that succeeded.
 *
 * One for each account and region; EventBridge sees only its own region, and IAM and sign-in speak in the partition's
 * home region (us-east-1 in `aws`). It needs a trail that covers the account, such as the OrganizationTrail.
 *
 * @throws at synthesis when the sanctioned events make a pattern longer than EventBridge takes.
 */
export class ProdActivityMonitor extends Construct {
  /** Hears of every finding; subscribe people or chat here. */
  public readonly topic: ITopic;
  /** Alarms on a person's write, on root's sign-in and on break-glass, in this order. */
  public readonly alarms: Alarm[];

  private readonly accountName: string;

  public constructor(scope: Construct, id: string, props: ProdActivityMonitorProps) {
    super(scope, id);
    required(`ProdActivityMonitor '${id}'`, props, ['accountName']);
    const { account, partition } = Stack.of(this);
    this.accountName = props.accountName;
    this.topic = props.topic ?? this.makeTopic();
    const write = humanWrite(partition, account, props.sanctionedEvents ?? SANCTIONED, props.trustedServiceRoles);
    this.checkLength(write);
    this.alarms = [
      this.watch('HumanWrite', 'a person wrote', write),
      this.watch('RootSignIn', 'root signed in', rootSignIn()),
      this.watch('BreakGlass', 'break-glass is in use', breakGlass()),
    ];
  }

  private watch(id: string, what: string, eventPattern: EventPattern): Alarm {
    const rule = new Rule(this, id, {
      description: `${this.accountName}: ${what}`,
      eventPattern,
      targets: [new SnsTopic(this.topic, { message: this.sentence(what) })],
    });
    return this.alarm(id, what, rule);
  }

  private sentence(what: string): RuleTargetInput {
    const field = (path: string): string => EventField.fromPath(path);
    return RuleTargetInput.fromText(
      `${this.accountName} (${field('$.account')}, ${field('$.region')}): ${what}. ` +
        `Who: ${field('$.detail.userIdentity.arn')}. What: ${field('$.detail.eventSource')} ${field('$.detail.eventName')}. ` +
        `When: ${field('$.time')}. From: ${field('$.detail.sourceIPAddress')}. CloudTrail event: ${field('$.detail.eventID')}.`,
    );
  }

  private alarm(id: string, what: string, rule: Rule): Alarm {
    const alarm = new Alarm(this, `${id}Alarm`, {
      alarmDescription: `${this.accountName}: ${what}; CloudTrail has the call`,
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'TriggeredRules',
        dimensionsMap: { RuleName: rule.ruleName },
        statistic: 'Sum',
        period: Duration.minutes(1),
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }

  private makeTopic(): Topic {
    const masterKey = new Key(this, 'TopicKey', {
      description: `Encrypts what ${this.node.path} tells`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const topic = new Topic(this, 'Topic', {
      masterKey,
      enforceSSL: true,
      displayName: `${this.accountName}: human activity`,
    });
    for (const publisher of PUBLISHERS) {
      const fromHere = new ServicePrincipal(publisher, {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      });
      masterKey.grant(fromHere, 'kms:Decrypt', 'kms:GenerateDataKey*');
      topic.grantPublish(fromHere);
    }
    return topic;
  }

  private checkLength(pattern: EventPattern): void {
    this.node.addValidation({
      validate: () => {
        const { length } = JSON.stringify(Stack.of(this).resolve(pattern.detail));
        if (length <= PATTERN_LIMIT) return [];
        return [
          `${this.node.path}: sanctionedEvents make an event pattern of ${length} characters; EventBridge takes ${PATTERN_LIMIT}.`,
        ];
      },
    });
  }
}
