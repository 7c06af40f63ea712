/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import { policyOn } from './common';
import { type Kind, regional, simple, type Wanted } from './kind';

const queueArn = (at: Wanted['at'], url: string) => regional('sqs', at, url.split('/').at(-1)!);
const ruleArn = ({ properties, name }: Wanted) =>
  !properties.EventBusName || properties.EventBusName === 'default'
    ? `rule/${name}`
    : `rule/${busOf(properties)}/${name}`;
const busOf = (properties: any) => String(properties.EventBusName).split('/').at(-1)!;

const named = (wanted: Wanted) => wanted.name;

/** Topics, queues, buses, rules. */
export const MESSAGES: Record<string, Kind> = {
  'AWS::SNS::Topic': simple({
    service: 'sns',
    name: 'TopicName',
    arn: named,
    ref: (_, arn) => arn,
    attributes: ({ name }, arn) => ({ TopicArn: arn, TopicName: name }),
    create: ['sns:CreateTopic', 'sns:SetTopicAttributes'],
    remove: ['sns:DeleteTopic'],
    emulated: () => [],
  }),
  'AWS::SNS::TopicPolicy': policyOn((p) => p.Topics, 'sns:SetTopicAttributes', 'sns:SetTopicAttributes'),
  'AWS::SNS::Subscription': {
    values: ({ properties, name }) => ({ ref: `${properties.TopicArn}:${name}`, attributes: {} }),
    create: ({ properties }) => [{ action: 'sns:Subscribe', resource: properties.TopicArn }],
    update: () => [],
    remove: ({ properties }) => [{ action: 'sns:Unsubscribe', resource: properties.TopicArn }],
    emulated: () => [],
  },
  'AWS::SQS::Queue': simple({
    service: 'sqs',
    name: 'QueueName',
    arn: named,
    ref: ({ name, at }) => `https://sqs.${at.region}.amazonaws.com/${at.account}/${name}`,
    attributes: ({ name }) => ({ QueueName: name }),
    create: ['sqs:CreateQueue', 'sqs:GetQueueAttributes'],
    update: ['sqs:SetQueueAttributes'],
    remove: ['sqs:DeleteQueue'],
    emulated: () => [],
  }),
  'AWS::SQS::QueuePolicy': policyOn(
    (p, { at }) => (p.Queues as string[]).map((url) => queueArn(at, url)),
    'sqs:SetQueueAttributes',
    'sqs:SetQueueAttributes',
  ),
  'AWS::Events::EventBus': simple({
    service: 'events',
    name: 'Name',
    arn: ({ name }) => `event-bus/${name}`,
    create: ['events:CreateEventBus'],
    remove: ['events:DeleteEventBus'],
    emulated: () => [],
  }),
  'AWS::Events::Rule': simple({
    service: 'events',
    name: 'Name',
    arn: ruleArn,
    ref: ({ name, properties }) => (properties.EventBusName ? `${busOf(properties)}|${name}` : name),
    create: ['events:PutRule', 'events:PutTargets'],
    remove: ['events:RemoveTargets', 'events:DeleteRule'],
    roles: (p) => ((p.Targets ?? []) as any[]).map(({ RoleArn }) => RoleArn),
    emulated: () => [],
  }),
  'AWS::Scheduler::ScheduleGroup': simple({
    service: 'scheduler',
    name: 'Name',
    arn: ({ name }) => `schedule-group/${name}`,
    create: ['scheduler:CreateScheduleGroup'],
    remove: ['scheduler:DeleteScheduleGroup'],
    emulated: () => [],
  }),
};
