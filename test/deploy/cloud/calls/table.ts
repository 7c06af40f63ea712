/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import type { Deed, Place } from '../cloudformation/kinds/kind';
import { regional } from '../cloudformation/kinds/kind';
import type { Cloud } from '../cloud';
import { leadingKeys } from './leading-keys';

type Input = Record<string, any>;

/** What a call of a service asks IAM about; undefined where the walk does not know the call. */
export type Asked = (name: string, input: Input, at: Place, cloud: Cloud) => readonly Deed[] | undefined;

const at = (service: string, rest: (input: Input) => string, known: readonly string[]): Asked => {
  return (name, input, place) =>
    known.includes(name) ? [{ action: `${service}:${name}`, resource: arn(service, place, rest(input)) }] : undefined;
};

function arn(service: string, place: Place, rest: string): string {
  return rest === '*' || rest.startsWith('arn:') ? rest : regional(service, place, rest);
}

const TABLE = (input: Input) => {
  const name = String(input.TableName);
  return name.startsWith('arn:') ? name : `table/${name}${input.IndexName ? `/index/${input.IndexName}` : ''}`;
};
const ITEMS = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'DescribeTable'];

/** Transactions ask about each of their parts. */
const dynamodb: Asked = (name, input, place, cloud) => {
  const deed = (operation: string, part: Input): Deed => ({
    action: `dynamodb:${operation}`,
    resource: arn('dynamodb', place, TABLE(part)),
    context: leadingKeys(cloud, place, part),
  });
  if (name === 'TransactWriteItems')
    return ((input.TransactItems ?? []) as Input[]).flatMap((item) =>
      Object.entries(item).map(([kind, part]) =>
        deed(kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`, part as Input),
      ),
    );
  if (name === 'BatchGetItem')
    return Object.entries(input.RequestItems as Input).map(([TableName, part]) =>
      deed(name, { ...(part as Input), TableName }),
    );
  return ITEMS.includes(name) ? [deed(name, input)] : undefined;
};

/** Calls on parameters, each with where it names them. */
const PARAMETERS: Readonly<Record<string, (input: Input) => readonly unknown[]>> = {
  GetParameter: ({ Name }) => [Name],
  GetParameters: ({ Names }) => Names as string[],
  PutParameter: ({ Name }) => [Name],
  DeleteParameters: ({ Names }) => Names as string[],
  GetParametersByPath: ({ Path }) => [Path],
  AddTagsToResource: ({ ResourceId }) => [ResourceId],
  RemoveTagsFromResource: ({ ResourceId }) => [ResourceId],
  ListTagsForResource: ({ ResourceId }) => [ResourceId],
};

const ssm: Asked = (name, input, place) =>
  PARAMETERS[name]?.(input).map((parameter) => ({
    action: `ssm:${name}`,
    resource: regional('ssm', place, `parameter/${String(parameter).replace(/^\//, '')}`),
  }));

const MACHINE = ({ stateMachineArn, executionArn }: Input) => String(stateMachineArn ?? executionArn);
const LOG_GROUP = ({ logGroupName, logGroupIdentifier }: Input) => `log-group:${logGroupName ?? logGroupIdentifier}:*`;

/** Calls that the emulator answers, by service, each with what it asks. */
export const CALLS: Readonly<Record<string, Asked>> = {
  dynamodb,
  ssm,
  states: at('states', MACHINE, ['StartExecution', 'DescribeExecution', 'ListExecutions', 'StopExecution']),
  logs: at('logs', LOG_GROUP, ['CreateLogStream', 'PutLogEvents', 'GetLogEvents', 'FilterLogEvents']),
  monitoring: (name) => {
    const known = [
      'DescribeAlarms',
      'DescribeAlarmHistory',
      'PutMetricData',
      'GetMetricData',
      'GetMetricStatistics',
      'ListMetrics',
    ];
    return known.includes(name) ? [{ action: `cloudwatch:${name}`, resource: '*' }] : undefined;
  },
  events: at(
    'events',
    ({ Entries }) => `event-bus/${(Entries as Input[] | undefined)?.[0]?.EventBusName ?? 'default'}`,
    ['PutEvents'],
  ),
  sqs: at('sqs', ({ QueueUrl }) => String(QueueUrl).split('/').at(-1)!, ['SendMessage', 'SendMessageBatch']),
  sns: at('sns', ({ TopicArn }) => String(TopicArn), ['Publish', 'GetTopicAttributes', 'ListSubscriptionsByTopic']),
};

/** Calls of Lambda, which are told by path. */
export function lambdaCall(method: string, path: string, place: Place): Deed | undefined {
  const [, name, rest] = /^\/[\d-]+\/functions\/([^/]+)\/?(.*)$/.exec(decodeURIComponent(path)) ?? [];
  if (!name) return undefined;
  const resource = name.startsWith('arn:') ? name : regional('lambda', place, `function:${name}`);
  const actions: Readonly<Record<string, string>> = {
    'POST invocations': 'InvokeFunction',
    'GET url': 'GetFunctionUrlConfig',
    'GET configuration': 'GetFunctionConfiguration',
    'GET ': 'GetFunction',
  };
  const action = actions[`${method} ${rest}`];
  return action ? { action: `lambda:${action}`, resource } : undefined;
}
