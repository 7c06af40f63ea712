import type { z } from 'zod';
import type { Finding } from './cursor';
import { suggest } from './suggest';

/** A value as it is quoted in a message: short, on one line. */
export function quote(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined | null)?.[key], data);
}

type Shape = { shape?: Record<string, unknown>; element?: unknown; unwrap?: () => unknown };

/** Walks the schema beside the data, to know which keys a place may have. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  let node = peel(schema);
  for (const key of path) node = peel(node?.shape?.[String(key)] ?? node?.element);
  return Object.keys(node?.shape ?? {});
}

/** Optional and defaulted shapes wrap the one that counts; an array's own `unwrap` is its element, reached by index. */
function peel(schema: unknown): Shape | undefined {
  let node = schema as Shape | undefined;
  while (node && !node.shape && !node.element && typeof node.unwrap === 'function') node = node.unwrap() as Shape;
  return node;
}

function unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, schema: z.ZodType): Finding[] {
  const known = knownKeys(schema, issue.path);
  return issue.keys.map((key) => ({
    path: [...issue.path, key],
    key: true,
    message: `unknown key ${quote(key)}; ${suggest(key, known)}`,
  }));
}

/** What zod found, in words: the value got, and what would be right. */
export function findingsOf(issue: z.core.$ZodIssue, data: unknown, schema: z.ZodType): Finding[] {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue, schema);
  const value = valueAt(data, issue.path);
  const got = value === undefined ? 'is missing' : `got ${quote(value)}`;
  const right = issue.message.startsWith('Invalid input') ? shapeWanted(issue) : issue.message;
  return [{ path: issue.path, message: `${got}; ${right}` }];
}

function shapeWanted(issue: z.core.$ZodIssue): string {
  const wanted = 'expected' in issue ? String(issue.expected) : 'another value';
  return wanted === 'object' ? 'write a mapping of keys and values' : `write a ${wanted}`;
}
