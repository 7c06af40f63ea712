import { variablesIn } from '../../iam';
import type { BoundStatement, Query } from '../../iam/query';

/** What an answer depends on of a statement. */
interface Digest {
  /** Equal for statements that say the same, wherever they stand. */
  readonly id: number;
  /** Context keys it reads, in lower case. */
  readonly keys: readonly string[];
}

const ids = new Map<string, number>();
const digests = new WeakMap<BoundStatement['statement'], Digest>();

function idOf(text: string): number {
  let id = ids.get(text);
  if (id === undefined) ids.set(text, (id = ids.size));
  return id;
}

/** Statements are bound to one version, that of the policy in which they stand. */
function digest(bound: BoundStatement): Digest {
  let found = digests.get(bound.statement);
  if (!found) {
    const { effect, principals, actions, resources, conditions, unreadable } = bound.statement;
    const id = idOf(
      JSON.stringify([bound.version, effect, principals, actions, resources, conditions, unreadable.length]),
    );
    const keys = [...new Set([...conditions.map((one) => one.key.toLowerCase()), ...variablesIn(bound)])];
    digests.set(bound.statement, (found = { id, keys }));
  }
  return found;
}

const lists = new WeakMap<readonly string[], number>();

function listId(list: readonly string[]): number {
  let id = lists.get(list);
  if (id === undefined) lists.set(list, (id = idOf(list.join())));
  return id;
}

/**
 * Questions with the same digest have the same answer: the same statements layer by layer, the same actions and
 * resources, and the same facts of the keys that some statement reads. The caller counts only where a statement has a
 * Principal element. So principals with the same policies are decided once.
 */
export function digestOf(query: Query): string {
  const parts = [`${listId(query.actions ?? [])} ${query.actsOn} ${idOf((query.resource ?? []).join('\n'))}`];
  const keys = new Set<string>();
  let named = false;
  for (const layer of [...query.layers, query.denies]) {
    let part = '';
    for (const bound of layer) {
      const { id, keys: read } = digest(bound);
      part += `${id} `;
      for (const key of read) keys.add(key);
      named ||= bound.statement.principals !== undefined;
    }
    parts.push(part);
  }
  if (named) parts.push(JSON.stringify(query.callers));
  if (keys.size > 0) parts.push(factsOf(query, keys));
  return parts.join('|');
}

function factsOf({ context = {} }: Query, keys: ReadonlySet<string>): string {
  const read = Object.keys(context).filter((key) => keys.has(key.toLowerCase()));
  return JSON.stringify(read.sort().map((key) => [key, context[key]]));
}
