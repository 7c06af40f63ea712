import { actionSet } from '../../iam';
import type { PatternElement, Statement } from '../../iam/model';
import type { Layer } from '../../iam/query';

/** Whether an Action or NotAction element names an action. */
export function speaks(element: PatternElement, action: string): boolean {
  return actionSet(element).has(action);
}

/** The statements that name one of some actions: the others say nothing, and nothing needs to be prepared for them. */
export function speaking(statements: Layer, actions: readonly string[]): Layer {
  const says = ({ statement }: Layer[number]): boolean => actionSet(statement.actions).namesAny(actions);
  return statements.every(says) ? statements : statements.filter(says);
}

/** What stands before the first wildcard or policy variable. */
function beginningOf(pattern: string): string {
  return /^[^*?$]*/.exec(pattern)![0];
}

function beginApart(one: string, other: string): boolean {
  return !one.startsWith(other) && !other.startsWith(one);
}

const beginnings = new WeakMap<Statement, readonly string[]>();

/** How the resources of a statement begin; what it leaves out, negates or cannot be read begins as anything. */
function beginningsOf(statement: Statement): readonly string[] {
  let found = beginnings.get(statement);
  if (!found) {
    const { resources, unreadable } = statement;
    const open = !resources || resources.negated || unreadable.length > 0;
    beginnings.set(statement, (found = open ? [''] : [...new Set(resources.patterns.map(beginningOf))]));
  }
  return found;
}

/** The statements whose resources do not all begin otherwise than those that are meant: no request on these matches the others. */
export function touching(statements: Layer, resource: readonly string[]): Layer {
  const meant = resource.map(beginningOf);
  const touches = ({ statement }: Layer[number]): boolean =>
    beginningsOf(statement).some((one) => meant.some((other) => !beginApart(one, other)));
  return statements.every(touches) ? statements : statements.filter(touches);
}
