import type { CfnResource } from 'aws-cdk-lib';
import { App, Aspects, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ChangeControl, ChatChannels, type ChatTargets } from '../../../constructs/change';
import { TOOLING, folder, pipelineProps } from '../pipeline/fixture';

const SLACK = { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' };
const TEAMS = {
  teamId: '12345678-1234-1234-1234-123456789012',
  tenantId: '22345678-1234-1234-1234-123456789012',
  channelId: '19%3ab6ef35dc342d56ba5654e6fc6d25a071%40thread.tacv2',
};
const DENY_ALL = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AWSDenyAll']] };

process.env.CDK_VALIDATION = 'false';

function stackOf(env = TOOLING): Stack {
  return new Stack(new App({ outdir: folder() }), 'Change', { env });
}

/** Channels told of one application, in a stack of their own. */
function channels(stack: Stack, ...told: ChatTargets[]): ChatChannels {
  const subscriptions = told.map((chat, index) => ({ chat, topic: new Topic(stack, `Topic${index}`) }));
  return new ChatChannels(stack, 'Chat', { name: 'orders', subscriptions });
}

describe('chat channels of an application', () => {
  const stack = stackOf();
  const control = new ChangeControl(stack, 'Control', pipelineProps({ chat: { slack: [SLACK], teams: [TEAMS] } }));
  const template = Template.fromStack(stack);
  const topic = { Ref: stack.getLogicalId(control.topic.node.defaultChild as CfnResource) };

  it('are told what its topic tells, in Slack and in Teams', () => {
    template.hasResourceProperties('AWS::Chatbot::SlackChannelConfiguration', {
      ConfigurationName: 'orders-C0123ABCD',
      SlackWorkspaceId: 'T0123ABCD',
      SlackChannelId: 'C0123ABCD',
      SnsTopicArns: [topic],
    });
    template.hasResourceProperties('AWS::Chatbot::MicrosoftTeamsChannelConfiguration', {
      ConfigurationName: Match.stringLikeRegexp('^orders-teams-[0-9a-f]{12}$'),
      TeamId: TEAMS.teamId,
      TeamsTenantId: TEAMS.tenantId,
      TeamsChannelId: TEAMS.channelId,
      SnsTopicArns: [topic],
    });
  });

  it.each(['SlackChannelConfiguration', 'MicrosoftTeamsChannelConfiguration'])('let nobody do anything: %s', (type) => {
    template.hasResourceProperties(`AWS::Chatbot::${type}`, {
      GuardrailPolicies: [DENY_ALL],
      UserRoleRequired: true,
    });
  });

  it('act as a role without any right, bounded by a denial of everything', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role', { Properties: { RoleName: 'orders-chat' } }));
    expect(roles).toHaveLength(1);
    const { AssumeRolePolicyDocument: trust, Description, ...properties } = roles[0]!.Properties;
    expect(Description).toContain('nothing is allowed');
    expect(properties).toEqual({ RoleName: 'orders-chat', Path: '/guarded/pipeline/', PermissionsBoundary: DENY_ALL });
    expect(trust.Statement).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'chatbot.amazonaws.com' },
      }),
    ]);
    expect(trust.Statement[0].Condition.StringEqualsIfExists).toEqual({ 'aws:SourceAccount': '111111111111' });
  });

  it('are nobody where none are named', () => {
    const other = stackOf();
    new ChangeControl(other, 'Control', pipelineProps({ chat: { slack: [] } }));
    Template.fromStack(other).resourceCountIs('AWS::Chatbot::SlackChannelConfiguration', 0);
    Template.fromStack(other).resourcePropertiesCountIs('AWS::IAM::Role', { RoleName: 'orders-chat' }, 0);
  });
});

test('a channel that several tell has one configuration with all of their topics', () => {
  const stack = stackOf();
  channels(stack, { slack: [SLACK] }, { slack: [SLACK, { ...SLACK, channelId: 'C9999ZZZZ' }] });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Chatbot::SlackChannelConfiguration', 2);
  template.hasResourceProperties('AWS::Chatbot::SlackChannelConfiguration', {
    SlackChannelId: 'C0123ABCD',
    SnsTopicArns: [{ Ref: Match.stringLikeRegexp('^Topic0') }, { Ref: Match.stringLikeRegexp('^Topic1') }],
  });
});

/** Each guard taken out, and what the synthesis says then. */
describe('a guard that is taken out fails the synthesis', () => {
  const roleIn = (chat: ChatChannels) => chat.node.findChild('Role') as Role;
  const slackIn = (chat: ChatChannels) => chat.node.findChild(SLACK.channelId) as CfnResource;
  const teamsIn = (chat: ChatChannels) =>
    chat.node.children.find((child) => child.node.id.startsWith('teams-')) as CfnResource;
  const right = () => new PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] });
  const ADMINISTRATOR = `arn:${'aws'}:iam::aws:policy/AdministratorAccess`;

  it.each<[string, (chat: ChatChannels) => unknown, RegExp]>([
    [
      'no guardrail',
      (chat) => slackIn(chat).addPropertyDeletionOverride('GuardrailPolicies'),
      /C0123ABCD: GuardrailPolicies is not set, expected AWSDenyAll alone: without any, they are AdministratorAccess/,
    ],
    [
      'no guardrail in Teams',
      (chat) => teamsIn(chat).addPropertyDeletionOverride('GuardrailPolicies'),
      /teams-\w+: GuardrailPolicies is not set/,
    ],
    [
      'an empty list of guardrails',
      (chat) => slackIn(chat).addPropertyOverride('GuardrailPolicies', []),
      /GuardrailPolicies is \[\]/,
    ],
    [
      'another guardrail',
      (chat) => slackIn(chat).addPropertyOverride('GuardrailPolicies', [ADMINISTRATOR]),
      /GuardrailPolicies is \[.*AdministratorAccess/,
    ],
    [
      'the role of the channel for everybody',
      (chat) => slackIn(chat).addPropertyOverride('UserRoleRequired', false),
      /UserRoleRequired is false, expected true/,
    ],
    [
      'a right of the role',
      (chat) => roleIn(chat).addToPolicy(right()),
      /Chat\/Role\/DefaultPolicy\/Resource gives it rights; a chat channel may do nothing/,
    ],
    [
      'a managed policy of the role',
      (chat) => roleIn(chat).addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')),
      /ManagedPolicyArns is .*ReadOnlyAccess/,
    ],
    [
      'an inline policy of the role',
      (chat) => (roleIn(chat).node.defaultChild as CfnResource).addPropertyOverride('Policies', [{}]),
      /Policies is \[\{\}\], expected none/,
    ],
    [
      'no boundary',
      (chat) => (roleIn(chat).node.defaultChild as CfnResource).addPropertyDeletionOverride('PermissionsBoundary'),
      /PermissionsBoundary is not set, expected AWSDenyAll/,
    ],
    [
      'an aspect that opens it',
      (chat) =>
        Aspects.of(chat).add({
          visit: (node) =>
            void (node === slackIn(chat) && slackIn(chat).addPropertyOverride('GuardrailPolicies', [ADMINISTRATOR])),
        }),
      /AdministratorAccess/,
    ],
  ])('%s', (_, open, says) => {
    const stack = stackOf();
    open(channels(stack, { slack: [SLACK], teams: [TEAMS] }));
    expect(() => Template.fromStack(stack)).toThrow(says);
  });
});

describe('ids that are none', () => {
  it('are told together, each with the value got and what would be right', () => {
    const chat = {
      slack: [{ workspaceId: 'example', channelId: '#releases' }],
      teams: [{ ...TEAMS, teamId: 'Releases', channelId: '19:b6@thread.tacv2' }],
    };
    expect(() => new ChangeControl(stackOf(), 'Orders', pipelineProps({ chat }))).toThrow(
      /^Change\/Orders: chat\.slack\[0\]\.workspaceId is "example", expected the id of a Slack workspace.*; chat\.slack\[0\]\.channelId is "#releases", .*; chat\.teams\[0\]\.teamId is "Releases", .*; chat\.teams\[0\]\.channelId is "19:b6@thread\.tacv2", .*percent-encoded/,
    );
  });

  it('count what stands twice, and partitions without the service', () => {
    expect(() => channels(stackOf(), { slack: [SLACK, SLACK] })).toThrow(/chat has the channel "C0123ABCD" twice/);
    expect(() => channels(stackOf({ ...TOOLING, region: 'cn-north-1' }), { slack: [SLACK] })).toThrow(
      /Change\/Chat: chat is not there in the partition aws-cn of cn-north-1: leave it out/,
    );
  });
});
