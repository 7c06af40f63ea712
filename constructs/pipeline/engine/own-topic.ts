import { RemovalPolicy } from 'aws-cdk-lib';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { DEPLOYED } from '../../../lib/change/deployed';
import { localArn } from '../../change/machine-role';

/** What the topic of an application is made from. */
export interface OwnTopicProps {
  readonly application: string;
  /** The change control that it shares with others. */
  readonly controlName: string;
  readonly emails?: readonly string[];
}

/**
 * The topic of an application whose change control is shared: who is told of its changes is its own affair. What arrives is
 * told to change control, as its receipt.
 */
export class OwnTopic extends Construct {
  public readonly topic: Topic;

  public constructor(scope: Construct, id: string, { application, controlName, emails = [] }: OwnTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      topicName: DEPLOYED.topic(application),
      displayName: `Changes of ${application}`,
      masterKey: Alias.fromAliasName(this, 'Key', DEPLOYED.keyAlias(controlName)),
      enforceSSL: true,
    });
    this.topic.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    for (const email of emails) this.topic.addSubscription(new EmailSubscription(email));
    new CfnSubscription(this, 'Receipts', {
      topicArn: this.topic.topicArn,
      protocol: SubscriptionProtocol.LAMBDA,
      endpoint: localArn(this, 'lambda', `function:${controlName}-notify`),
    });
  }
}
