import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { PIPELINES_METADATA, PLATFORM_METADATA } from '../../names';
import { BY_MACHINERY } from '../assembly/committed';
import type { AssemblyFiles } from '../assembly/files';
import type { Unknowns } from '../assembly/report';
import type { Stack } from '../assembly/stacks';
import { compareStack, compareWithin, type Departure, type Placing } from './compare';
import type { MachineryKind, Renderer } from './renderer';
import { rendered, type Rendered } from './rendered';
import { part, plainStacks, type PlainStack } from './stacks';
import { pipelinesStatementSchema, platformStatementSchema } from './statement';

/** What is compared with what. */
export interface Reconstruction {
  readonly files: AssemblyFiles;
  readonly stacks: readonly Stack[];
  readonly renderer: Renderer;
  readonly unknowns: Unknowns;
}

/** Logical ids of what the package makes, by the path of the template. */
export type Made = ReadonlyMap<string, ReadonlySet<string>>;

/** What the package can make again from what a template states, and how it is compared. */
interface Kind {
  readonly kind: MachineryKind;
  /** Metadata that states it. */
  readonly key: string;
  readonly schema: z.ZodType;
  readonly compare: typeof compareStack;
}

const KINDS: readonly Kind[] = [
  { kind: 'platform', key: PLATFORM_METADATA, schema: platformStatementSchema, compare: compareStack },
  { kind: 'pipelines', key: PIPELINES_METADATA, schema: pipelinesStatementSchema, compare: compareWithin },
];

/**
 * Compares the machinery with what this version of the package makes of the properties that it states: each resource, each
 * asset, each attribute. A difference is unknown, with the place and the two values.
 */
export function reconstruct(reconstruction: Reconstruction): Made {
  const own = plainStacks(reconstruction.files);
  const made = [...own.values()].flatMap((stack) =>
    KINDS.filter(({ key }) => Object.hasOwn(part(stack.template, 'Metadata'), key)).map((kind) =>
      reconstructOf(reconstruction, own, stack, kind),
    ),
  );
  const whole = new Map(
    made
      .flatMap((each) => [...each.values()])
      .flatMap(({ id, template }) => {
        const there = own.get(id);
        return there ? [[there.path, new Set(Object.keys(part(template, 'Resources')))]] : [];
      }),
  );
  return new Map([...whole, ...broughtWith(whole, reconstruction.stacks)]);
}

/**
 * What a stack set of the machinery brings is the machinery's too: its template is an asset of the stack that holds the
 * set, and was compared as one.
 */
function broughtWith(made: Made, stacks: readonly Stack[]): [string, ReadonlySet<string>][] {
  return stacks.flatMap(({ artifact: { bySet, path, template } }) =>
    bySet?.path !== undefined && made.get(bySet.path)?.has(bySet.id)
      ? [[path, new Set(Object.keys(template.Resources))]]
      : [],
  );
}

function reconstructOf(
  { files, stacks, renderer, unknowns }: Reconstruction,
  own: ReadonlyMap<string, PlainStack>,
  at: PlainStack,
  { kind, key, schema, compare }: Kind,
): Rendered {
  const statement = part(at.template, 'Metadata')[key];
  const where = `${files.name(at.path)} (Metadata.${key})`;
  const unknown = (why: string): Rendered => {
    unknowns.add(why, where);
    return new Map();
  };
  if (!schema.safeParse(statement).success) return unknown('what it was made from is not of a form that is known');
  const made = attempt(() => rendered({ kind, statement, files: filesOf(files) }, renderer));
  if (typeof made === 'string') return unknown(`it cannot be made again from what it states: ${made}`);
  for (const { why, where: place, at } of departures(own, made, placingOf(stacks, files), compare))
    unknowns.add(why, place, undefined, { ...BY_MACHINERY, change: at ? `${place}, ${at}` : place });
  return made;
}

function attempt(make: () => Rendered): Rendered | string {
  try {
    return make();
  } catch (error) {
    return (error as Error).message;
  }
}

function* departures(
  own: ReadonlyMap<string, PlainStack>,
  made: Rendered,
  placing: Placing,
  compare: typeof compareStack,
): Generator<Departure> {
  for (const [id, wanted] of made) {
    const got = own.get(id);
    if (got) yield* compare(got, wanted, placing);
    else yield { why: `the stack ${id}, which the package makes, is missing`, where: 'manifest.json' };
  }
}

/** Construct paths of the assembly's own resources; of missing ones, where the package would put them. */
function placingOf(stacks: readonly Stack[], files: AssemblyFiles): Placing {
  const scopes = new Map(stacks.map(({ artifact, scope }) => [artifact.path, scope]));
  return ({ path, template }, id) => {
    const made = part(part(part(template, 'Resources'), id), 'Metadata')['aws:cdk:path'];
    return scopes.get(path)?.where(id) ?? (typeof made === 'string' ? made : `${files.name(path)}: Resources.${id}`);
  };
}

/** Single files of the assembly by their SHA-256: a statement names a snapshot so. */
function filesOf({ root }: AssemblyFiles): Record<string, string> {
  const assets = readdirSync(root, { withFileTypes: true }).filter(
    (each) => each.isFile() && /^asset\./.test(each.name),
  );
  const paths = assets.map(({ name }) => resolve(root, name));
  return Object.fromEntries(paths.map((path) => [createHash('sha256').update(readFileSync(path)).digest('hex'), path]));
}
