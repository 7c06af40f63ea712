import { createHash } from 'node:crypto';
import type { CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { CfnMicrosoftTeamsChannelConfiguration, CfnSlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PIPELINE_PATH, pipelineRoleName } from '../../lib/names';
import { partitionOf } from '../../lib/contract/partitions';
import { chatOpenings } from './chat-openings';
import { chatProblems } from './chat-problems';
import type { ChatChannelsProps, ChatSubscription, SlackChannel, TeamsChannel } from './chat-props';
import { required } from '../../lib/required';

/** One channel with everything that it is told: Amazon Q takes one configuration a channel in an account. */
interface Told<T> {
  readonly channel: T;
  readonly topicArns: string[];
}

/**
 * Chat channels of Slack and Microsoft Teams that are told of changes through Amazon Q Developer in chat applications.
 *
 * Whoever is in a channel can type commands to Amazon Q, which runs them as the channel's role, or as a role that the
 * person brought, within the channel's guardrails; where none are named, they are AdministratorAccess. So a channel is a
 * way for people into this account, and every part of the way is shut:
 *
 * - the guardrails are AWSDenyAll, and bind the channel's role as well as a role that somebody brings;
 * - the role has no right at all, and AWSDenyAll as its boundary, so what is attached to it later allows nothing either;
 *   it lies under the pipeline's path because nothing else may be made in a guarded account, and because nobody but
 *   CloudFormation may then change it;
 * - people must bring a role of their own to run anything, so nobody acts as the channel.
 *
 * Notifications need none of this: the service subscribes itself to the topic with its service-linked role, and SNS
 * decrypts what it delivers. What a role is read for are the graphs of alarms, which a channel goes without.
 *
 * @throws an Error with the construct path that tells everything that is wrong with the ids together. At synthesis, where
 * an aspect or an override opened one of the above.
 */
export class ChatChannels extends Construct {
  /** ARN of the role that Amazon Q acts as; it may do nothing. */
  public readonly roleArn: string;
  private readonly role: Role;
  private readonly configurations: CfnResource[];

  public constructor(scope: Construct, id: string, props: ChatChannelsProps) {
    super(scope, id);
    const { name, subscriptions } = required(`ChatChannels '${id}'`, props, ['name', 'subscriptions']);
    this.refuse(subscriptions);
    this.role = this.makeRole(name);
    this.roleArn = this.role.roleArn;
    this.configurations = [
      ...told(subscriptions, ({ slack }) => slack).map((one) => this.slack(name, one)),
      ...told(subscriptions, ({ teams }) => teams).map((one) => this.teams(name, one)),
    ];
    this.node.addValidation({ validate: () => chatOpenings(this.role, this.configurations) });
  }

  private refuse(subscriptions: readonly ChatSubscription[]): void {
    const { region } = Stack.of(this);
    const partition = partitionOf(region);
    const problems = [
      ...new Set(subscriptions.flatMap(({ chat }) => chatProblems(chat))),
      ...(partition === 'aws' ? [] : [`chat is not there in the partition ${partition} of ${region}: leave it out`]),
    ];
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}.`);
  }

  /**
   * That the service says for whom it acts is documented for its calls, not for how it takes this role: the conditions
   * hold where it says so, and delivery does not depend on it.
   */
  private makeRole(name: string): Role {
    const { account, partition } = Stack.of(this);
    return new Role(this, 'Role', {
      roleName: pipelineRoleName(name, 'chat'),
      path: PIPELINE_PATH,
      description: `What chat channels told of ${name} act as: nothing is allowed`,
      permissionsBoundary: denyAll(),
      assumedBy: new ServicePrincipal('chatbot.amazonaws.com', {
        conditions: {
          StringEqualsIfExists: { 'aws:SourceAccount': account },
          ArnLikeIfExists: { 'aws:SourceArn': `arn:${partition}:chatbot::${account}:chat-configuration/*` },
        },
      }),
    });
  }

  private slack(name: string, { channel, topicArns }: Told<SlackChannel>): CfnResource {
    return new CfnSlackChannelConfiguration(this, channel.channelId, {
      configurationName: `${name}-${channel.channelId}`,
      slackWorkspaceId: channel.workspaceId,
      slackChannelId: channel.channelId,
      ...this.shut(topicArns),
    });
  }

  /** The id of a channel of Teams is too long for a name and has signs that names have not. */
  private teams(name: string, { channel, topicArns }: Told<TeamsChannel>): CfnResource {
    const short = `teams-${createHash('sha256').update(channel.channelId).digest('hex').slice(0, 12)}`;
    return new CfnMicrosoftTeamsChannelConfiguration(this, short, {
      configurationName: `${name}-${short}`,
      teamId: channel.teamId,
      teamsTenantId: channel.tenantId,
      teamsChannelId: channel.channelId,
      ...this.shut(topicArns),
    });
  }

  private shut(snsTopicArns: string[]) {
    const guardrailPolicies = [denyAll().managedPolicyArn];
    return { iamRoleArn: this.roleArn, guardrailPolicies, userRoleRequired: true, loggingLevel: 'ERROR', snsTopicArns };
  }
}

/** An AWS managed policy that denies everything: nobody in the account can change it. */
function denyAll() {
  return ManagedPolicy.fromAwsManagedPolicyName('AWSDenyAll');
}

function told<T extends SlackChannel | TeamsChannel>(
  subscriptions: readonly ChatSubscription[],
  channelsOf: (chat: ChatSubscription['chat']) => T[] | undefined,
): Told<T>[] {
  const all = new Map<string, Told<T>>();
  for (const { chat, topic } of subscriptions)
    for (const channel of channelsOf(chat) ?? []) {
      const known = all.get(channel.channelId) ?? { channel, topicArns: [] };
      all.set(channel.channelId, { channel, topicArns: [...known.topicArns, topic.topicArn] });
    }
  return [...all.values()];
}
