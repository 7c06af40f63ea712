import { rollbackDuties, silenceDuties } from '../../checker/theorems/rollback';
import { unservedDuties } from '../../checker/theorems/unserved';
import { claimDeployments } from './approvals';
import { cannotWitnesses, claimActions } from './cannot';
import type { WriteContext } from './context';
import type { ClaimWriter } from './write';

const MACHINES = 'more than one statement decides what a machine of prod may do';

/**
 * Why every deployment to prod goes back by itself. All of it is there to be looked at: without a witness nothing is
 * claimed, and the checker says so.
 */
export function claimRollback(context: WriteContext, writer: ClaimWriter): void {
  const where = claimDeployments(context, writer);
  for (const duty of rollbackDuties(context, where)) {
    const found = duty.witnesses().find((one) => duty.holds(one, []));
    if (found) writer.add(duty, found);
  }
  for (const duty of [...silenceDuties(context, where), ...unservedDuties(context)])
    claimActions(writer, duty, cannotWitnesses(context.place, duty.principal), MACHINES);
}
