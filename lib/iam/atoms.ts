import { accepts } from './glob';
import type { Glob } from './glob';
import type { PatternElement } from './model';
import { actionGlobs } from './pattern';
import type { BoundStatement } from './query';
import { catalogue } from './catalogue';

/** Actions that the patterns at hand do not tell apart. */
export interface ActionAtom {
  readonly representative: string;
  readonly actions: readonly string[];
}

/** The name that stands for the actions of a service, and the service, that the catalogue does not know yet. */
export const FRESH_ACTION = 'AnActionAddedLater';
const FRESH_SERVICE = 'a-service-added-later';

let everything: readonly string[] | undefined;

/** The catalogue's actions, one fresh action a service, and one of a fresh service. */
export function actionUniverse(): readonly string[] {
  everything ??= [
    ...catalogue().actions,
    ...catalogue().services.map((service) => `${service}:${FRESH_ACTION}`),
    `${FRESH_SERVICE}:${FRESH_ACTION}`,
  ];
  return everything;
}

/** Splits a universe of actions into classes that no Action or NotAction element of the statements tells apart. */
export function actionAtoms(
  statements: readonly BoundStatement[],
  universe: readonly string[] = actionUniverse(),
): readonly ActionAtom[] {
  const elements = new Map(statements.map(({ statement }) => [JSON.stringify(statement.actions), statement.actions]));
  const tests = [...elements.values()].map(actionTest);
  const classes = new Map<string, string[]>();
  for (const action of universe) {
    let signature = '';
    for (const test of tests) signature += test(action) ? '1' : '0';
    const there = classes.get(signature);
    if (there) there.push(action);
    else classes.set(signature, [action]);
  }
  return [...classes.values()].map((actions) => ({ representative: actions[0], actions }));
}

/** Whether an action is among those of an element. */
export type ActionTest = (action: string) => boolean;

const tests = new Map<string, ActionTest>();
const TEST_CAP = 20_000;

/** The test of an element; equal elements share one, which remembers its answers. */
export function actionTest(element: PatternElement): ActionTest {
  const key = JSON.stringify(element);
  let test = tests.get(key);
  if (!test) {
    if (tests.size > TEST_CAP) tests.clear();
    test = makeTest(element);
    tests.set(key, test);
  }
  return test;
}

function makeTest({ patterns, negated }: PatternElement): ActionTest {
  const byService = new Map<string, ((name: string) => boolean)[]>();
  const everyService: ((name: string) => boolean)[] = [];
  for (const pattern of patterns) {
    const lower = pattern.toLowerCase();
    const colon = lower.indexOf(':');
    const service = lower.slice(0, Math.max(colon, 0));
    const match = nameTest(lower);
    if (colon < 0 || service.includes('*')) everyService.push(match);
    else byService.set(service, [...(byService.get(service) ?? []), match]);
  }
  const known = new Map<string, boolean>();
  return (action) => {
    const before = known.get(action);
    if (before !== undefined) return before;
    const lower = action.toLowerCase();
    const candidates = byService.get(lower.slice(0, lower.indexOf(':'))) ?? [];
    const matches = candidates.some((match) => match(lower)) || everyService.some((match) => match(lower));
    known.set(action, matches !== negated);
    return matches !== negated;
  };
}

function nameTest(pattern: string): (name: string) => boolean {
  if (!/[*?]/.test(pattern)) return (name) => name === pattern;
  if (/^\*+$/.test(pattern)) return () => true;
  if (/^[^*?]*\*$/.test(pattern)) return (name) => name.startsWith(pattern.slice(0, -1));
  const globs: Glob[] = actionGlobs(pattern);
  return (name) => {
    const points = Array.from(name, (char) => char.codePointAt(0)!);
    return globs.some((glob) => accepts(glob, points));
  };
}
