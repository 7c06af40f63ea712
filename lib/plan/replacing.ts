import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { dataFile } from '../package-root';
import type { Properties } from '../fence';

/** What CloudFormation replaces a resource of one type for. */
export interface Replacing {
  /** Paths of properties, with dots; entries of lists stand for the list itself. */
  readonly yes: readonly string[];
  readonly maybe: readonly string[];
  /** Properties that name the resource, where whoever writes the template may choose them. */
  readonly identifier?: readonly string[];
}

let table: Readonly<Record<string, Replacing>> | undefined;

/** The row of a type, from the pinned specification; nothing where it knows none. */
export function replacingOf(type: string): Replacing | undefined {
  table ??= JSON.parse(readFileSync(dataFile('replacements.json'), 'utf8')) as Record<string, Replacing>;
  return Object.hasOwn(table, type) ? table[type] : undefined;
}

/** Every value at a path, through lists. */
function valuesAt(value: unknown, [name, ...rest]: readonly string[]): unknown[] {
  if (Array.isArray(value))
    return value.flatMap((each: unknown) => valuesAt(each, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [value];
  return valuesAt((value as Properties)[name], rest);
}

/** Paths of a list whose values are not the same on both sides. */
export function changedPaths(paths: readonly string[], before: Properties, after: Properties): string[] {
  return paths.filter((path) => {
    const keys = path.split('.');
    return !isDeepStrictEqual(valuesAt(before, keys), valuesAt(after, keys));
  });
}

/** Whether any value at a path is made by a function: what it comes to shows at deployment. */
export function isOpen(path: string, properties: Properties): boolean {
  return /"(Ref|Fn::[A-Za-z]+)":/.test(JSON.stringify(valuesAt(properties, path.split('.'))));
}

/** Logical ids that the values at a path refer to. */
export function referredAt(path: string, properties: Properties): string[] {
  const text = JSON.stringify(valuesAt(properties, path.split('.')));
  return [...text.matchAll(/"(?:Ref|Fn::GetAtt)":\[?"([A-Za-z0-9]+)"/g)].map(([, id = '']) => id);
}
