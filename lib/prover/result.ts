/** The answer of `guarded prove`, as CONTRACTS gives it. */
import type { Note, WayIn } from '../world/model';

/** Ids of the theorems, in the order in which they are told. */
export const THEOREM_IDS = [
  'no-human-write-to-prod',
  'ceiling-holds-for-any-role',
  'only-the-pipeline-deploys',
  'approval-dominates-prod',
  'duties-are-separate',
  'rollback-is-armed',
  'guardrails-are-immutable',
  'environments-are-isolated',
] as const;

/** One of the eight theorems. */
export type TheoremId = (typeof THEOREM_IDS)[number];

/** Proved, refuted with a counterexample, or not decided; the last fails too. */
export type Verdict = 'proved' | 'refuted' | 'unknown';

/** One step of a chain: who comes to act as, drive or change whom, by which action, because of which statements. */
export interface Step {
  /** Id of the edge kind. */
  readonly edge: string;
  readonly from: string;
  readonly to: string;
  /** The action that makes the step. */
  readonly by: string;
  /** Statement ids or paths that admit it. */
  readonly because: readonly string[];
}

/** A request that can be replayed in any IAM simulator. */
export interface ConcreteRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** A person, the way it goes, and the request at its end. */
export interface Counterexample {
  readonly human: string;
  readonly steps: readonly Step[];
  readonly request: ConcreteRequest;
  /** Construct paths or snapshot paths to change. */
  readonly where: readonly string[];
}

/** Edge by which people of elsewhere get credentials of the role that is their identity. */
export const FEDERATION = 'federation';

/** Whom a counterexample is about: people of one provider who come in as different roles are told apart. */
export function identityOf({ human, steps }: Counterexample): string {
  const [first] = steps;
  return first?.edge === FEDERATION ? first.to : human;
}

/** Something nobody could decide, with who comes in by it and how, where that shows. */
export interface ResultUnknown extends WayIn {
  readonly why: string;
  readonly where: string;
}

export type { Note } from '../world/model';

/** One theorem's answer. */
export interface TheoremAnswer {
  readonly id: TheoremId;
  readonly verdict: Verdict;
  /** One for each person, shortest first, at most 20. */
  readonly counterexamples: readonly Counterexample[];
  /** How many more there are; absent where none was left out. */
  readonly more?: number;
  readonly unknowns: readonly ResultUnknown[];
  /**
   * Why a theorem that holds speaks of nothing in this input; absent where it speaks of something. The verdict stays
   * `proved`, as programs know it; people are told `not applicable`.
   */
  readonly notApplicable?: string;
  /** How many claims the checker verified, and how many rest on the search alone; absent where nothing was proved. */
  readonly claims?: {
    readonly checked: number;
    readonly searched: number;
    /** Why claims rest on the search, with their number; absent where none does. */
    readonly because?: readonly { readonly why: string; readonly count: number }[];
  };
}

/** The whole answer. */
export interface ProofResult {
  readonly version: 1;
  readonly verdict: Verdict;
  readonly theorems: readonly TheoremAnswer[];
  readonly assumptions: readonly Note[];
  readonly exceptions: readonly Note[];
  readonly subject: {
    readonly digest: string;
    readonly accounts: number;
    readonly humans: number;
    readonly principals: number;
    readonly actions: number;
  };
  readonly catalogue: { readonly name: string; readonly version: string };
}

/** The worst of several verdicts: refuted, else unknown, else proved. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('refuted')) return 'refuted';
  return verdicts.includes('unknown') ? 'unknown' : 'proved';
}
