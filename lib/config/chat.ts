import { z } from 'zod';
import { CHAT_IDS } from '../change/chat-ids';
import { text } from './fields';

function chatId({ pattern, right }: { readonly pattern: RegExp; readonly right: string }, description: string) {
  return text(pattern, `write ${right}`, description);
}

const slack = z
  .strictObject({
    workspace: chatId(CHAT_IDS.slackWorkspace, 'Id of the workspace: T0123ABCD.'),
    channel: chatId(CHAT_IDS.slackChannel, 'Id of the channel: C0123ABCD.'),
  })
  .meta({
    description: 'A Slack channel. The workspace is authorized once, in the Amazon Q console of tooling.',
    examples: [{ workspace: 'T0123ABCD', channel: 'C0123ABCD' }],
  });

const teams = z
  .strictObject({
    team: chatId(CHAT_IDS.teamsTeam, 'Id of the team, a UUID.'),
    tenant: chatId(CHAT_IDS.teamsTenant, 'Id of the tenant, a UUID.'),
    channel: chatId(CHAT_IDS.teamsChannel, "Id of the channel as in its link: '19%3aab12…%40thread.tacv2'."),
  })
  .meta({
    description: 'A channel of Microsoft Teams. The team is authorized once, in the Amazon Q console of tooling.',
    examples: [
      {
        team: '12345678-1234-1234-1234-123456789012',
        tenant: '12345678-1234-1234-1234-123456789012',
        channel: '19%3aab12%40thread.tacv2',
      },
    ],
  });

/** Chat channels that are told of changes. */
export const chat = z
  .strictObject({
    slack: z
      .array(slack, { error: 'write a list of channels: [{ workspace: T0123ABCD, channel: C0123ABCD }]' })
      .default([])
      .meta({ description: 'Channels of Slack.' }),
    teams: z
      .array(teams, { error: 'write a list of channels, each with team, tenant and channel' })
      .default([])
      .meta({ description: 'Channels of Microsoft Teams.' }),
  })
  .optional()
  .meta({
    description:
      'Chat channels that are told of every change, through Amazon Q Developer in chat applications. They can do nothing.',
    examples: [{ slack: [{ workspace: 'T0123ABCD', channel: 'C0123ABCD' }] }],
  });
