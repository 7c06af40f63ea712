import { BY_CALL, BY_MACHINERY } from '../assembly/committed';
import type { Unknowns } from '../assembly/report';
import { resolve } from '../assembly/intrinsics';
import { arnOf, refOf } from '../assembly/scope';
import type { Item } from '../assembly/stacks';
import { property, textsOf, toJson, type Value } from '../assembly/value';
import { PIPELINE_PATH } from '../../names';
import type { Account } from '../model';
import { LOOKING, REACHING } from './looking';
import type { Made } from './reconstruct';
import { without, type Json } from './stacks';

/** A resource of the machinery and the texts by which others name it. */
interface Named {
  readonly item: Item;
  readonly names: readonly RegExp[];
}

/** Is it what the package made, in the stack in which it made it? */
export function isMade(item: Item, made: Made): boolean {
  return item.scope === item.stack.scope && made.get(item.stack.artifact.path)?.has(item.id) === true;
}

/** Ref and ARN of a resource, as patterns. */
export function namesOf({ scope, id, raw }: Item): string[] {
  const resolver = (value: unknown): Value => resolve(value, scope);
  const ref = toJson(refOf(scope, id, raw, resolver));
  const arn = arnOf(scope, id, raw, resolver)?.pattern;
  return [ref, arn].filter((each): each is string => typeof each === 'string' && !/^[*?]/.test(each));
}

/** Words that stand for much else too, and pipelines by name: where they are meant, an ARN or a property says so. */
const TOO_SHORT = /^[a-z0-9]*$/;

function named(item: Item): Named {
  const whole = (name: string): RegExp =>
    new RegExp(`(?<![\\w./-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);
  const ofPipeline = (name: string): RegExp => new RegExp(`"\\w*Pipeline\\w*":"${name}"`);
  const words = namesOf(item).filter((name) => !TOO_SHORT.test(name));
  const short = namesOf(item).filter((name) => TOO_SHORT.test(name));
  const pipeline = item.type === 'AWS::CodePipeline::Pipeline' ? short.map(ofPipeline) : [];
  return { item, names: [...words.map(whole), ...pipeline] };
}

/** Reads that a resource makes within its own template, by logical id. */
function refersTo(raw: string, id: string): boolean {
  return [`{"Ref":"${id}"}`, `"Fn::GetAtt":["${id}"`, `"Fn::GetAtt":"${id}.`, `\${${id}}`, `\${${id}.`].some((form) =>
    raw.includes(form),
  );
}

/** What of the machinery a resource names in a place where naming is more than looking. */
function mentions(item: Item, machinery: readonly Named[], besides: readonly string[]): Item[] {
  const raw = JSON.stringify(without((item.raw.Properties ?? {}) as Json, ...besides));
  const resolved = JSON.stringify(without(toJson(item.properties) as Json, ...besides));
  return machinery
    .filter(({ item: other, names }) => {
      const isNear = other.scope === item.scope && refersTo(raw, other.id);
      return isNear || names.some((name) => name.test(resolved));
    })
    .map((each) => each.item);
}

/** Accounts in which the machinery stands: nobody else's resource has business with it there. */
const OURS: readonly string[] = ['tooling', 'audit', 'management'];

/**
 * Tells of each resource beside the machinery that has to do with it: runs as one of its roles, starts what it runs, hangs
 * a policy on its roles or stores. Those that only look are a reviewed list; what others may by their own policies is asked
 * of the policies.
 */
export function foreign(
  items: readonly Item[],
  made: Made,
  accounts: readonly Pick<Account, 'id' | 'environment'>[],
  unknowns: Unknowns,
): void {
  for (const item of items)
    if (!isMade(item, made) && isOnPath(item)) unknowns.add(ON_PATH, item.where, undefined, BY_MACHINERY);
  const machinery = items.filter((item) => isMade(item, made)).map(named);
  if (machinery.length === 0) return;
  const kinds = new Map(accounts.map(({ id, environment }) => [id, environment]));
  for (const item of items) {
    if (isMade(item, made)) continue;
    const beside = made.has(item.stack.artifact.path) || OURS.includes(kinds.get(item.account) ?? '');
    const besides = LOOKING.get(item.type) ?? [];
    const reached = beside ? besides !== 'all' : REACHING.has(item.type);
    if (!reached) continue;
    const [first] = mentions(item, machinery, besides === 'all' ? [] : besides);
    if (first) unknowns.add(toldOf(item, first), item.where, undefined, BY_MACHINERY);
    else if (beside && opens(item))
      unknowns.add(`${item.type} lets others in where the machinery listens`, item.where, undefined, BY_CALL);
  }
}

const ON_PATH = `the role lives under ${PIPELINE_PATH}, where guardrails let machines change prod, and nothing states that the package made it: make it with GuardedPlatform or ChangePipeline of this package (whose changeControl and notificationsTopic are left to it), or give it another path`;

/** Roles of the machinery are known by their path: everything in the organization's policies goes by it. */
function isOnPath({ type, properties }: Item): boolean {
  if (type !== 'AWS::IAM::Role') return false;
  const trust = JSON.stringify(toJson(property(properties, 'AssumeRolePolicyDocument')) ?? '');
  const services = trust.match(/[a-z0-9-]+\.amazonaws\.com/g) ?? [];
  // The bootstrap's own: whom they admit is what only-the-pipeline-deploys is about.
  if (services.every((each) => each === 'cloudformation.amazonaws.com')) return false;
  return textsOf(property(properties, 'Path')).some(({ pattern }) => pattern.startsWith(PIPELINE_PATH));
}

/** What opens an account to others without naming anything in it: all who send events, all who call. */
const OPENING: Readonly<Record<string, (item: Item) => boolean>> = {
  'AWS::Events::EventBusPolicy': () => true,
  'AWS::Lambda::Url': ({ properties }) => isOtherThan(properties.AuthType, 'AWS_IAM'),
  'AWS::ApiGateway::Method': ({ properties }) => isOtherThan(properties.AuthorizationType, 'AWS_IAM'),
  'AWS::ApiGatewayV2::Route': ({ properties }) => isOtherThan(properties.AuthorizationType, 'AWS_IAM'),
  // With a target it has a route that asks nobody who they are.
  'AWS::ApiGatewayV2::Api': ({ properties }) => properties.Target !== undefined || properties.Body !== undefined,
  'AWS::AppSync::GraphQLApi': ({ properties }) => isOtherThan(properties.AuthenticationType, 'AWS_IAM'),
};

function opens(item: Item): boolean {
  return OPENING[item.type]?.(item) ?? false;
}

/** Anything that may be something else, an absent value as well. */
function isOtherThan(value: Value | undefined, wanted: string): boolean {
  const texts = textsOf(value);
  return texts.length === 0 || texts.some(({ pattern }) => pattern !== wanted);
}

function toldOf(item: Item, other: Item): string {
  return `${item.type} has to do with ${other.where} (${other.type}), and the package makes nothing that does so: what the machinery is and does is no longer what was proved`;
}
