import { Dimensions } from './dimensions';
import type { Ground } from './dimensions';
import { COLONLESS } from './glob';
import { compile, negation, variablesIn } from './literal';
import type { Compiled } from './literal';
import type { Environment, VariableValue } from './pattern';
import type { BoundStatement, KeyFact } from './query';
import { search } from './search';
import type { Clause, State } from './search';
import { candidatesFor, comparedWith, mayHoldColon } from './variables';

/** A question in which nothing is left to interpretation: one statement of each layer matches, no forbidding one does. */
export interface Question {
  readonly layers: readonly (readonly BoundStatement[])[];
  readonly forbidding: readonly BoundStatement[];
  readonly ground: Ground;
  readonly budget: number;
}

/** What `decide` found. */
export type Decision =
  | {
      readonly verdict: 'sat';
      readonly state: State;
      readonly dimensions: Dimensions;
      /** The ground with the values that policy variables took. */
      readonly ground: Ground;
      readonly because: readonly BoundStatement[];
    }
  | { readonly verdict: 'unsat'; readonly layer?: number; readonly blocking: readonly BoundStatement[] }
  | { readonly verdict: 'unknown'; readonly why: string };

const ASSIGNMENTS = 160;
const RULINGS = 200;
const SHARED = 24;

/** Decides a question; policy variables are tried with values that matter, and ruled out for all values together. */
export function decide(question: Question): Decision {
  const all = [...question.layers.flat(), ...question.forbidding];
  const variables = [...new Set(all.flatMap((one) => variablesIn(one)))];
  if (variables.length === 0) return decideUnder(question);
  let last: Decision = { verdict: 'unsat', blocking: [] };
  for (const environment of assignments(variables, all, question.ground.facts)) {
    last = decideUnder(question, environment);
    if (last.verdict === 'sat') return last;
  }
  if (variables.every((name) => isFixed(question.ground.facts.get(name)))) return last;
  return ruleOut(question, variables, all);
}

function isFixed(fact: KeyFact | undefined): boolean {
  return fact?.kind === 'absent' || fact?.kind === 'values';
}

/** Absent, or the one value; a variable cannot stand for several. */
function fixedValue(fact: KeyFact): string | null {
  return fact.kind === 'values' && fact.values.length === 1 ? fact.values[0] : null;
}

function* assignments(
  variables: readonly string[],
  statements: readonly BoundStatement[],
  facts: ReadonlyMap<string, KeyFact>,
): Generator<Environment> {
  const choices = variables.map((name): (string | null)[] => {
    const fact = facts.get(name);
    if (fact?.kind === 'optional') return [null, ...fact.values];
    return fact && isFixed(fact) ? [fixedValue(fact)] : candidatesFor(name, statements);
  });
  yield* combined(variables, choices);
  if (variables.length > 1) yield* equal(variables, choices);
}

/** The first of all combinations of values. */
function* combined(
  variables: readonly string[],
  choices: readonly (readonly (string | null)[])[],
): Generator<Environment> {
  const count = choices.reduce((product, some) => product * some.length, 1);
  for (let choice = 0; choice < Math.min(count, ASSIGNMENTS); choice += 1) {
    let rest = choice;
    yield new Map(
      variables.map((name, index): [string, VariableValue] => {
        const value = choices[index][rest % choices[index].length];
        rest = Math.floor(rest / choices[index].length);
        return [name, value];
      }),
    );
  }
}

/** One value for all of them, as conditions compare variables with each other. */
function* equal(
  variables: readonly string[],
  choices: readonly (readonly (string | null)[])[],
): Generator<Environment> {
  const values = [...new Set(choices.flat())].slice(0, SHARED);
  for (const value of values) {
    const taken = choices.map((some) => (some.length === 1 ? some[0] : value));
    yield new Map(variables.map((name, index): [string, VariableValue] => [name, taken[index]]));
  }
}

/**
 * Every variable absent, at each value that a condition names, or open but for these values, in all combinations: no
 * request under any of them means none at all.
 */
function ruleOut(question: Question, variables: readonly string[], all: readonly BoundStatement[]): Decision {
  const names = variables.map((name) => `\${${name}}`).join(', ');
  const why = `No request was found, and none is ruled out for every value of ${names}.`;
  const choices = variables.map((name, index) => openChoices(question, name, index, comparedWith(name, all)));
  if (choices.reduce((product, some) => product * some.length, 1) > RULINGS) return { verdict: 'unknown', why };
  const blocking = new Set<BoundStatement>();
  let layer: number | undefined;
  for (const combination of combinations(choices)) {
    const decision = decideUnder(question, new Map(variables.map((name, index) => [name, combination[index]])));
    if (decision.verdict !== 'unsat') return decision.verdict === 'unknown' ? decision : { verdict: 'unknown', why };
    decision.blocking.forEach((one) => blocking.add(one));
    layer = decision.layer ?? layer;
  }
  return { verdict: 'unsat', ...(layer === undefined ? {} : { layer }), blocking: [...blocking] };
}

function openChoices(question: Question, name: string, index: number, named: readonly string[]): VariableValue[] {
  const fact = question.ground.facts.get(name);
  if (fact && isFixed(fact)) return [fixedValue(fact)];
  const open = index + (mayHoldColon(name) ? 0 : COLONLESS);
  if (fact?.kind === 'pattern') return [{ open }];
  if (fact?.kind === 'optional') return [null, ...fact.values];
  return [...(fact?.kind === 'present' ? [] : [null]), ...named, { open, except: named }];
}

function combinations(choices: readonly (readonly VariableValue[])[]): VariableValue[][] {
  let found: VariableValue[][] = [[]];
  for (const some of choices) found = found.flatMap((one) => some.map((value) => [...one, value]));
  return found;
}

function decideUnder(question: Question, environment?: Environment): Decision {
  const ground = environment ? withValues(question.ground, environment) : question.ground;
  const clauses: Clause[] = [];
  for (const [layer, statements] of question.layers.entries()) {
    const clause = layerClause(statements, ground, environment);
    if (clause.options.length === 0) return { verdict: 'unsat', layer, blocking: [] };
    clauses.push(clause);
  }
  for (const statement of question.forbidding) {
    const clause = forbidClause(statement, ground, environment);
    if (clause) clauses.push(clause);
  }
  return answer(question, clauses, ground);
}

function answer(question: Question, clauses: readonly Clause[], ground: Ground): Decision {
  const dimensions = new Dimensions(ground);
  const outcome = search(clauses, dimensions, question.budget);
  if (!outcome.state) {
    if (outcome.complete) return { verdict: 'unsat', blocking: [...outcome.blocking] };
    return {
      verdict: 'unknown',
      why: 'The patterns or conditions are too many or too intricate to decide within the cap.',
    };
  }
  const state = outcome.state;
  const because = clauses.flatMap((one) => (one.statements ? [admitting(one, state, dimensions)] : []));
  return { verdict: 'sat', state, dimensions, ground, because };
}

/** The variables' values become facts; open ones are present. */
function withValues(ground: Ground, environment: Environment): Ground {
  const facts = new Map(ground.facts);
  for (const [name, value] of environment) {
    if (isFixed(facts.get(name))) continue;
    if (value === null) facts.set(name, { kind: 'absent' });
    else if (typeof value === 'string') facts.set(name, { kind: 'values', values: [value] });
    else if (facts.get(name)?.kind !== 'pattern') {
      facts.set(name, { kind: 'pattern', patterns: ['*'], except: value.except });
    }
  }
  return { ...ground, facts };
}

function literalsOn(ground: Ground, { literals }: Compiled): Compiled['literals'] {
  return literals.filter(
    (one) =>
      (ground.action !== undefined || one.dimension !== 'action') &&
      (ground.callers !== undefined || one.dimension !== 'caller'),
  );
}

function layerClause(statements: readonly BoundStatement[], ground: Ground, environment?: Environment): Clause {
  const possible = statements
    .map((statement) => ({ statement, compiled: compile(statement, environment) }))
    .filter(({ compiled }) => !isNever(compiled, ground));
  return {
    options: possible.map(({ compiled }) => literalsOn(ground, compiled)),
    statements: possible.map(({ statement }) => statement),
  };
}

/** A statement that no request matches forbids nothing. */
function forbidClause(statement: BoundStatement, ground: Ground, environment?: Environment): Clause | undefined {
  const compiled = compile(statement, environment);
  if (isNever(compiled, ground)) return undefined;
  return { options: literalsOn(ground, compiled).map((literal) => [negation(literal)]), forbids: statement };
}

function isNever(compiled: Compiled, ground: Ground): boolean {
  return (
    compiled.never && (ground.callers !== undefined || compiled.literals.some((one) => one.dimension !== 'caller'))
  );
}

/** The statement of a layer that matches wherever the state holds. */
function admitting(clause: Clause, state: State, dimensions: Dimensions): BoundStatement {
  const at = clause.options.findIndex((option) =>
    option.every((literal) => {
      const there = state.get(literal.dimension) ?? [];
      return there.includes(literal) || dimensions.point(literal.dimension, [...there, negation(literal)]) === null;
    }),
  );
  return clause.statements![Math.max(at, 0)];
}
