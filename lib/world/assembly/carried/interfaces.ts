import type { Item } from '../stacks';
import { Choice, isMap, possibleEntries, property, textsOf, type Value } from '../value';

/** Messages that an open interface may put into a queue or stream: its publishers choose nothing but their content. */
const MESSAGES =
  /(action\/(SendMessage|Publish|PutEvents|PutRecords?|StartExecution|StartSyncExecution|PutItem|GetItem|Query|Scan|UpdateItem|DeleteItem|GetObject|PutObject)\b|:sqs:path\/|:s3:path\/|:firehose:action\/|:kinesis:action\/Put)/;
const SUBTYPES =
  /^(SQS-SendMessage|EventBridge-PutEvents|Kinesis-PutRecord|StepFunctions-(StartExecution|StartSyncExecution))$/;

/** An operation that anybody may call and that calls a service's own action as a role. */
export function openMethod(item: Item): string | undefined {
  const authorization = possibleEntries(item.properties.AuthorizationType).flatMap(textsOf);
  const open = authorization.length === 0 || authorization.some((text) => text.pattern === 'NONE');
  const integration = item.properties.Integration;
  const called = open
    ? direct(property(integration, 'Type'), property(integration, 'Uri'), [
        property(integration, 'RequestTemplates'),
        property(integration, 'RequestParameters'),
      ])
    : undefined;
  return called && `anybody may call ${called} through this open method as its role`;
}

/** An operation of an interface by HTTP or WebSocket, whoever calls it. */
export function openIntegration({ properties }: Item): string | undefined {
  const called =
    otherSubtype(properties.IntegrationSubtype) ??
    direct(properties.IntegrationType, properties.IntegrationUri, [
      properties.RequestTemplates,
      properties.RequestParameters,
    ]);
  return called && `callers of the interface call ${called} as its role`;
}

/** A function that is called; its code and its settings have the same beginning. */
const CALL = /:lambda:path\/.*\/(response-streaming-)?invocations$/;
/** The caller names the bucket, or whose queue. */
const CHOSEN = /:(s3|sqs):path\/\{/;

/** A named action of a service that does more than take a message. */
function otherSubtype(value: Value | undefined): string | undefined {
  return possibleEntries(value)
    .flatMap(textsOf)
    .find((text) => !SUBTYPES.test(text.pattern))?.pattern;
}

/** An action of a service called directly, which neither a call of a function nor a message to a fixed place is. */
function direct(
  type: Value | undefined,
  uri: Value | undefined,
  mapped: readonly (Value | undefined)[],
): string | undefined {
  const types = possibleEntries(type).flatMap(textsOf);
  if (!types.some((text) => /^(aws|\*)$/i.test(text.pattern))) return undefined;
  const fixed = mapped.some((one) => possibleEntries(one).length > 0);
  return possibleEntries(uri)
    .flatMap(textsOf)
    .find(({ pattern }) => !CALL.test(pattern) && !isMessage(pattern, fixed))?.pattern;
}

/** A message goes where the address says, or where a mapping of the interface says; without one the caller names it. */
function isMessage(uri: string, mapped: boolean): boolean {
  return MESSAGES.test(uri) && !CHOSEN.test(uri) && (mapped || !/:action\//.test(uri));
}

const INTEGRATION = 'x-amazon-apigateway-integration';

/**
 * The same within a definition in OpenAPI: an operation that asks nobody who they are calls a service as a role. What the
 * definition as a whole asks counts for none: API Gateway takes security from operations alone.
 */
export function openOperation(body: Value | undefined): string | undefined {
  const found = operationsIn(body)
    .filter((one) => !isAsked(one))
    .map((one) => property(one, INTEGRATION))
    .map((one) => {
      const subtype = property(one, 'integrationSubtype');
      return subtype === undefined
        ? direct(property(one, 'type'), property(one, 'uri'), [
            property(one, 'requestTemplates'),
            property(one, 'requestParameters'),
          ])
        : otherSubtype(subtype);
    })
    .find((called) => called !== undefined);
  return found && `anybody may call ${found} through an operation of this definition as its role`;
}

/** Whether an operation says by which scheme callers show who they are; an empty requirement, or NONE, lets in anybody. */
function isAsked(operation: Value | undefined): boolean {
  const required = possibleEntries(property(operation, 'security'));
  if (required.length > 0) return required.every((one) => !isMap(one) || Object.keys(one).length > 0);
  const types = possibleEntries(property(operation, 'x-amazon-apigateway-auth', 'type')).flatMap(textsOf);
  return types.length > 0 && types.every((text) => text.exact && text.pattern.toUpperCase() !== 'NONE');
}

function operationsIn(value: Value | undefined): Value[] {
  if (Array.isArray(value)) return value.flatMap(operationsIn);
  if (value instanceof Choice) return value.options.flatMap(operationsIn);
  if (!isMap(value)) return [];
  return [...(value[INTEGRATION] === undefined ? [] : [value]), ...Object.values(value).flatMap(operationsIn)];
}

/** Endpoints of services to which an interface may hand messages. */
const MESSAGE_HOSTS = /^https?:\/\/(sync-states|states|events|sqs|sns|kinesis|firehose|ses|email)\.[^/]*amazonaws\.com/;

/** A source of a graph that calls a service of AWS itself, signed as its role: callers of the interface choose how. */
export function signedCalls({ properties }: Item): string | undefined {
  const signed = property(properties, 'HttpConfig', 'AuthorizationConfig', 'AwsIamConfig') !== undefined;
  const endpoints = possibleEntries(property(properties, 'HttpConfig', 'Endpoint')).flatMap(textsOf);
  if (!signed || (endpoints.length > 0 && endpoints.every((text) => MESSAGE_HOSTS.test(text.pattern))))
    return undefined;
  return `callers of the interface call ${endpoints[0]?.pattern ?? 'a service'} as its role`;
}
