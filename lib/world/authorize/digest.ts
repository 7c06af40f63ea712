import type { BoundStatement } from '../../iam/query';

const ids = new Map<string, number>();
const statements = new WeakMap<BoundStatement['statement'], number>();

/** A number for a text, the same each time. */
export function textId(text: string): number {
  let id = ids.get(text);
  if (id === undefined) ids.set(text, (id = ids.size));
  return id;
}

/** Equal for statements that say the same, wherever they stand; each is bound to one version, that of its policy. */
export function statementId(bound: BoundStatement): number {
  let id = statements.get(bound.statement);
  if (id === undefined) {
    const { effect, principals, actions, resources, conditions, unreadable } = bound.statement;
    const said = [bound.version, effect, principals, actions, resources, conditions, unreadable.length];
    statements.set(bound.statement, (id = textId(JSON.stringify(said))));
  }
  return id;
}

const lists = new WeakMap<readonly string[], number>();

/** A number for a list of names, the same each time. */
export function listId(list: readonly string[]): number {
  let id = lists.get(list);
  if (id === undefined) lists.set(list, (id = textId(list.join())));
  return id;
}
