import { InputError } from '../errors';
import type { Problem } from '../errors';
import { anyone } from './anyone';
import { actionAtoms } from './atoms';
import { catalogue } from './catalogue';
import { decide } from './decide';
import type { Decision, Question } from './decide';
import { viewsOf } from './dimensions';
import type { Policy, PolicyKind, Unreadable } from './model';
import { parsePolicy } from './parse';
import type { BoundStatement, Request } from './query';
import { ANY_ACTION, DEFAULT_BUDGET, byResources, forAction, statementsOf } from './solve';
import type { Bound } from './solve';
import { requestOf } from './witness';

/** NEW as seen from OLD. */
export type Relation = 'equivalent' | 'narrower' | 'broader' | 'incomparable' | 'unknown';

/** How two policies relate, with a request for each direction in which they differ. */
export interface Comparison {
  readonly relation: Relation;
  readonly newlyAllowed: Request | null;
  readonly noLongerAllowed: Request | null;
  /** Only where the relation is unknown. */
  readonly why?: readonly Unreadable[];
}

/** What counts as a request. */
export interface CompareOptions {
  /** Only actions of the pinned catalogue, on the resource types they act on. @default false */
  readonly knownActions?: boolean;
  readonly budget?: number;
}

/** A raw document with the name under which problems are told. */
export interface Document {
  readonly raw: unknown;
  readonly name: string;
}

/**
 * Reads two documents as policies of one kind.
 *
 * @throws InputError for a document that is no policy, or an identity policy against a resource policy.
 */
export function readPair(older: Document, newer: Document): { older: Policy; newer: Policy } {
  const [first, second] = [older, newer].map(readPolicy);
  const problems = [...first.problems, ...second.problems];
  const [one, other] = [first.policy, second.policy];
  if (problems.length === 0 && one.kind !== other.kind && one.statements.length * other.statements.length > 0) {
    problems.push({ file: newer.name, place: 'Statement', message: mixed(one.kind, other.kind) });
  }
  if (problems.length > 0) throw new InputError(problems);
  const kind = one.statements.length > 0 ? one.kind : other.kind;
  return { older: { ...one, kind }, newer: { ...other, kind } };
}

function mixed(older: PolicyKind, newer: PolicyKind): string {
  const [a, b] = [older, newer].map((kind) => (kind === 'resource' ? 'a resource policy' : 'an identity policy'));
  return `This is ${b}, and OLD is ${a}: only policies of one kind can be compared. A resource policy names a Principal in every statement.`;
}

/** Reads a document as an identity policy, or as a resource policy where its statements name principals. */
export function readPolicy({ raw, name }: Document): { policy: Policy; problems: Problem[] } {
  const asIdentity = parsePolicy(raw, 'identity', name);
  const named = asIdentity.problems.some((one) => /\.(Not)?Principal$/.test(one.place ?? ''));
  const reading = named ? parsePolicy(raw, 'resource', name) : asIdentity;
  return { policy: reading.policy, problems: [...reading.problems, ...partialPrincipals(reading.policy, name)] };
}

/** IAM takes no wildcard for a part of a principal's ARN. */
function partialPrincipals({ statements }: Policy, file: string): Problem[] {
  return statements.flatMap(({ principals, where }) => {
    const parts = principals?.entries.filter(({ type, value }) => type === 'AWS' && /.[*?]|[*?]./.test(value)) ?? [];
    return parts.map(({ value }) => ({
      file,
      place: `${where}.${principals!.negated ? 'NotPrincipal' : 'Principal'}.AWS`,
      message: `"${value}" is no principal: a wildcard cannot stand for a part of it; "*" alone means everyone.`,
    }));
  });
}

/** Compares the requests that two policies of one kind allow. */
export function comparePolicies(older: Policy, newer: Policy, options: CompareOptions = {}): Comparison {
  const [old, fresh] = [statementsOf(older, 'OLD'), statementsOf(newer, 'NEW')];
  const newly = difference(fresh, old, older.kind, options);
  const lost = difference(old, fresh, older.kind, options);
  const why = [newly, lost].flatMap((one) => ('why' in one ? one.why : []));
  const [newlyAllowed, noLongerAllowed] = [newly, lost].map((one) => ('request' in one ? one.request : null));
  if (why.length > 0) return { relation: 'unknown', newlyAllowed, noLongerAllowed, why };
  return { relation: relate(newlyAllowed, noLongerAllowed), newlyAllowed, noLongerAllowed };
}

function relate(newly: Request | null, lost: Request | null): Relation {
  if (newly) return lost ? 'incomparable' : 'broader';
  return lost ? 'narrower' : 'equivalent';
}

/** A request that one policy allows and the other does not, that there is none, or why nobody can say. */
type Difference = { readonly request: Request } | { readonly none: true } | { readonly why: readonly Unreadable[] };

function difference(more: Bound, less: Bound, kind: PolicyKind, options: CompareOptions): Difference {
  const parts: Part[] = [
    { layers: [more.allows], forbidding: [...more.denies, ...less.allows] },
    { layers: [more.allows, less.denies], forbidding: more.denies },
  ];
  const all = [more.allows, more.denies, less.allows, less.denies].flat();
  const undecidable = all.flatMap(({ statement, source }) =>
    statement.unreadable.map(({ why, where }) => ({ why, where: `${source}: ${where}` })),
  );
  const possible = firstRequest(parts, all, kind, options, 'possible');
  if ('none' in possible || undecidable.length === 0) return possible;
  const certain = firstRequest(parts, all, kind, options, 'certain');
  return 'request' in certain ? certain : { why: undecidable };
}

interface Part {
  readonly layers: readonly (readonly BoundStatement[])[];
  readonly forbidding: readonly BoundStatement[];
}

/**
 * `possible`: what cannot be read counts as matching where that helps the request; `certain`: where it does not. A
 * statement that cannot be read in full never matches for certain.
 */
function firstRequest(
  parts: readonly Part[],
  all: readonly BoundStatement[],
  kind: PolicyKind,
  options: CompareOptions,
  reading: 'possible' | 'certain',
): Difference {
  const isRead = ({ statement }: BoundStatement): boolean => statement.unreadable.length === 0;
  const ground = {
    action: [ANY_ACTION],
    resource: [],
    callers: kind === 'identity' ? undefined : anyone(all),
    facts: new Map(),
    views: viewsOf(all),
  };
  let capped: string | undefined;
  for (const part of parts) {
    const layers = reading === 'certain' ? part.layers.map((layer) => layer.filter(isRead)) : part.layers;
    const forbidding = reading === 'possible' ? part.forbidding.filter(isRead) : part.forbidding;
    const question = { layers, forbidding, ground, budget: options.budget ?? DEFAULT_BUDGET };
    const found = options.knownActions ? amongKnown(question) : { decision: decide(question) };
    if (found.decision.verdict === 'sat') return { request: requestOf(found.decision, all, found.action) };
    if (found.decision.verdict === 'unknown') capped ??= found.decision.why;
  }
  return capped ? { why: [{ why: capped, where: 'Statement' }] } : { none: true };
}

/** Without any pattern but `*`, it does not matter which resources an action acts on. */
function speaksOfResources({ layers, forbidding }: Question): boolean {
  const isWide = ({ statement: { resources } }: BoundStatement): boolean =>
    !resources || (!resources.negated && resources.patterns.includes('*'));
  return ![...layers.flat(), ...forbidding].every(isWide);
}

interface Found {
  readonly decision: Decision;
  readonly action?: string;
}

/**
 * The question for each class of known actions that act on the same resources. Most have their answer before: where no
 * resource at all passes, none does that an action acts on.
 */
function amongKnown(question: Question): Found {
  const anywhere = decide(question);
  if (anywhere.verdict === 'unsat') return { decision: anywhere };
  const statements = [...question.layers.flat(), ...question.forbidding];
  let unknown: Found | undefined;
  for (const atom of actionAtoms(statements, catalogue().actions)) {
    const narrowed = forAction(question, atom.representative);
    if (narrowed.layers.some((layer) => layer.length === 0) || decide(narrowed).verdict === 'unsat') continue;
    const some = speaksOfResources(narrowed) ? byResources(atom.actions) : byResources(atom.actions.slice(0, 1));
    for (const { action, resource } of some) {
      const decision = decide({ ...narrowed, ground: { ...narrowed.ground, resource: resource ? [resource] : [] } });
      if (decision.verdict === 'sat') return { decision, action };
      if (decision.verdict === 'unknown') unknown ??= { decision };
    }
  }
  return unknown ?? { decision: { verdict: 'unsat', blocking: [] } };
}
