import { jsonOf } from './json-text';
import type { Item } from './stacks';
import { exactText, isMap, Opaque, possibleEntries, property, textsOf, type Value, type ValueMap } from './value';

/** The events at which CDK's `AwsCustomResource` makes a call, each with its call as JSON text. */
const EVENTS = ['Create', 'Update', 'Delete'] as const;

/** What else stands in such a resource. */
const BESIDE = ['ServiceToken', 'ServiceTimeout', 'InstallLatestAwsSdk'];

/** One call of the SDK, at one event. */
interface SdkCall {
  readonly event: (typeof EVENTS)[number];
  readonly service: string;
  readonly action: string;
  readonly parameters: Value | undefined;
}

/** A call of the SDK by which a resource gets a policy, for everything of its kind in the account. */
interface PolicyCall {
  /** Spellings of the client: `CloudWatchLogs`, `@aws-sdk/client-cloudwatch-logs`. */
  readonly client: RegExp;
  readonly action: RegExp;
  /** The parameter that holds the policy, and whether no policy is put without it. */
  readonly parameter: string;
  readonly optional?: boolean;
  /** What the provider's role may for it. */
  readonly rights: readonly string[];
  readonly on: { readonly type: string; readonly service: string; readonly resource: string };
}

/** Calls that CDK's constructs make to put a policy. One of the logs is in force for services alone: it lets no person in. */
const POLICY_CALLS: readonly PolicyCall[] = [
  {
    client: /logs/i,
    action: /^putresourcepolicy$/,
    parameter: 'policyDocument',
    rights: ['logs:PutResourcePolicy', 'logs:DeleteResourcePolicy'],
    on: { type: 'AWS::Logs::LogGroup', service: 'logs', resource: 'log-group:*' },
  },
  {
    client: /opensearch|elasticsearch|^es$/i,
    action: /^update(elasticsearch)?domainconfig$/,
    parameter: 'AccessPolicies',
    optional: true,
    rights: ['es:UpdateDomainConfig', 'es:UpdateElasticsearchDomainConfig'],
    on: { type: 'AWS::OpenSearchService::Domain', service: 'es', resource: 'domain/*' },
  },
];

/** A policy that a call puts, and what it stands on. */
export interface CalledPolicy {
  readonly document: Value;
  readonly on: PolicyCall['on'];
}

/** Rights that need no doubt where every call of a provider's custom resources is read: the policies it puts are known. */
export const READ_RIGHTS: ReadonlySet<string> = new Set(POLICY_CALLS.flatMap(({ rights }) => rights));

/** Whether everything that a custom resource asks for is a call whose service and action are written out. */
export function callsAreRead(item: Item): boolean {
  const calls = sdkCallsOf(item);
  return calls !== undefined && !calls.some((call) => call.event !== 'Delete' && takesAway(call));
}

/** The policies that a custom resource puts. */
export function calledPoliciesOf(item: Item): CalledPolicy[] {
  const calls = sdkCallsOf(item) ?? [];
  return POLICY_CALLS.flatMap((put) =>
    calls
      .filter((call) => put.client.test(call.service) && put.action.test(nameOf(call)))
      .flatMap(({ parameters }) => {
        const document = documentIn(put, parameters);
        return document === undefined ? [] : [{ document, on: put.on }];
      }),
  );
}

function documentIn({ parameter, optional }: PolicyCall, parameters: Value | undefined): Value | undefined {
  const found = property(parameters, parameter);
  return found ?? (optional && isMap(parameters) ? undefined : new Opaque('a call without its policy'));
}

/** The calls of a custom resource; nothing where it is of another form, or one of them is open. */
function sdkCallsOf({ properties }: Item): SdkCall[] | undefined {
  const names = Object.keys(properties);
  if (!names.every((name) => BESIDE.includes(name) || EVENTS.some((event) => event === name))) return undefined;
  const calls = EVENTS.flatMap((event) => callsAt(event, properties[event]));
  return calls.length > 0 && calls.every((call) => call !== undefined) ? calls : undefined;
}

function callsAt(event: SdkCall['event'], value: Value | undefined): (SdkCall | undefined)[] {
  return possibleEntries(value).flatMap((entry) => {
    const texts = textsOf(entry).map(jsonOf);
    return texts.length === 0 ? [undefined] : texts.map((call) => (isMap(call) ? callOf(event, call) : undefined));
  });
}

function callOf(event: SdkCall['event'], call: ValueMap): SdkCall | undefined {
  const [service, action] = [exactText(call.service), exactText(call.action)];
  if (service === undefined || action === undefined) return undefined;
  return { event, service, action, parameters: call.parameters };
}

/** Commands are named with their ending and without. */
function nameOf({ action }: SdkCall): string {
  return action.toLowerCase().replace(/command$/, '');
}

function takesAway(call: SdkCall): boolean {
  return /logs/i.test(call.service) && nameOf(call) === 'deleteresourcepolicy';
}
