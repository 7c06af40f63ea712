import type { PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { THEOREMS, tellProof, type ProofResult, type ResultUnknown, type TheoremAnswer } from '../../lib/prover';

/**
 * One violation for each counterexample of a theorem that is not proved, at the first construct that could be changed,
 * and one for each place of which nobody can decide something. What touches several theorems is told so for the first;
 * the others tell in one what they share with those before.
 */
export function violationsOf(result: ProofResult, root: IConstruct): PolicyViolation[] {
  const paths = new Set(root.node.findAll().map((construct) => construct.node.path));
  const anywhere = root.node.children[0]?.node.path ?? '';
  const told = new Set<string>();
  return result.theorems
    .filter((answer) => answer.verdict !== 'proved')
    .flatMap((answer) => partsOf(answer, told))
    .map((answer) => ({
      ruleName: answer.id,
      description: `${statementOf(answer)}: ${answer.verdict}`,
      fix: storyOf(answer, result),
      severity: 'fatal',
      ruleMetadata: { verdict: answer.verdict },
      violatingResources: [resourceOf(answer, paths, anywhere)],
    }));
}

/** An answer as several, each with one thing to tell. */
function partsOf(answer: TheoremAnswer, told: Set<string>): TheoremAnswer[] {
  const silent: TheoremAnswer = { ...answer, counterexamples: [], unknowns: [], more: undefined };
  const apart = answer.counterexamples.map((one) => ({ ...silent, counterexamples: [one] }));
  const open = unknownsByPlace(answer, told).map((unknowns) => ({ ...silent, unknowns }));
  const rest = answer.more !== undefined || apart.length + open.length === 0;
  return [...apart, ...open, ...(rest ? [{ ...silent, more: answer.more }] : [])];
}

/** What nobody can decide, each at its own place: whoever looks for what concerns a construct finds it there. */
function unknownsByPlace({ unknowns }: TheoremAnswer, told: Set<string>): ResultUnknown[][] {
  const places = new Map<string, ResultUnknown[]>();
  const again: ResultUnknown[] = [];
  for (const one of unknowns) {
    const key = JSON.stringify(one);
    if (told.has(key)) again.push(one);
    else places.set(one.where, [...(places.get(one.where) ?? []), one]);
    told.add(key);
  }
  return [...places.values(), ...(again.length > 0 ? [again] : [])];
}

function statementOf({ id }: TheoremAnswer): string {
  return THEOREMS.find((theorem) => theorem.id === id)?.statement ?? id;
}

/** The counterexample as a story, as the command tells it. */
function storyOf(answer: TheoremAnswer, result: ProofResult): string {
  const told = tellProof({ ...result, theorems: [answer] });
  return told.slice(0, told.lastIndexOf('\n\n'));
}

/** The first place that is a construct; CDK tells a violation once for each, and the story names the others. */
function resourceOf(answer: TheoremAnswer, paths: ReadonlySet<string>, anywhere: string): PolicyViolatingResource {
  const places = [...answer.counterexamples.flatMap((one) => one.where), ...answer.unknowns.map((one) => one.where)];
  const found = places.map((place) => ({ path: constructPath(place, paths), place }));
  const { path, place } = found.find((one) => one.path !== undefined) ?? {
    path: anywhere,
    place: places[0] ?? answer.id,
  };
  return { constructPath: path, locations: [locationIn(place, path)] };
}

/** The longest construct path that a place begins with: `Prod/Orders/Role/Resource.Statement[0] (Sid)`. */
function constructPath(place: string, paths: ReadonlySet<string>): string | undefined {
  for (let head = place; head !== ''; head = head.slice(0, Math.max(head.search(/[./ ][^./ ]*$/), 0))) {
    if (paths.has(head)) return head;
  }
  return undefined;
}

function locationIn(place: string, path: string | undefined): string {
  const rest = path !== undefined && place.startsWith(path) ? place.slice(path.length).replace(/^[./ ]/, '') : place;
  return rest === '' ? 'Properties' : rest;
}
