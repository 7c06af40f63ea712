import type { PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { THEOREMS, tellProof, type ProofResult, type TheoremAnswer } from '../../lib/prover';

/**
 * One violation for each counterexample of a theorem that is not proved, at the first construct that could be changed,
 * and one for all that nobody can decide about it.
 */
export function violationsOf(result: ProofResult, root: IConstruct): PolicyViolation[] {
  const paths = new Set(root.node.findAll().map((construct) => construct.node.path));
  const anywhere = root.node.children[0]?.node.path ?? '';
  return result.theorems
    .filter((answer) => answer.verdict !== 'proved')
    .flatMap(partsOf)
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
function partsOf(answer: TheoremAnswer): TheoremAnswer[] {
  const apart = answer.counterexamples.map((one) => ({
    ...answer,
    counterexamples: [one],
    unknowns: [],
    more: undefined,
  }));
  const open = answer.unknowns.length > 0 || answer.more !== undefined || apart.length === 0;
  return open ? [...apart, { ...answer, counterexamples: [] }] : apart;
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
