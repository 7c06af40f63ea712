import type { Item } from '../stacks';
import { exactText, possibleEntries, property, textsOf, type Value } from '../value';
import { PEOPLE, type Finding } from './finding';

/** How people come in by resources of a type without an action of IAM; nothing where these properties let nobody in. */
type Judge = (item: Item) => string | undefined;

const BY_TYPE: Readonly<Record<string, Judge>> = {
  'AWS::SageMaker::Domain': (item) =>
    isIdentityCenter(item, 'AuthMode')
      ? 'Identity Center opens this domain, and its people run notebooks as its role'
      : undefined,
  'AWS::SageMaker::UserProfile': (item) =>
    item.properties.SingleSignOnUserValue === undefined
      ? undefined
      : 'a person of Identity Center opens this profile and runs notebooks as its role',
  'AWS::EMR::Studio': (item) =>
    isIdentityCenter(item, 'AuthMode') || item.properties.IdcInstanceArn !== undefined
      ? 'Identity Center opens this studio, and its people run notebooks as its roles'
      : undefined,
  'AWS::CodeBuild::Project': (item) =>
    mayBeTrue(property(item.properties, 'Triggers', 'Webhook'))
      ? 'whoever sends the events of its webhook (a push, a pull request) chooses what it builds as its role'
      : undefined,
  'AWS::CodeBuild::Project source': (item) => foreignSource(item),
  'AWS::ApiGateway::Method': (item) => openMethod(item),
  'AWS::ApiGatewayV2::Integration': (item) => openIntegration(item),
  'AWS::AppSync::DataSource': (item) => signedCalls(item),
  'AWS::Glue::Job': (item) => packages(item),
};

/** People who come in by this resource. */
export function peopleBy(item: Item): Finding[] {
  return Object.entries(BY_TYPE)
    .filter(([type]) => type.split(' ')[0] === item.type)
    .flatMap(([, judge]) => judge(item) ?? [])
    .map((why) => ({ why, theorems: PEOPLE }));
}

function isIdentityCenter(item: Item, name: string): boolean {
  const texts = possibleEntries(item.properties[name]).flatMap(textsOf);
  return texts.some((text) => text.pattern !== 'IAM');
}

function mayBeTrue(value: Value | undefined): boolean {
  return possibleEntries(value).some((one) => one !== false && exactText(one) !== 'false');
}

/** A build in a guarded account whose source no pipeline hands over: whoever pushes there chooses what it does. */
function foreignSource(item: Item): string | undefined {
  const sources = [...possibleEntries(item.properties.Source), ...possibleEntries(item.properties.SecondarySources)];
  const type = sources
    .map((one) => exactText(property(one, 'Type')))
    .find((one) => one !== undefined && HOSTED.test(one));
  return type === undefined ? undefined : `whoever pushes to its ${type} repository chooses what it builds as its role`;
}

const HOSTED = /^(GITHUB|GITHUB_ENTERPRISE|GITLAB|GITLAB_SELF_MANAGED|BITBUCKET)$/;

/** Messages that an open interface may put into a queue or stream: its publishers choose nothing but their content. */
const MESSAGES =
  /(action\/(SendMessage|Publish|PutEvents|PutRecords?|StartExecution|StartSyncExecution|PutItem|GetItem|Query|Scan|UpdateItem|DeleteItem|GetObject|PutObject)\b|:sqs:path\/|:s3:path\/|:firehose:action\/|:kinesis:action\/Put)/;
const SUBTYPES =
  /^(SQS-SendMessage|EventBridge-PutEvents|Kinesis-PutRecord|StepFunctions-(StartExecution|StartSyncExecution))$/;

/** An operation that anybody may call and that calls a service's own action as a role. */
function openMethod(item: Item): string | undefined {
  const authorization = possibleEntries(item.properties.AuthorizationType).flatMap(textsOf);
  const open = authorization.length === 0 || authorization.some((text) => text.pattern === 'NONE');
  const integration = item.properties.Integration;
  const type = possibleEntries(property(integration, 'Type')).flatMap(textsOf);
  const uris = possibleEntries(property(integration, 'Uri')).flatMap(textsOf);
  const direct =
    type.some((text) => text.pattern === 'AWS') && uris.some((text) => !text.pattern.includes(':lambda:path'));
  if (!open || !direct || uris.every((text) => MESSAGES.test(text.pattern))) return undefined;
  return `anybody may call ${uris[0]?.pattern ?? 'a service'} through this open method as its role`;
}

function openIntegration(item: Item): string | undefined {
  const subtype = possibleEntries(item.properties.IntegrationSubtype).flatMap(textsOf);
  if (subtype.length === 0 || subtype.every((text) => SUBTYPES.test(text.pattern))) return undefined;
  return `callers of the interface call ${subtype[0].pattern} as its role`;
}

/** Endpoints of services to which an interface may hand messages. */
const MESSAGE_HOSTS = /^https?:\/\/(sync-states|states|events|sqs|sns|kinesis|firehose|ses|email)\.[^/]*amazonaws\.com/;

/** A source of a graph that calls a service of AWS itself, signed as its role: callers of the interface choose how. */
function signedCalls({ properties }: Item): string | undefined {
  const signed = property(properties, 'HttpConfig', 'AuthorizationConfig', 'AwsIamConfig') !== undefined;
  const endpoints = possibleEntries(property(properties, 'HttpConfig', 'Endpoint')).flatMap(textsOf);
  if (!signed || (endpoints.length > 0 && endpoints.every((text) => MESSAGE_HOSTS.test(text.pattern))))
    return undefined;
  return `callers of the interface call ${endpoints[0]?.pattern ?? 'a service'} as its role`;
}

/** Packages that a job installs by name from a public registry when it starts. */
function packages(item: Item): string | undefined {
  const modules = ['DefaultArguments', 'NonOverridableArguments'].flatMap((name) =>
    possibleEntries(property(item.properties, name, '--additional-python-modules')).flatMap(textsOf),
  );
  const named = modules.filter((text) => !/^s3:\/\/[^,]+(,s3:\/\/[^,]+)*$/.test(text.pattern));
  return named.length > 0 ? `it installs ${named[0].pattern} from a public registry whenever it starts` : undefined;
}
