import type { StackFacts, TemplateResource, World } from '../../world/model';
import { permissionFacts, urlFacts } from './calls';
import type { Fact } from './fact';
import { leavesOf, object, wordsOf, without, type Json } from './leaves';
import { bySize, minutesText } from './orders';
import { ruleFacts } from './rules';
import { detailsOf, guardedStacks, lastPart } from './site';

type Reader = (fact: Pick<Fact, 'of' | 'where'>, resource: TemplateResource) => Fact[];

/** What is kept and watched in the platform's own stacks of guarded accounts, by resource type. */
const READERS: Readonly<Record<string, Reader>> = {
  'AWS::S3::Bucket': bucketFacts,
  'AWS::DynamoDB::Table': (at, { properties, ref }) =>
    present(at, `table ${wordsOf(ref)}`, without(properties, 'TableName', 'SSESpecification')),
  'AWS::Logs::LogGroup': logFacts,
  'AWS::CloudTrail::Trail': trailFacts,
  'AWS::Events::Rule': ruleFacts,
  'AWS::Lambda::EventSourceMapping': (at, { properties }) =>
    present(at, `${sourceOf(properties)} to ${wordsOf(properties.FunctionName)}`, without(properties, 'FunctionName')),
  'AWS::Lambda::EventInvokeConfig': (at, { properties }) =>
    present(at, `retries of ${wordsOf(properties.FunctionName)}`, without(properties, 'FunctionName')),
  'AWS::Lambda::Permission': permissionFacts,
  'AWS::Lambda::Url': urlFacts,
  'AWS::SQS::Queue': queueFacts,
  'AWS::SNS::Subscription': (at, { properties }) =>
    present(at, `subscription of ${wordsOf(properties.Endpoint)} by ${wordsOf(properties.Protocol)}`, properties),
  'AWS::Chatbot::SlackChannelConfiguration': chatFacts,
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration': chatFacts,
};

/** Records, logs, trails, rules that start something, and whoever is told: what makes changes noticed and provable. */
export function recordFacts(world: World): Fact[] {
  return guardedStacks(world)
    .filter(({ stage }) => stage === '')
    .flatMap((stack) => stack.resources.flatMap((resource) => readerOf(stack, resource)));
}

function readerOf(stack: StackFacts, resource: TemplateResource): Fact[] {
  const of = `records and notices of ${stack.name} in ${stack.account}, ${stack.region}`;
  return READERS[resource.type]?.({ of, where: resource.where }, resource) ?? [];
}

/** A function may read several queues, and of a table the one stream. */
function sourceOf({ EventSourceArn }: Json): string {
  const arn = wordsOf(EventSourceArn);
  return arn.includes(':sqs:') ? `queue ${lastPart(arn)}` : 'stream';
}

/** That something is there, and every value of it. */
function present(at: Pick<Fact, 'of' | 'where'>, subject: string, properties: Json): Fact[] {
  const fact: Fact = { ...at, key: subject, subject, text: 'is there', gone: 'weaker' };
  return [fact, ...detailsOf(properties, { ...at, within: subject, subject, gone: 'weaker' })];
}

const DAYS = { Days: 1, Years: 365 } as const;

/** A store that nobody can write twice, as long as its lock holds. */
function bucketFacts(at: Pick<Fact, 'of' | 'where'>, { properties, ref }: TemplateResource): Fact[] {
  const lock = object(properties.ObjectLockConfiguration);
  if (Object.keys(lock).length === 0) return [];
  const retention = object(object(lock.Rule).DefaultRetention);
  const days = Number(retention.Days ?? Number.NaN) * DAYS.Days || Number(retention.Years ?? Number.NaN) * DAYS.Years;
  const name = `records in ${wordsOf(ref)}`;
  const base: Fact = { ...at, key: name, subject: name, text: 'written once', gone: 'weaker', come: 'stronger' };
  const strict = retention.Mode === 'COMPLIANCE' ? 2 : retention.Mode === 'GOVERNANCE' ? 1 : 0;
  return [
    base,
    {
      ...base,
      key: `${name} days`,
      within: name,
      subject: `${name}, kept for`,
      text: `${days} days`,
      ...bySize(days, 'stronger'),
    },
    {
      ...base,
      key: `${name} mode`,
      within: name,
      subject: `${name}, lock`,
      text: wordsOf(retention.Mode),
      ...bySize(strict, 'stronger'),
    },
    ...detailsOf(
      { ...without(lock, 'Rule'), ...only(properties, 'VersioningConfiguration', 'LifecycleConfiguration') },
      { ...at, within: name, subject: name },
    ),
  ];
}

function only(value: Json, ...keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}

/** Logs without a retention are kept for ever. */
function logFacts(at: Pick<Fact, 'of' | 'where'>, { properties, ref }: TemplateResource): Fact[] {
  const subject = `log ${wordsOf(properties.LogGroupName ?? ref)}`;
  const days = properties.RetentionInDays;
  const text = days === undefined ? 'kept for ever' : `kept for ${wordsOf(days)} days`;
  return [
    { ...at, key: subject, subject, text, ...bySize(days ?? Number.MAX_SAFE_INTEGER, 'stronger'), gone: 'weaker' },
  ];
}

/** Switches of a trail that are better on. */
function trailFacts(at: Pick<Fact, 'of' | 'where'>, { properties, ref }: TemplateResource): Fact[] {
  const subject = `trail ${wordsOf(ref)}`;
  const switches = leavesOf(properties).filter(({ text }) => text === 'true' || text === 'false');
  const names = new Set(switches.map(({ path }) => path));
  return present(at, subject, properties).map((fact) =>
    names.has(fact.key.slice(subject.length + 1))
      ? { ...fact, ...bySize(fact.text === 'true' ? 1 : 0, 'stronger') }
      : fact,
  );
}

/** A queue keeps for 4 days what nobody takes out, where nothing else is said: in seconds. */
const QUEUE_SECONDS = 345_600;

/** A queue keeps what a handler could not deal with, until people see to it. */
function queueFacts(at: Pick<Fact, 'of' | 'where'>, { properties, ref }: TemplateResource): Fact[] {
  const seconds = properties.MessageRetentionPeriod ?? QUEUE_SECONDS;
  const subject = `queue ${lastPart(wordsOf(ref))}`;
  const kept: Fact = {
    ...at,
    key: `${subject} kept`,
    within: subject,
    subject: `${subject}, keeps for`,
    text: Number.isFinite(Number(seconds)) ? minutesText(Number(seconds) / 60) : wordsOf(seconds),
    ...bySize(seconds, 'stronger'),
  };
  return [...present(at, subject, without(properties, 'QueueName', 'MessageRetentionPeriod', 'KmsMasterKeyId')), kept];
}

/** A channel of a chat that is told about changes. */
function chatFacts(at: Pick<Fact, 'of' | 'where'>, { type, properties }: TemplateResource): Fact[] {
  const { SlackChannelId, SlackWorkspaceId, TeamsChannelId, TeamId, ...others } = properties;
  const place = [SlackWorkspaceId, SlackChannelId, TeamId, TeamsChannelId].flatMap((one) => one ?? []).map(wordsOf);
  const kind = type.includes('Slack') ? 'Slack' : 'Teams';
  return present(at, `${kind} channel ${place.join('/')}`, others);
}
