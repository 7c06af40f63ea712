import { anyone, toldApart } from './anyone';
import { actionAtoms, actionTest } from './atoms';
import type { ActionAtom } from './atoms';
import { decide } from './decide';
import type { Decision, Question } from './decide';
import { viewsOf } from './dimensions';
import { CLASS, GlobBuilder } from './glob';
import { language } from './language';
import type { Language } from './language';
import type { Policy, Unreadable } from './model';
import { meantGlobs } from './pattern';
import type { Answer, BoundStatement, Caller, KeyFact, Query } from './query';
import { actsOn } from './resource-types';
import { requestOf } from './witness';

const bound = new WeakMap<Policy, Map<string, Bound>>();

/** The statements of a policy, told apart by effect. */
export interface Bound {
  readonly allows: readonly BoundStatement[];
  readonly denies: readonly BoundStatement[];
}

/** A policy's statements, bound to its version and place; the same objects each time. */
export function statementsOf(policy: Policy, source: string): Bound {
  let sources = bound.get(policy);
  if (!sources) bound.set(policy, (sources = new Map<string, Bound>()));
  let known = sources.get(source);
  if (!known) {
    const all = policy.statements.map((statement) => ({ statement, version: policy.version, source }));
    known = {
      allows: all.filter((one) => one.statement.effect === 'Allow'),
      denies: all.filter((one) => one.statement.effect === 'Deny'),
    };
    sources.set(source, known);
  }
  return known;
}

/** Steps of one search before it gives up. */
export const DEFAULT_BUDGET = 20_000;

/** `service:name`, neither empty, without white space, colons and wildcards. */
export const ANY_ACTION: Language = language([
  new GlobBuilder().one(CLASS.name).many(CLASS.name).text(':').one(CLASS.name).many(CLASS.name).build(),
]);

/**
 * Is there a request that every layer allows and no deny forbids? With `reading` as it is by default, `unsat` is a
 * proof; `sat` is a request, but for the undecidable parts that `assuming` lists.
 */
export function solve(query: Query): Answer {
  const prepared = prepare(query);
  const subquestions = query.actions ? byAtom(query, prepared) : [prepared];
  let unknown: Answer | undefined;
  const blocking = new Set<BoundStatement>();
  let layer: number | undefined;
  for (const { question, action, decision = decide(question) } of subquestions) {
    if (decision.verdict === 'sat') return satisfied(decision, question, action);
    if (decision.verdict === 'unknown') unknown ??= decision;
    else {
      decision.blocking.forEach((one) => blocking.add(one));
      layer ??= decision.layer;
    }
  }
  return unknown ?? { verdict: 'unsat', ...(layer === undefined ? {} : { layer }), blocking: [...blocking] };
}

/** The classes of the asked actions of which some request may be open, resources of any type; no request is made up. */
export function openAtoms(query: Query): readonly ActionAtom[] {
  const { question } = prepare(query);
  const statements = [...question.layers.flat(), ...question.forbidding];
  return actionAtoms(statements, query.actions).filter(
    (atom) => decide(forAction(question, atom.representative)).verdict !== 'unsat',
  );
}

/** A question about one class of actions, or about all. */
interface Prepared {
  readonly question: Question;
  readonly action?: string;
  /** Where it is known already. */
  readonly decision?: Decision;
}

function prepare(query: Query): Prepared {
  const mayAllow = (query.reading?.allow ?? 'may') === 'may';
  const mayDeny = query.reading?.deny === 'may';
  const layers = query.layers.map((layer) =>
    layer.filter(({ statement }) => statement.effect === 'Allow' && (mayAllow || statement.unreadable.length === 0)),
  );
  const forbidding = query.denies.filter(
    ({ statement }) => statement.effect === 'Deny' && (mayDeny || statement.unreadable.length === 0),
  );
  const all = [...layers.flat(), ...forbidding];
  const ground = {
    action: [ANY_ACTION],
    resource: query.resource ? [language(query.resource.flatMap((one) => meantGlobs(one)))] : [],
    callers: callersOf(query.callers, all),
    facts: factsOf(query.context),
    views: viewsOf(all),
  };
  return { question: { layers, forbidding, ground, budget: query.budget ?? DEFAULT_BUDGET } };
}

function callersOf(callers: Query['callers'], statements: readonly BoundStatement[]): readonly Caller[] | undefined {
  return callers === 'anyone' ? anyone(statements) : callers && toldApart(callers, statements);
}

function factsOf(context: Query['context'] = {}): ReadonlyMap<string, KeyFact> {
  const known = Object.entries(context).filter(([, fact]) => fact.kind !== 'any');
  return new Map(known.map(([key, fact]) => [key.toLowerCase(), fact]));
}

function* byAtom(query: Query, { question }: Prepared): Generator<Prepared> {
  const statements = [...question.layers.flat(), ...question.forbidding];
  for (const atom of actionAtoms(statements, query.actions)) {
    const narrowed = forAction(question, atom.representative);
    if (query.actsOn) yield* byType(narrowed, atom);
    else yield { question: narrowed, action: atom.representative };
  }
}

/** From so many actions on, it is asked first whether there is a request on any resource at all. */
const MANY = 4;

function* byType(question: Question, { representative, actions }: ActionAtom): Generator<Prepared> {
  const anywhere = actions.length < MANY ? undefined : decide(question);
  if (anywhere?.verdict === 'unsat') return void (yield { question, action: representative, decision: anywhere });
  const seen = new Set<number>();
  for (const action of actions) {
    const resource = actsOn(action);
    if (seen.has(resource?.id ?? -1)) continue;
    seen.add(resource?.id ?? -1);
    const ground = { ...question.ground, resource: [...question.ground.resource, ...(resource ? [resource] : [])] };
    yield { question: { ...question, ground }, action };
  }
}

/** The question for one action, with the statements that speak of it. */
export function forAction(question: Question, action: string): Question {
  const speaks = ({ statement }: BoundStatement): boolean => actionTest(statement.actions)(action);
  return {
    ...question,
    layers: question.layers.map((layer) => layer.filter(speaks)),
    forbidding: question.forbidding.filter(speaks),
    ground: { ...question.ground, action: undefined },
  };
}

/** One action of those that act on the same resources, and these. */
interface Acting {
  readonly action: string;
  readonly resource: Language | undefined;
}

const acting = new WeakMap<readonly string[], readonly Acting[]>();

/** One action for each set of resources that some of the actions act on. */
export function byResources(actions: readonly string[]): readonly Acting[] {
  const known = acting.get(actions);
  if (known) return known;
  const found = new Map<number, Acting>();
  for (const action of actions) {
    const resource = actsOn(action);
    const id = resource?.id ?? -1;
    if (!found.has(id)) found.set(id, { action, resource });
  }
  const made = [...found.values()];
  acting.set(actions, made);
  return made;
}

function satisfied(decision: Extract<Decision, { verdict: 'sat' }>, question: Question, action?: string): Answer {
  const statements = [...question.layers.flat(), ...question.forbidding];
  const assuming: Unreadable[] = decision.because.flatMap(({ statement }) => statement.unreadable);
  return { verdict: 'sat', request: requestOf(decision, statements, action), because: decision.because, assuming };
}
