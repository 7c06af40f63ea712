import { proveOnly } from '../../lib/prover/prove';
import type { TheoremId, Verdict } from '../../lib/prover/result';
import type { World } from '../../lib/world/model';

/** The theorem that falls, or none. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly theorem?: TheoremId;
}

/** Those that most mutants break come first; all are tried before a mutant counts as proved. */
const ORDER: readonly TheoremId[] = [
  'environments-are-isolated',
  'guardrails-are-immutable',
  'duties-are-separate',
  'rollback-is-armed',
  'only-the-pipeline-deploys',
  'ceiling-holds-for-any-role',
  'approval-dominates-prod',
  'no-human-write-to-prod',
];

/** Proves the theorems until one falls. */
export function judge(world: World): Judgement {
  for (const theorem of ORDER) {
    const { verdict } = proveOnly(world, theorem);
    if (verdict !== 'proved') return { verdict, theorem };
  }
  return { verdict: 'proved' };
}
