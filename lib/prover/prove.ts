import { catalogue } from '../iam';
import { certify, checkedActions } from './certificate/certify';
import { checkTheorem } from './checker/check-theorems';
import type { Count } from './checker/claims';
import type { Certificate } from './checker/input';
import { explore } from './closure/explore';
import type { Closure } from './closure/closure';
import type { Counterexample, Note, ProofResult, ResultUnknown, TheoremAnswer, TheoremId, Verdict } from './result';
import { identityOf, worst } from './result';
import { THEOREMS } from './theorems/all';
import type { Findings, Theorem } from './theorems/theorem';
import type { World } from '../world/model';
import { reached } from '../progress';

/** At most so many counterexamples are told; `more` counts the rest. */
const MOST_TOLD = 20;

/** One for each person, the shortest. */
function onePerPerson(found: readonly Counterexample[]): Counterexample[] {
  const sorted = [...found].sort((a, b) => a.steps.length - b.steps.length);
  return [...new Map(sorted.reverse().map((one) => [identityOf(one), one])).values()].reverse();
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Map(list.map((one) => [JSON.stringify(one), one])).values()];
}

/** What the reader of the world could not read touches the theorems it names, or all of them. */
function readingUnknowns(world: World, theorem: Theorem): ResultUnknown[] {
  return world.unknowns
    .filter((one) => !one.theorems || one.theorems.includes(theorem.id))
    .map(({ theorems: _, ...told }) => told);
}

function acknowledged(world: World, theorem: Theorem): ResultUnknown[] {
  return (world.acknowledgements ?? [])
    .filter((one) => one.theorem === theorem.id || one.theorem === '*')
    .map((one) => ({
      why: `the finding was acknowledged ("${one.reason}"), which counts as refuted`,
      where: one.where,
    }));
}

function run(theorem: Theorem, world: World, closure: Closure): Findings {
  try {
    const { result, undecided } = closure.during(() => theorem.check(world, closure));
    return { ...result, unknowns: [...result.unknowns, ...undecided] };
  } catch (error) {
    const why = `the check failed: ${(error as Error).message}`;
    return { counterexamples: [], unknowns: [{ why, where: theorem.id }], assumptions: [] };
  }
}

function answer(theorem: Theorem, findings: Findings, world: World): TheoremAnswer {
  const counterexamples = onePerPerson(findings.counterexamples);
  const waved = acknowledged(world, theorem);
  const unknowns = distinct([...waved, ...readingUnknowns(world, theorem), ...findings.unknowns]);
  const verdict: Verdict =
    counterexamples.length + waved.length > 0 ? 'refuted' : unknowns.length > 0 ? 'unknown' : 'proved';
  const more = counterexamples.length - MOST_TOLD;
  return {
    id: theorem.id,
    verdict,
    counterexamples: counterexamples.slice(0, MOST_TOLD),
    ...(more > 0 ? { more } : {}),
    unknowns,
    ...(verdict === 'proved' && findings.notApplicable ? { notApplicable: findings.notApplicable } : {}),
  };
}

function notes(findings: readonly Findings[]): Note[] {
  return [...new Map(findings.flatMap((one) => one.assumptions).map((note) => [note.id, note])).values()];
}

/** Proves one theorem alone. */
export function proveOnly(world: World, id: TheoremId): TheoremAnswer {
  const theorem = THEOREMS.find((one) => one.id === id)!;
  return answer(theorem, run(theorem, world, explore(world)), world);
}

/** Proves the eight theorems on a world, or answers with concrete requests that break them. */
export function prove(world: World): ProofResult {
  const closure = explore(world);
  const findings = THEOREMS.map((theorem, index) => {
    reached(`theorem ${index + 1} of ${THEOREMS.length}`);
    return run(theorem, world, closure);
  });
  const theorems = THEOREMS.map((theorem, index) => answer(theorem, findings[index], world));
  const { name, version, actions } = catalogue();
  const principals = world.accounts.flatMap((account) => account.principals);
  return {
    version: 1,
    verdict: worst(theorems.map((theorem) => theorem.verdict)),
    theorems,
    assumptions: [...notes(findings), ...(world.assumptions ?? [])],
    exceptions: world.exceptions.map(({ id, statement }) => ({ id, statement })),
    subject: {
      digest: world.subject.digest,
      accounts: world.accounts.length,
      humans: principals.filter((one) => one.person).length,
      principals: principals.length,
      actions: actions.length,
    },
    catalogue: { name, version },
  };
}

/** A proof with its certificate. */
export interface CheckedProof {
  readonly result: ProofResult;
  /** With the figures of `claims` as the checker counted them. */
  readonly certificate: Certificate;
}

/** So many refusals of the checker are told. */
const MOST_REFUSED = 5;

/** A theorem with what the checker makes of its claims; a certificate that the checker refuses is no proof. */
function counted(theorem: TheoremAnswer, { problems, checked, searched, because }: Count): TheoremAnswer {
  const claims = { checked, searched, ...(because.length > 0 ? { because } : {}) };
  if (problems.length === 0) return { ...theorem, claims };
  const unknowns = problems
    .slice(0, MOST_REFUSED)
    .map((why) => ({ why: `the checker refuses the certificate: ${why}`, where: 'certificate' }));
  return { ...theorem, claims, verdict: 'unknown', unknowns };
}

/** Proves, and lets the checker verify the certificate before anything is called proved. */
export function proveChecked(world: World): CheckedProof {
  const result = prove(world);
  reached('certificate');
  const unchecked = certify(explore(world), result);
  const check = (id: TheoremId): Count => checkTheorem(id, unchecked, world, checkedActions());
  const writes = check('no-human-write-to-prod');
  const theorems = result.theorems.map((one, index) => {
    reached(`checking claims, theorem ${index + 1} of ${THEOREMS.length}`);
    if (one.verdict !== 'proved') return one;
    return counted(one, one.id === 'no-human-write-to-prod' ? writes : check(one.id));
  });
  const certificate = { ...unchecked, claims: { verified: writes.checked, decided: writes.searched } };
  return { result: { ...result, theorems, verdict: worst(theorems.map((one) => one.verdict)) }, certificate };
}

/** In one line how much of a proof was verified without search. */
export function tellClaims({ claims }: Certificate): string {
  const count = (n: number): string => n.toLocaleString('en');
  const rest = claims.decided === 0 ? 'none rests' : `${count(claims.decided)} rest`;
  return `certificate of no-human-write-to-prod: ${count(claims.verified)} claims verified without search, ${rest} on the search alone`;
}
