import type { Claim } from '../../checker/claims';
import type { WriteContext } from './context';
import { isolationDuties } from '../../checker/theorems/isolation';
import type { ProofResult, TheoremId } from '../../result';
import { claimApprovals } from './approvals';
import { claimDeploys } from './deploys';
import { claimDuties } from './duties';
import { claimGuardrails } from './guardrails';
import { ISOLATION_SEARCHED, isolationWitnesses } from './isolation';
import { claimRollback } from './rollback';
import { ClaimWriter } from './write';

type Write = (context: WriteContext, writer: ClaimWriter) => void;

/** How the claims of each theorem are written that has no part of its own in the certificate. */
const WRITERS: Readonly<Partial<Record<TheoremId, Write>>> = {
  'only-the-pipeline-deploys': claimDeploys,
  'approval-dominates-prod': claimApprovals,
  'duties-are-separate': claimDuties,
  'rollback-is-armed': claimRollback,
  'guardrails-are-immutable': claimGuardrails,
  'environments-are-isolated': ({ place, actions }, writer) => {
    for (const duty of isolationDuties(place, actions))
      writer.claim(duty, isolationWitnesses(duty), ISOLATION_SEARCHED);
  },
};

/** The claims of every theorem that is proved. */
export function theoremClaims(context: WriteContext, result: ProofResult): Readonly<Record<string, readonly Claim[]>> {
  const proved = result.theorems.filter(({ id, verdict }) => verdict === 'proved' && WRITERS[id] !== undefined);
  return Object.fromEntries(
    proved.map(({ id }) => {
      const writer = new ClaimWriter();
      WRITERS[id]!(context, writer);
      return [id, writer.claims];
    }),
  );
}
