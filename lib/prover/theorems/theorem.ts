import type { World } from '../../world/model';
import type { Closure } from '../closure/closure';
import type { Counterexample, Note, ResultUnknown, TheoremId } from '../result';

/** What a theorem finds; without counterexamples and unknowns it is proved. */
export interface Findings {
  /** In any order; the prover keeps the shortest of each person, sorts and counts them. */
  readonly counterexamples: readonly Counterexample[];
  /** What could not be decided, besides what `closure.ask` noted meanwhile: the prover adds that by itself. */
  readonly unknowns: readonly ResultUnknown[];
  /** What the proof rests on and does not show; equal ids are told once. */
  readonly assumptions: readonly Note[];
  /** Why the theorem speaks of nothing here: no pipeline, no approval, no alarm. Absent where it speaks of something. */
  readonly notApplicable?: string;
}

/** One theorem: what it says and how a world is checked for it. One file each. */
export interface Theorem {
  readonly id: TheoremId;
  /** One sentence, as the certificate and the audit report have it. */
  readonly statement: string;
  /**
   * Decides the theorem. A check that throws counts as unknown.
   *
   * @param closure Everybody whom the people of this world together can come to act as or drive.
   */
  check(world: World, closure: Closure): Findings;
}

/** Findings that prove. */
export const NOTHING_FOUND: Findings = { counterexamples: [], unknowns: [], assumptions: [] };
