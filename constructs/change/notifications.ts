import { RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEPLOYED } from '../../lib/change/deployed';
import { letAlarmsEncrypt, letAlarmsPublish } from '../rollback/alarm-topic';
import type { RecordStore } from './record-store';

/** What the notifications are made from. */
export interface NotificationsProps {
  readonly application: string;
  readonly store: RecordStore;
  readonly deadLetters: Queue;
  /** What was laid aside by application, where many share change control. */
  readonly left?: Queue;
  readonly alsoNotify?: ITopic;
  readonly emails?: readonly string[];
}

/** The topic that people and chat targets subscribe to, and an alarm for what could not be told or handled. */
export class Notifications extends Construct {
  public readonly topic: Topic;

  public constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    this.topic = this.makeTopic(props);
    for (const email of props.emails ?? []) this.topic.addSubscription(new EmailSubscription(email));
    const alarms = [this.alarmOnDeadLetters(props), ...this.alarmOnLanes(props)];
    for (const topic of [this.topic, ...(props.alsoNotify ? [props.alsoNotify] : [])]) {
      letAlarmsPublish(topic);
      for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(topic));
    }
  }

  private makeTopic({ application, store }: NotificationsProps): Topic {
    const topic = new Topic(this, 'Topic', {
      topicName: DEPLOYED.topic(application),
      displayName: `Changes of ${application}`,
      masterKey: store.key,
      enforceSSL: true,
    });
    topic.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    letAlarmsEncrypt(store.key);
    return topic;
  }

  private alarmOnDeadLetters({ application, deadLetters }: NotificationsProps): Alarm {
    const name = `${application}-change-control-unhandled`;
    const told = `Change control of ${application} could not handle something: read the dead-letter queue.`;
    return this.alarmOn('Unhandled', deadLetters, name, told);
  }

  private alarmOnLanes({ application, left }: NotificationsProps): Alarm[] {
    if (!left) return [];
    const name = `${application}-change-control-left`;
    const told = `An application's event could not be handled; the others go on. The message group in the queue says whose it is.`;
    return [this.alarmOn('LeftInLanes', left, name, told)];
  }

  private alarmOn(id: string, queue: Queue, alarmName: string, alarmDescription: string): Alarm {
    return new Alarm(this, id, {
      alarmName,
      alarmDescription,
      metric: queue.metricApproximateNumberOfMessagesVisible(),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
