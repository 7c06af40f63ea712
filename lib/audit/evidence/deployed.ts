import { type CheckedProof, proveChecked } from '../../prover/prove';
import type { World } from '../../world/model';
import { driftBetween } from '../drift/drift';
import type { Evidence } from './schema';

/** What is deployed: the proof on it, and where it is not what was synthesized. */
export function deployedFacts(
  synthesized: World,
  deployed: World,
  { result }: Pick<CheckedProof, 'result'> = proveChecked(deployed),
): NonNullable<Evidence['deployed']> {
  const { theorems, verdict, subject } = result;
  const { drift, notCompared } = driftBetween(synthesized, deployed);
  return {
    digest: subject.digest,
    verdict,
    theorems: theorems.map((one) => ({ id: one.id, verdict: one.verdict })),
    drift: drift.map((one) => ({ ...one })),
    notCompared: [...notCompared],
  };
}
