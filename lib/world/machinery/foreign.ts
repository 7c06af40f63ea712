import { BY_CALL, BY_EVENT, BY_MACHINERY } from '../assembly/committed';
import type { Unknowns } from '../assembly/report';
import { resolve } from '../assembly/intrinsics';
import { arnOf, refOf } from '../assembly/scope';
import type { Item } from '../assembly/stacks';
import { property, textsOf, toJson, type Value } from '../assembly/value';
import { PIPELINE_PATH } from '../../names';
import type { WayIn } from '../model';
import { whoIsAdmitted, type ToldAccount } from '../who-acts';
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
  accounts: readonly ToldAccount[],
  unknowns: Unknowns,
): void {
  for (const item of items)
    if (!isMade(item, made) && isOnPath(item)) unknowns.add(ON_PATH, item.where, undefined, byMachinery(item, 'Path'));
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
    if (first) unknowns.add(toldOf(item, first), item.where, undefined, byMachinery(item));
    else if (beside) opened(item, accounts, unknowns);
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

/** Whoever deploys what is not the machinery's, and what they would take away or change. */
function byMachinery(item: Item, property?: string): WayIn {
  return { ...BY_MACHINERY, change: property ? `${item.where}, ${property}` : item.where };
}

/** The property by which a resource opens an account to others without naming anything in it: all who call. */
const OPENING: Readonly<Record<string, (item: Item) => string | undefined>> = {
  'AWS::Lambda::Url': unsigned('AuthType'),
  'AWS::ApiGateway::Method': unsigned('AuthorizationType'),
  'AWS::ApiGatewayV2::Route': unsigned('AuthorizationType'),
  // With a target it has a route that asks nobody who they are.
  'AWS::ApiGatewayV2::Api': ({ properties }) => ['Target', 'Body'].find((name) => properties[name] !== undefined),
  'AWS::AppSync::GraphQLApi': unsigned('AuthenticationType'),
};

/** Tells of what lets others in where the machinery stands: all who send events, all who call. */
function opened(item: Item, accounts: readonly ToldAccount[], unknowns: Unknowns): void {
  const wayIn = item.type === 'AWS::Events::EventBusPolicy' ? byEvent(item, accounts) : byCall(item);
  if (wayIn) unknowns.add(`${item.type} lets others in where the machinery listens`, item.where, undefined, wayIn);
}

function byCall(item: Item): WayIn | undefined {
  const name = OPENING[item.type]?.(item);
  return name === undefined ? undefined : { ...BY_CALL, change: `${item.where}, ${name}` };
}

/** A bus takes a statement, or the parts of one. */
function byEvent({ properties, where }: Item, accounts: readonly ToldAccount[]): WayIn {
  const name = ['Statement', 'Principal'].find((each) => property(properties, each) !== undefined) ?? 'Statement';
  const statement = name === 'Principal' ? toJson(properties) : toJson(property(properties, name));
  return { who: whoIsAdmitted([statement], accounts), ...BY_EVENT, change: `${where}, ${name}` };
}

/** Anything that may be something else, an absent value as well. */
function isOtherThan(value: Value | undefined, wanted: string): boolean {
  const texts = textsOf(value);
  return texts.length === 0 || texts.some(({ pattern }) => pattern !== wanted);
}

/** Asks for no signature where the named property is, or may be, anything but IAM's. */
function unsigned(name: string): (item: Item) => string | undefined {
  return ({ properties }) => (isOtherThan(properties[name], 'AWS_IAM') ? name : undefined);
}

function toldOf(item: Item, other: Item): string {
  return `${item.type} has to do with ${other.where} (${other.type}), and the package makes nothing that does so: what the machinery is and does is no longer what was proved`;
}
