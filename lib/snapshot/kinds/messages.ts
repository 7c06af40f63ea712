import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { GetTopicAttributesCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { pages } from '../unread';
import type { Kind, ResourceEntry } from './kind';

/** Queues. */
export const queues: Kind = {
  type: 'AWS::SQS::Queue',
  lists: 'sqs:ListQueues',
  all: ({ partition, region, account }) => `arn:${partition}:sqs:${region}:${account}:*`,
  async collect({ partition, region, account, config, policy }) {
    const client = new SQSClient({ ...config, useQueueUrlAsEndpoint: false }); // a queue is asked where its region is
    const urls = await pages(async (NextToken) => {
      const page = await client.send(new ListQueuesCommand({ NextToken, MaxResults: 1000 }));
      return { items: page.QueueUrls, token: page.NextToken };
    });
    const read = urls.map(async (QueueUrl) => {
      const name = QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1);
      const ask = async () =>
        (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }))).Attributes?.Policy;
      return {
        arn: `arn:${partition}:sqs:${region}:${account}:${name}`,
        type: this.type,
        policy: await policy(`sqs:GetQueueAttributes ${name}`, ask),
      };
    });
    return Promise.all(read);
  },
};

/** Topics. */
export const topics: Kind = {
  type: 'AWS::SNS::Topic',
  lists: 'sns:ListTopics',
  all: ({ partition, region, account }) => `arn:${partition}:sns:${region}:${account}:*`,
  async collect({ config, policy }) {
    const client = new SNSClient(config);
    const found = await pages(async (NextToken) => {
      const page = await client.send(new ListTopicsCommand({ NextToken }));
      return { items: page.Topics, token: page.NextToken };
    });
    const read = found.map(async ({ TopicArn = '' }) => {
      const ask = async () => (await client.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes?.Policy;
      return { arn: TopicArn, type: this.type, policy: await policy(`sns:GetTopicAttributes ${TopicArn}`, ask) };
    });
    return Promise.all(read);
  },
};

/** Event buses with their policies, and rules with the roles of their targets. */
export const events: Kind = {
  type: 'AWS::Events::EventBus',
  lists: 'events:ListEventBuses',
  async collect({ config }) {
    const client = new EventBridgeClient(config);
    const buses = await pages(async (NextToken) => {
      const page = await client.send(new ListEventBusesCommand({ NextToken }));
      return { items: page.EventBuses, token: page.NextToken };
    });
    const found: ResourceEntry[] = [];
    for (const { Name, Arn = '', Policy } of buses) {
      found.push({ arn: Arn, type: this.type, policy: Policy ? (JSON.parse(Policy) as unknown) : undefined });
      found.push(...(await rulesOf(client, Name ?? 'default')));
    }
    return found;
  },
};

async function rulesOf(client: EventBridgeClient, EventBusName: string): Promise<ResourceEntry[]> {
  const rules = await pages(async (NextToken) => {
    const page = await client.send(new ListRulesCommand({ EventBusName, NextToken }));
    return { items: page.Rules, token: page.NextToken };
  });
  const found: ResourceEntry[] = [];
  for (const { Name, Arn = '', RoleArn } of rules) {
    const targets = await pages(async (NextToken) => {
      const page = await client.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName, NextToken }));
      return { items: page.Targets, token: page.NextToken };
    });
    const roles = [RoleArn, ...targets.map((target) => target.RoleArn)].filter((role) => role !== undefined);
    if (roles.length > 0) found.push({ arn: Arn, type: 'AWS::Events::Rule', roles: [...new Set(roles)] });
  }
  return found;
}
