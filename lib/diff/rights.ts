import { actionAtoms, actionUniverse, catalogue, solve } from '../iam';
import type { Answer, BoundStatement, Caller, KeyFact, Layer } from '../iam/query';

/** What a subject may do: every layer must allow, no deny may match. */
export interface Rights {
  readonly layers: readonly Layer[];
  readonly denies: readonly BoundStatement[];
}

/** Nothing at all. */
export const NO_RIGHTS: Rights = { layers: [[]], denies: [] };

/** The circumstances in which two rights are compared. */
export interface Circumstances {
  /** Candidates for the caller; absent where policies name none. */
  readonly callers?: readonly Caller[] | 'anyone';
  readonly context?: Readonly<Record<string, KeyFact>>;
  readonly resource?: readonly string[];
}

/** A concrete request that one side allows and the other does not. */
export interface Example {
  readonly principal?: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** Actions that are allowed on one side only, for some resource in some context. */
export interface Gained {
  /** Names, those that change something first; a name of our own stands for actions yet unknown. */
  readonly actions: readonly string[];
  /** How many of them are no plain reads. */
  readonly writes: number;
  readonly example: Example;
}

/** What one side allows beyond the other, or why nobody can say. */
export interface Beyond {
  readonly gained?: Gained;
  readonly unknown?: string;
}

function flipped(one: BoundStatement, effect: 'Allow' | 'Deny'): BoundStatement {
  return { ...one, statement: { ...one.statement, effect } };
}

/**
 * Requests that `more` allows and `less` does not. A request is outside of `less` where one of its layers has no Allow
 * for it, or where one of its denies matches: each is a question of its own.
 */
export function beyond(more: Rights, less: Rights, circumstances: Circumstances): Beyond {
  if (more.layers.some((layer) => layer.length === 0)) return {};
  const all = actionUniverse();
  const first = outside(more, less, circumstances, all);
  if (first.verdict === 'unsat') return {};
  const statements = [...more.layers.flat(), ...less.layers.flat(), ...more.denies, ...less.denies];
  return collect(
    actionAtoms(statements, all).map(({ actions }) => ({
      actions,
      answer: outside(more, less, circumstances, actions),
    })),
  );
}

function outside(more: Rights, less: Rights, circumstances: Circumstances, actions: readonly string[]): Answer {
  const ask = (layers: readonly Layer[], denies: readonly BoundStatement[]): Answer =>
    solve({ ...circumstances, actions, actsOn: true, layers, denies });
  const beyondLayers = less.layers.flatMap((layer) => {
    const own = more.layers.map((one) => withoutShared(one, layer));
    const denied = layer.map((one) => flipped(one, 'Deny'));
    return own.some((one) => one.length === 0) ? [] : [() => ask(own, [...more.denies, ...denied])];
  });
  const denied = withoutShared(less.denies, more.denies).map((one) => flipped(one, 'Allow'));
  const beyondDenies = denied.length === 0 ? [] : [() => ask([...more.layers, denied], more.denies)];
  let undecided: Answer | undefined;
  for (const question of [...beyondLayers, ...beyondDenies]) {
    const answer = question();
    if (answer.verdict === 'sat') return answer;
    if (answer.verdict === 'unknown') undecided ??= answer;
  }
  return undecided ?? { verdict: 'unsat', blocking: [] };
}

/**
 * Statements that others do not repeat. What a repeated one allows, the others allow too; what a repeated deny denies
 * is denied anyway: neither tells the sides apart, and with them the questions are often too hard.
 */
function withoutShared(statements: Layer, others: Layer): Layer {
  const repeated = new Set(others.map(readableText));
  return statements.filter((one) => {
    const text = readableText(one);
    return text === undefined || !repeated.has(text);
  });
}

/** What a statement says, wherever it stands; nothing where parts of it cannot be read. */
function readableText({ statement, version }: BoundStatement): string | undefined {
  if (statement.unreadable.length > 0) return undefined;
  return JSON.stringify([version, { ...statement, sid: undefined, where: undefined }]);
}

function collect(answers: readonly { readonly actions: readonly string[]; readonly answer: Answer }[]): Beyond {
  const known = catalogue();
  const found = answers.filter(({ answer }) => answer.verdict === 'sat');
  const open = answers.map(({ answer }) => answer).find((answer) => answer.verdict === 'unknown');
  const unknown = open?.verdict === 'unknown' ? open.why : undefined;
  if (found.length === 0) return { unknown };
  const actions = found.flatMap((one) => one.actions);
  const writes = actions.filter((action) => known.isWrite(action));
  const first = found.find((one) => one.actions.some((action) => known.isWrite(action))) ?? found[0];
  const example = first.answer.verdict === 'sat' ? first.answer.request : undefined;
  const sorted = [...writes, ...actions.filter((action) => !known.isWrite(action))];
  return { gained: { actions: sorted, writes: writes.length, example: example! }, unknown };
}
