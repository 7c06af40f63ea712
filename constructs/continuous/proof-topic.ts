import type { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { PROOF } from '../../lib/continuous';
import { letAlarmsPublish } from '../rollback/alarm-topic';

/** What the topic is made from. */
interface ProofTopicProps {
  readonly key: Key;
  readonly emails?: readonly string[];
}

/** The topic that hears what is no longer proved, and the alarms. */
export function proofTopic(scope: Construct, id: string, { key, emails = [] }: ProofTopicProps): Topic {
  const topic = new Topic(scope, id, {
    topicName: PROOF.topic,
    displayName: 'Continuous proof',
    masterKey: key,
    enforceSSL: true,
  });
  for (const email of emails) topic.addSubscription(new EmailSubscription(email));
  letAlarmsPublish(topic);
  return topic;
}
