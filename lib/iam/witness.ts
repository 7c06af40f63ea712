import { catalogue } from './catalogue';
import type { Decision } from './decide';
import type { Point } from './dimensions';
import { shortestWord } from './automaton';
import { includes, language } from './language';
import type { Language } from './language';
import type { Literal } from './literal';
import { likeGlobs } from './pattern';
import type { BoundStatement, Caller, Request } from './query';
import { FILLS, actsOn, witnessResources } from './resource-types';
import type { State } from './search';

/** A positive decision. */
export type Sat = Extract<Decision, { verdict: 'sat' }>;

/**
 * A concrete request out of a decision.
 *
 * @param action the action where it is settled; else one is sought, a known one with a resource it acts on first, so
 * that other tools take the request too.
 */
export function requestOf(sat: Sat, statements: readonly BoundStatement[], action?: string): Request {
  const resources = sides(sat.ground.resource, sat.state.get('resource'));
  const named = action ? [action] : knownActions(sides([], sat.state.get('action')), resources);
  const known = natural(named, resources);
  const chosen =
    known?.action ?? action ?? named[0] ?? text(sat.dimensions.point('action', sat.state.get('action') ?? []));
  const resource = known?.resource ?? plainResource(resources);
  return { ...callerPart(sat), action: chosen, resource, context: contextOf(sat, statements) };
}

interface Sides {
  readonly inside: readonly Language[];
  readonly outside: readonly Language[];
}

function sides(base: readonly Language[], literals: readonly Literal[] = []): Sides {
  const languages = literals.flatMap((one) => (one.kind === 'language' ? [one] : []));
  return {
    inside: [...base, ...languages.filter((one) => !one.negated).map((one) => one.language)],
    outside: languages.filter((one) => one.negated).map((one) => one.language),
  };
}

function holds({ inside, outside }: Sides, word: string): boolean {
  return inside.every((one) => includes(one, word)) && !outside.some((one) => includes(one, word));
}

/** Services whose requests everybody reads easily come first. */
const FAMILIAR = ['s3', 'ec2', 'dynamodb', 'sqs', 'lambda', 'iam', 'kms', 'sns', 'logs', 'secretsmanager'];
const MOST_ACTIONS = 24;
const MOST_TYPES = 60;

const found = new Map<string, readonly string[]>();
const FOUND_CAP = 5_000;

/** Actions of the catalogue that fit, of which every one has the form of an action. */
function knownActions(asked: Sides, resources: Sides): readonly string[] {
  const service = serviceOf(asked.inside);
  const services = service === undefined ? familiar(resources) : [service];
  const key =
    [asked.inside, asked.outside].map((some) => some.map((one) => one.id).join()).join('|') +
    services.slice(0, 2).join();
  let actions = found.get(key);
  if (!actions) {
    if (found.size > FOUND_CAP) found.clear();
    actions = seek(asked, services);
    found.set(key, actions);
  }
  return actions;
}

function seek(asked: Sides, services: readonly string[]): readonly string[] {
  const fitting: string[] = [];
  for (const one of services) {
    for (const action of catalogue().of(one)) if (holds(asked, action.toLowerCase())) fitting.push(action);
    if (fitting.length >= MOST_ACTIONS) break;
  }
  return fitting.slice(0, MOST_ACTIONS);
}

/** The service that the resources belong to comes first. */
function familiar(resources: Sides): readonly string[] {
  const heads = resources.inside.flatMap((one) => one.heads);
  const named = heads.map((head) => head.split(':')).flatMap((parts) => (parts.length > 3 ? parts[2] : []));
  return [...new Set([...named, ...FAMILIAR, ...catalogue().services])];
}

/** The only service that a positive language has actions of. */
function serviceOf(inside: readonly Language[]): string | undefined {
  for (const one of inside) {
    const services = new Set(
      one.heads.map((head) => (head.includes(':') ? head.slice(0, head.indexOf(':')) : undefined)),
    );
    const [service] = services;
    if (services.size === 1 && service !== undefined) return service;
  }
  return undefined;
}

/** A known action with a resource it acts on; the most readable resources are tried first, for all actions. */
function natural(actions: readonly string[], asked: Sides): { action: string; resource: string } | undefined {
  const tried = new Set<number>();
  for (const fill of FILLS) {
    for (const action of actions) {
      // Each type lies in all that the action acts on; a product with that many patterns would only cost time.
      const all = actsOn(action);
      for (const type of witnessResources(action, fill)) {
        if (tried.has(type.id) || tried.size > MOST_TYPES) continue;
        tried.add(type.id);
        const resource = shortestWord([type, ...asked.inside.filter((one) => one !== all)], asked.outside);
        if (typeof resource === 'string') return { action, resource };
      }
    }
  }
  return undefined;
}

const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov'];
const READABLE = [...PARTITIONS.map((partition) => `arn:${partition}:*?`), 'arn:*?', '?*'].map((one) =>
  language(likeGlobs(one)),
);

function plainResource(asked: Sides): string {
  for (const shape of READABLE) {
    const word = shortestWord([shape, ...asked.inside], asked.outside);
    if (typeof word === 'string') return word;
  }
  return shortestWord(asked.inside, asked.outside) ?? '*';
}

function text(point: Point): string {
  return typeof point === 'string' ? point : '*';
}

function callerPart(sat: Sat): { principal?: string } {
  if (!sat.ground.callers) return {};
  const caller = sat.dimensions.point('caller', sat.state.get('caller') ?? []) as Caller;
  return { principal: caller.id };
}

/** The keys that are present, by the names that people wrote. */
function contextOf(sat: Sat, statements: readonly BoundStatement[]): Record<string, readonly string[]> {
  const names = new Map<string, string>();
  for (const { statement } of statements) {
    for (const { key } of statement.conditions) if (!names.has(key.toLowerCase())) names.set(key.toLowerCase(), key);
  }
  const known = [...sat.ground.facts].filter(([, fact]) => fact.kind !== 'present').map(([key]) => key);
  const asked = new Set([...keysOf(sat.state), ...known]);
  const context: Record<string, readonly string[]> = {};
  for (const key of asked) {
    const values = sat.dimensions.point(`key ${key}`, sat.state.get(`key ${key}`) ?? []);
    if (Array.isArray(values) && values.length > 0) context[names.get(key) ?? key] = values as readonly string[];
  }
  return context;
}

function keysOf(state: State): string[] {
  return [...state.keys()].filter((dimension) => dimension.startsWith('key ')).map((dimension) => dimension.slice(4));
}
