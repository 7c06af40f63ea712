import { isObject } from '../assembly/template';
import { canonical } from './statement';

/** Where a policy statement has lists, and how deep below its key. */
const LISTS: Readonly<Record<string, number>> = {
  Action: 0,
  NotAction: 0,
  Resource: 0,
  NotResource: 0,
  Principal: 1,
  NotPrincipal: 1,
  Condition: 2,
};

/**
 * JSON of a template with the lists of its policy statements in order: their order means nothing, and aws-cdk-lib merges
 * statements in an order that depends on how many tokens a process has made before.
 */
export function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (!isObject(value)) return value;
  const isStatement = typeof value.Effect === 'string' && ('Action' in value || 'NotAction' in value);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const depth = isStatement && Object.hasOwn(LISTS, key) ? LISTS[key] : undefined;
      return [key, depth === undefined ? normal(each) : inOrder(each, depth)];
    }),
  );
}

function inOrder(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return value.map(normal).sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
  if (depth === 0 || !isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inOrder(each, depth - 1)]));
}
