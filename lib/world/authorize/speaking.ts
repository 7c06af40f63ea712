import { actionTest } from '../../iam';
import type { ActionTest } from '../../iam';
import type { PatternElement } from '../../iam/model';
import type { Layer } from '../../iam/query';

const tests = new WeakMap<PatternElement, ActionTest>();

/** Whether an Action or NotAction element names an action. */
export function speaks(element: PatternElement, action: string): boolean {
  let test = tests.get(element);
  if (!test) tests.set(element, (test = actionTest(element)));
  return test(action);
}

/** Few actions: the statements that name none of them say nothing, and nothing needs to be prepared for them. */
export function speaking(statements: Layer, actions: readonly string[]): Layer {
  if (actions.length > 3) return statements;
  return statements.filter(({ statement }) => actions.some((action) => speaks(statement.actions, action)));
}
