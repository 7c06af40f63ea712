import { Topic } from 'aws-cdk-lib/aws-sns';
import { PLATFORM } from './names';
import type { Construct } from 'constructs';
import { ChatChannels } from '../change/chat';
import type { ChatTargets } from '../change/chat-props';
import { PlatformStack } from './platform-stack';
import type { Tooling } from './tooling';

/** What an application, or the platform itself, tells to chat. */
export interface Telling {
  readonly application: string;
  readonly chat: ChatTargets;
}

/**
 * A tooling account: every chat channel with all that it is told. One stack for all its applications, since a channel has one
 * configuration in an account and several applications may tell the same.
 */
export class ChatStack extends PlatformStack {
  public constructor(scope: Construct, id: string, { account, region }: Tooling, tellings: readonly Telling[]) {
    super(scope, id, {
      account,
      region,
      stackName: 'guarded-chat',
      description: 'Chat channels that are told of changes and can do nothing.',
    });
    const subscriptions = tellings.map(({ application, chat }) => ({ chat, topic: this.topicOf(application) }));
    new ChatChannels(this, 'channels', { name: PLATFORM, subscriptions });
  }

  /** By its name: the stacks of the pipelines export nothing. */
  private topicOf(application: string) {
    const topicArn = this.formatArn({ service: 'sns', resource: `${application}-changes` });
    return Topic.fromTopicArn(this, `topic-${application}`, topicArn);
  }
}
