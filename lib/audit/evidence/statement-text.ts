import type { Condition, PatternElement, Statement } from '../../iam';
import type { BoundStatement } from '../../iam';

/** The place of a statement: where its policy stands, its place in it, and its Sid. */
export function placeOf({ source, statement }: BoundStatement): string {
  return `${source}.${statement.where}${statement.sid ? ` (${statement.sid})` : ''}`;
}

/** A statement as a policy document writes it. */
export function statementText(statement: Statement): string {
  const { sid, effect, principals, actions, resources, conditions, unreadable } = statement;
  const parts = {
    ...(sid ? { Sid: sid } : {}),
    Effect: effect,
    ...(principals ? { [principals.negated ? 'NotPrincipal' : 'Principal']: principalsOf(principals.entries) } : {}),
    ...element('Action', actions),
    ...(resources ? element('Resource', resources) : {}),
    ...(conditions.length > 0 ? { Condition: conditionsOf(conditions) } : {}),
    ...(unreadable.length > 0 ? { '(cannot be read)': unreadable.map((one) => `${one.where}: ${one.why}`) } : {}),
  };
  return JSON.stringify(parts, undefined, 2);
}

function element(name: string, { patterns, negated }: PatternElement): Record<string, unknown> {
  return { [negated ? `Not${name}` : name]: patterns.length === 1 ? patterns[0] : patterns };
}

function principalsOf(entries: readonly { readonly type: string; readonly value: string }[]): unknown {
  const types = [...new Set(entries.map((one) => one.type))];
  const values = (type: string) => entries.filter((one) => one.type === type).map((one) => one.value);
  return Object.fromEntries(types.map((type) => [type, values(type)]));
}

function conditionsOf(conditions: readonly Condition[]): unknown {
  const block = new Map<string, Record<string, unknown>>();
  for (const { operator, quantifier, ifExists, key, values } of conditions) {
    const name = `${quantifier === 'none' ? '' : `${quantifier}:`}${operator}${ifExists ? 'IfExists' : ''}`;
    block.set(name, { ...block.get(name), [key]: values.length === 1 ? values[0] : values });
  }
  return Object.fromEntries(block);
}
