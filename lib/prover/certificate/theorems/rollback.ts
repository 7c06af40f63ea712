import { rollbackDuties } from '../../checker/theorems/rollback';
import { claimDeployments } from './approvals';
import type { WriteContext } from './context';
import type { ClaimWriter } from './write';

/**
 * Why every deployment to prod goes back by itself. All of it is there to be looked at: without a witness nothing is
 * claimed, and the checker says so.
 */
export function claimRollback(context: WriteContext, writer: ClaimWriter): void {
  for (const duty of rollbackDuties(context, claimDeployments(context, writer))) {
    const found = duty.witnesses().find((one) => duty.holds(one, []));
    if (found) writer.add(duty, found);
  }
}
