import { resourcesOf } from './assembly';
import type { StackView } from './assembly';

const KINDS = [
  { type: 'AWS::Chatbot::SlackChannelConfiguration', client: 'Slack', channel: 'SlackChannelId' },
  { type: 'AWS::Chatbot::MicrosoftTeamsChannelConfiguration', client: 'Teams', channel: 'TeamsChannelId' },
];

/** Chat channels that are told of the changes of an application: `Slack C0123ABCD`. */
export function chatOf(stacks: readonly StackView[], application: string): string[] {
  return KINDS.flatMap(({ type, client, channel }) =>
    resourcesOf(stacks, type)
      .filter(({ properties }) => JSON.stringify(properties.SnsTopicArns ?? []).includes(`:${application}-changes"`))
      .map(({ properties }) => `${client} ${String(properties[channel])}`),
  );
}
