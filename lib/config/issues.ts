import { stringify } from 'yaml';
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

type Shape = {
  shape?: Record<string, unknown>;
  element?: unknown;
  unwrap?: () => unknown;
  meta?: () => { examples?: readonly unknown[] } | undefined;
};

/** Walks the schema beside the data, to know which keys a place may have. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  let node = peel(schema);
  for (const key of path) node = peel(node?.shape?.[String(key)] ?? node?.element);
  return Object.keys(node?.shape ?? {});
}

/** What a place of the file may look like, as its schema shows it; on one line. */
function exampleAt(schema: unknown, path: readonly PropertyKey[]): string | undefined {
  let outer = schema as Shape | undefined;
  for (const key of path) {
    const node = peel(outer);
    outer = (node?.shape?.[String(key)] ?? node?.element) as Shape | undefined;
  }
  for (let node = outer; node; node = typeof node.unwrap === 'function' ? (node.unwrap() as Shape) : undefined) {
    const [example] = node.meta?.()?.examples ?? [];
    if (example !== undefined) return inFlow(example);
    if (node.shape || node.element) return undefined;
  }
  return undefined;
}

/** As a line of YAML. */
function inFlow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, singleQuote: true }).trim();
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
  const right = issue.message.startsWith('Invalid input')
    ? shapeWanted(issue, exampleAt(schema, issue.path))
    : issue.message;
  return [{ path: issue.path, message: `${got}; ${right}` }];
}

function shapeWanted(issue: z.core.$ZodIssue, example: string | undefined): string {
  const wanted = 'expected' in issue ? String(issue.expected) : 'another value';
  const right = wanted === 'object' ? 'write a mapping of keys and values' : `write a ${wanted}`;
  return example === undefined ? right : `${right}: ${example}`;
}
