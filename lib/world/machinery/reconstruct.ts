import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { PLATFORM_METADATA } from '../../names';
import type { AssemblyFiles } from '../assembly/files';
import type { Unknowns } from '../assembly/report';
import type { Stack } from '../assembly/stacks';
import { compareStack, type Placing } from './compare';
import type { Renderer } from './renderer';
import { rendered, type Rendered } from './rendered';
import { part, plainStacks, type PlainStack } from './stacks';
import { platformStatementSchema } from './statement';

/** What is compared with what. */
export interface Reconstruction {
  readonly files: AssemblyFiles;
  readonly stacks: readonly Stack[];
  readonly renderer: Renderer;
  readonly unknowns: Unknowns;
}

/** Logical ids of what the package makes, by the path of the template. */
export type Made = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Compares the platform's stacks with what this version of the package makes of the properties that they state: each
 * resource, each asset, each attribute. A difference is unknown, with the place and the two values.
 */
export function reconstruct(reconstruction: Reconstruction): Made {
  const own = plainStacks(reconstruction.files);
  const made = [...own.values()].map((stack): Rendered => {
    const statement = part(stack.template, 'Metadata')[PLATFORM_METADATA];
    return statement === undefined ? new Map() : reconstructPlatform(reconstruction, own, stack, statement);
  });
  const stacks = made.flatMap((each) => [...each.values()]);
  return new Map(
    stacks.flatMap(({ id, template }) => {
      const there = own.get(id);
      return there ? [[there.path, new Set(Object.keys(part(template, 'Resources')))]] : [];
    }),
  );
}

function reconstructPlatform(
  { files, stacks, renderer, unknowns }: Reconstruction,
  own: ReadonlyMap<string, PlainStack>,
  at: PlainStack,
  statement: unknown,
): Rendered {
  const where = `${files.name(at.path)} (Metadata.${PLATFORM_METADATA})`;
  const read = platformStatementSchema.safeParse(statement);
  const unknown = (why: string): Rendered => {
    unknowns.add(why, where);
    return new Map();
  };
  if (!read.success) return unknown('what the platform was made from is not of a form that is known');
  const made = attempt(() => rendered({ kind: 'platform', statement, files: filesOf(statement, files) }, renderer));
  if (typeof made === 'string') return unknown(`the platform cannot be made again from what it states: ${made}`);
  for (const departure of departures(own, made, placingOf(stacks, files))) unknowns.add(departure.why, departure.where);
  return made;
}

function attempt(make: () => Rendered): Rendered | string {
  try {
    return make();
  } catch (error) {
    return (error as Error).message;
  }
}

function* departures(own: ReadonlyMap<string, PlainStack>, made: Rendered, placing: Placing) {
  for (const [id, wanted] of made) {
    const got = own.get(id);
    if (got) yield* compareStack(got, wanted, placing);
    else yield { why: `the stack ${id}, which the platform makes, is missing`, where: 'manifest.json' };
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

/** Single files of the assembly by their SHA-256: a statement names the snapshot so. */
function filesOf(statement: unknown, { root }: AssemblyFiles): Record<string, string> {
  if (part(statement, 'properties').snapshotFile === undefined) return {};
  const assets = readdirSync(root, { withFileTypes: true }).filter(
    (each) => each.isFile() && /^asset\./.test(each.name),
  );
  const paths = assets.map(({ name }) => resolve(root, name));
  return Object.fromEntries(paths.map((path) => [createHash('sha256').update(readFileSync(path)).digest('hex'), path]));
}
