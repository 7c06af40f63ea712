import { CHAT_IDS } from '../../lib/change/chat-ids';
import type { ChatTargets, SlackChannel, TeamsChannel } from './chat-props';

/** Everything that is wrong with the chat channels, each with the value got and what would be right. */
export function chatProblems({ slack = [], teams = [] }: ChatTargets): string[] {
  const ids = [...slack, ...teams].map(({ channelId }) => channelId);
  const again = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  return [
    ...slack.flatMap(slackProblems),
    ...teams.flatMap(teamsProblems),
    ...again.map((id) => `chat has the channel ${JSON.stringify(id)} twice`),
  ];
}

function slackProblems({ workspaceId, channelId }: SlackChannel, index: number): string[] {
  return [
    ...idProblem(`chat.slack[${index}].workspaceId`, workspaceId, CHAT_IDS.slackWorkspace),
    ...idProblem(`chat.slack[${index}].channelId`, channelId, CHAT_IDS.slackChannel),
  ];
}

function teamsProblems({ teamId, tenantId, channelId }: TeamsChannel, index: number): string[] {
  return [
    ...idProblem(`chat.teams[${index}].teamId`, teamId, CHAT_IDS.teamsTeam),
    ...idProblem(`chat.teams[${index}].tenantId`, tenantId, CHAT_IDS.teamsTenant),
    ...idProblem(`chat.teams[${index}].channelId`, channelId, CHAT_IDS.teamsChannel),
  ];
}

function idProblem(where: string, id: string, { pattern, right }: { pattern: RegExp; right: string }): string[] {
  return pattern.test(id) ? [] : [`${where} is ${JSON.stringify(id)}, expected ${right}`];
}
