import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { alarmsMayPublish, alarmsOf } from '../environment/alarm-topics';

/**
 * Lets the account's alarms publish on a topic. A topic's default policy does; one that got a policy of its own, which
 * `enforceSSL` gives it, lets nobody in whom it does not name, and CloudWatch has no policy but the topic's.
 * Nothing happens to a topic that another stack made.
 */
export function letAlarmsPublish(topic: ITopic): void {
  topic.addToResourcePolicy(alarmsMayPublish(topic.topicArn, Stack.of(topic)));
}

/** Lets the account's alarms use the key that encrypts such a topic. */
export function letAlarmsEncrypt(key: IKey): void {
  key.grant(alarmsOf(Stack.of(key)), 'kms:Decrypt', 'kms:GenerateDataKey*');
}
