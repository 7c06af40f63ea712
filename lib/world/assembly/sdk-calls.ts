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

/** Whether everything that a custom resource asks for is a call whose service and action are written out. */
export function callsAreRead(item: Item): boolean {
  const calls = sdkCallsOf(item);
  return calls !== undefined && !calls.some((call) => call.event !== 'Delete' && isLogs(call, 'deleteresourcepolicy'));
}

/** The policies of the logs that a custom resource puts. */
export function logPoliciesOf(item: Item): Value[] {
  return (sdkCallsOf(item) ?? [])
    .filter((call) => isLogs(call, 'putresourcepolicy'))
    .map(({ parameters }) => property(parameters, 'policyDocument') ?? new Opaque('a call without its policy'));
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

/** The SDK takes the names of clients (`CloudWatchLogs`, `@aws-sdk/client-cloudwatch-logs`) and of commands alike. */
function isLogs({ service, action }: SdkCall, name: string): boolean {
  return /logs/i.test(service) && action.toLowerCase().replace(/command$/, '') === name;
}
