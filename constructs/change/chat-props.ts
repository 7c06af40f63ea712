import type { ITopic } from 'aws-cdk-lib/aws-sns';

/** A Slack channel. Its workspace was authorized once, in the Amazon Q console of the account. */
export interface SlackChannel {
  /** Id of the workspace, for example `T0123ABCD`. */
  readonly workspaceId: string;
  /** Id of the channel, for example `C0123ABCD`. */
  readonly channelId: string;
}

/** A channel of Microsoft Teams. Its team was authorized once, in the Amazon Q console of the account. */
export interface TeamsChannel {
  /** Id of the team: a UUID. */
  readonly teamId: string;
  /** Id of the tenant: a UUID. */
  readonly tenantId: string;
  /** Id of the channel as it stands in its link, percent-encoded: `19%3a…%40thread.tacv2`. */
  readonly channelId: string;
}

/** Chat channels that are told of changes. They are told and can do nothing. */
export interface ChatTargets {
  /**
   * Channels of Slack.
   * @default - none
   */
  readonly slack?: SlackChannel[];
  /**
   * Channels of Microsoft Teams.
   * @default - none
   */
  readonly teams?: TeamsChannel[];
}

/** What some chat channels are told. */
export interface ChatSubscription {
  /** The channels. */
  readonly chat: ChatTargets;
  /** Topic of the changes of one application (`ChangeControl.topic`). */
  readonly topic: ITopic;
}

/** What `ChatChannels` is made from. */
export interface ChatChannelsProps {
  /** Begins the names of the role and of the configurations; unique in the account. */
  readonly name: string;
  /** Who is told what. A channel that stands in several is told all of it. */
  readonly subscriptions: ChatSubscription[];
}
