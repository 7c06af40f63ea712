/**
 * Ids of chat channels, as Amazon Q Developer in chat applications takes them. Sources: API reference of the service
 * (SlackChannelConfiguration, TeamsChannelConfiguration), narrowed to the first letters that Slack gives its ids, so that a
 * name, or the other id, is not taken for one.
 */
export const CHAT_IDS = {
  slackWorkspace: {
    pattern: /^[TE][0-9A-Z]{7,254}$/,
    right: 'the id of a Slack workspace, upper case, T first: T0123ABCD (Amazon Q console, Configured clients)',
  },
  slackChannel: {
    pattern: /^[CG][0-9A-Z]{7,254}$/,
    right: 'the id of a Slack channel, upper case, C first: C0123ABCD (the last part of the link of the channel)',
  },
  teamsTeam: {
    pattern: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
    right: 'the id of a Microsoft Teams team: 12345678-1234-1234-1234-123456789012 (groupId in the link of the team)',
  },
  teamsTenant: {
    pattern: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
    right: 'the id of a Microsoft tenant: 12345678-1234-1234-1234-123456789012 (tenantId in the link of the team)',
  },
  teamsChannel: {
    pattern: /^(?=.{1,255}$)[\w=+/.,-]+%3[aA][\w=+/.,-]+%40[\w=+/.,-]+$/,
    right: "the id of a Teams channel as it stands in its link, percent-encoded: '19%3aab12…%40thread.tacv2'",
  },
} as const;
