import { isAboutStages } from '../../prover/delivery/elsewhere';
import { worst } from '../../prover/result';
import type { ResultUnknown, TheoremAnswer, TheoremId, Verdict } from '../../prover/result';
import type { Unread } from '../../snapshot';
import type { Drift } from '../drift/drift';

/** What one run of the continuous proof found out. */
export interface Run {
  /** The theorems on what is deployed. */
  readonly deployed: readonly TheoremAnswer[];
  /** The theorems on the platform as it was made again from what it states; or why it could not be made again. */
  readonly again: readonly TheoremAnswer[] | string;
  /** Where what is deployed is not what was made again. */
  readonly drift: readonly Drift[];
  /** What could not be compared with what was made again. */
  readonly notCompared: readonly string[];
  /** What could not be read. */
  readonly unread: readonly Unread[];
  /** Writes that have to be explained. */
  readonly astray: readonly Astray[];
}

/** A theorem, as it stands today. */
export interface Standing {
  readonly id: TheoremId;
  readonly verdict: Verdict;
  /** Why it is not proved, in words; the first of them. */
  readonly why: readonly string[];
  /** It rests on the platform made again: no snapshot tells it. */
  readonly again: boolean;
}

/** What is to be said of a run. */
export interface Judgement {
  /** Proved: every theorem is, and everything could be read. */
  readonly verdict: Verdict;
  readonly theorems: readonly Standing[];
  readonly unread: readonly Unread[];
  /** Writes in guarded accounts that belong to no execution and that nobody sanctioned, since the pack before. */
  readonly astray: readonly Astray[];
}

/** A write that has to be explained. */
export interface Astray {
  readonly what: string;
  readonly by: string;
  /** Account and region. */
  readonly where: string;
  readonly at: string;
}

/** More tell nobody more; the pack has them all. */
const MOST_TOLD = 3;

/**
 * Judges a run. What is deployed decides. What the stages of pipelines come to rests on handlers and projects whose content
 * no snapshot holds: there the platform made again decides, and only where the deployed pipelines are, stage by stage, the
 * ones that it has.
 */
export function judge(run: Run): Judgement {
  const theorems = run.deployed.map((answer) => standing(answer, run));
  const complete: Verdict = run.unread.length === 0 ? 'proved' : 'unknown';
  const verdict = worst([complete, ...theorems.map((one) => one.verdict)]);
  return { verdict, theorems, unread: run.unread, astray: run.astray };
}

function standing(answer: TheoremAnswer, run: Run): Standing {
  const { id, verdict, unknowns, counterexamples } = answer;
  if (verdict === 'proved') return { id, verdict, why: [], again: false };
  const others = unknowns.filter((one) => !isAboutStages(one));
  // What is unknown without a reason is not about stages either.
  if (verdict === 'refuted' || others.length > 0 || unknowns.length === 0)
    return { id, verdict, why: reasons(answer, others, counterexamples), again: false };
  return onceMore(id, run);
}

/** The stages of pipelines are those of the platform made again, as long as nothing about pipelines differs. */
function onceMore(id: TheoremId, { again, drift, notCompared }: Run): Standing {
  if (typeof again === 'string') return { id, verdict: 'unknown', why: [again], again: true };
  const open = notCompared.filter((one) => one.startsWith('stages of pipelines'));
  if (open.length > 0) return { id, verdict: 'unknown', why: open, again: true };
  const other = drift.filter((one) => one.kind === 'pipeline').map(tellDrift);
  if (other.length > 0) return { id, verdict: 'unknown', why: other.slice(0, MOST_TOLD), again: true };
  const answer = again.find((one) => one.id === id);
  if (!answer) return { id, verdict: 'unknown', why: ['the platform made again has no answer to it'], again: true };
  return { id, verdict: answer.verdict, why: reasons(answer, answer.unknowns, answer.counterexamples), again: true };
}

function reasons(
  { verdict }: TheoremAnswer,
  unknowns: readonly ResultUnknown[],
  counterexamples: TheoremAnswer['counterexamples'],
): string[] {
  const told =
    verdict === 'refuted'
      ? counterexamples.map(
          ({ human, request }) =>
            `${human} may ${request.action} on ${request.resource}, acting as ${request.principal}`,
        )
      : unknowns.map(({ why, where }) => `${why} (${where})`);
  const more = told.length - MOST_TOLD;
  return [...told.slice(0, MOST_TOLD), ...(more > 0 ? [`and ${more} more`] : [])];
}

function tellDrift({ where, expected, found }: Drift): string {
  return `${where}: the platform makes ${expected}, deployed is ${found}`;
}
