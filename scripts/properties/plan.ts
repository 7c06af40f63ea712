import type { Kind } from '../../lib/world/meaning/meaning';
import { Meanings } from '../../lib/world/meaning/table';

/** Text, number, list or object of a template. */
export type Json = unknown;

/** A resource of one stack of an assembly. */
export interface Placed {
  /** Where the stack lies: folder of its manifest and its artifact's id. */
  readonly folder: string;
  readonly artifact: string;
  /** Account that the stack is deployed to. */
  readonly account: string;
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, Json>>;
}

/** One change of one property. */
export interface Mutation extends Placed {
  /** Names and indexes from the properties inwards. */
  readonly at: readonly (string | number)[];
  /** The same without indexes, as the reviewed table has it. */
  readonly path: string;
  readonly how: 'removed' | 'changed' | 'pointed at dev';
  /** What the table says that the property carries; undefined: nothing. */
  readonly kind?: Kind;
  /** What stands there instead; undefined where it is removed. */
  readonly value?: Json;
}

const REVIEWED = new Meanings();

/** Kinds on which nothing rests, whatever they name. */
const INERT: readonly (Kind | undefined)[] = [undefined, 'data', 'out'];

/** Whether the reviewed table says that nothing rests on the property. */
export function isInert({ kind }: Mutation): boolean {
  return INERT.includes(kind);
}

/**
 * Every change that is planned: each property of each type is removed and changed, and pointed at dev where it carries
 * something. Resources of one type stand for each other where they have the same property, once in workloads and once in
 * the platform's own stacks.
 */
export function planned(resources: readonly Placed[], dev: string): Mutation[] {
  const found = new Map<string, Mutation>();
  for (const resource of resources)
    for (const { at, value } of leaves(resource.properties)) {
      const path = at.filter((part) => typeof part === 'string').join('.');
      const kind = REVIEWED.of(resource.type)?.kindOf(path);
      const own = resource.folder === '' ? 'platform' : 'workload';
      for (const change of changesOf(value, kind, path, dev)) {
        const key = [own, resource.type, path, change.how].join(' ');
        if (!found.has(key)) found.set(key, { ...resource, at, path, kind, ...change });
      }
    }
  return [...found.values()];
}

type Change = Pick<Mutation, 'how' | 'value'>;

function changesOf(value: Json, kind: Kind | undefined, path: string, dev: string): Change[] {
  const elsewhere = kind && (partAtDev(path, dev) ?? atDev(kind, dev));
  return [
    { how: 'removed' },
    { how: 'changed', value: other(value) },
    ...(elsewhere === undefined ? [] : [{ how: 'pointed at dev' as const, value: elsewhere }]),
  ];
}

/** Deeper than this a property is changed as a whole. */
const DEEPEST = 4;

interface Leaf {
  readonly at: readonly (string | number)[];
  readonly value: Json;
}

/** Values that a template states, and what stands for a value that only the deployment knows. */
function leaves(value: Json, at: readonly (string | number)[] = []): Leaf[] {
  if (at.length > 0 && (at.length >= DEEPEST || !isBranch(value))) return [{ at, value }];
  const entries: [string | number, Json][] = Array.isArray(value)
    ? value.slice(0, 1).map((one, index) => [index, one as Json])
    : Object.entries(value as object);
  return entries.flatMap(([name, one]) => leaves(one, [...at, name]));
}

function isBranch(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const names = Object.keys(value);
  return names.length > 0 && !(names.length === 1 && /^(Ref|Fn::.*)$/.test(names[0]!)) && !isPolicy(value);
}

/** A policy is one value: parts of it are the business of the mutants of the guards. */
function isPolicy(value: object): boolean {
  return 'Statement' in value;
}

function other(value: Json): Json {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value * 7 + 1;
  if (value === 'true' || value === 'false') return value === 'true' ? 'false' : 'true';
  return typeof value === 'string' ? `${value}-other` : 'other';
}

/** A permission states its policy in parts; each has a form of its own. */
function partAtDev(path: string, dev: string): Json | undefined {
  const parts: Readonly<Record<string, Json>> = {
    Principal: dev,
    SourceAccount: dev,
    SourceArn: `arn:${PARTITION}:execute-api:eu-west-2:${dev}:abcdefghij/*`,
  };
  return Object.hasOwn(parts, path) ? parts[path] : undefined;
}

/** The partition of the shipped example. */
const PARTITION = 'aws';

/** What a property of a kind is, where somebody of dev decides it. */
export function atDev(kind: Kind, dev: string): Json | undefined {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: `arn:${PARTITION}:iam::${dev}:root` },
    Action: '*',
    Resource: '*',
  };
  const values: Partial<Record<Kind, Json>> = {
    role: `arn:${PARTITION}:iam::${dev}:role/of-dev`,
    bucket: 'bucket-of-dev',
    url: 's3://bucket-of-dev/code.zip',
    object: `arn:${PARTITION}:s3:::bucket-of-dev/object`,
    image: `${dev}.dkr.ecr.eu-west-2.amazonaws.com/of-dev:latest`,
    layer: `arn:${PARTITION}:lambda:eu-west-2:${dev}:layer:of-dev:1`,
    ami: 'ami-0123456789abcdef0',
    document: `arn:${PARTITION}:ssm:eu-west-2:${dev}:document/of-dev`,
    definition: `arn:${PARTITION}:ecs:eu-west-2:${dev}:task-definition/of-dev:1`,
    volume: 'fs-0123456789abcdef0',
    callee: `arn:${PARTITION}:lambda:eu-west-2:${dev}:function:of-dev`,
    policy: { Version: '2012-10-17', Statement: [statement] },
    principals: dev,
    network: 'vpc-0123456789abcdef0',
  };
  return values[kind];
}
