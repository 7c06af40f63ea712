import type { Duty, Witness } from '../../checker/claims';
import { guardedPipelines, type Separated, separatedAt } from '../../checker/theorems/duties';
import { cannotWitnesses, claimActions } from './cannot';
import type { WriteContext } from './context';
import type { ClaimWriter } from './write';

const BOTH = 'more than one statement decides what somebody may do at a pipeline';
const ALONE = 'who comes to act as somebody that approves or changes';

/** Whether looking alone shows a duty about actions. */
function isShown(duty: Duty, witnesses: readonly Witness[]): boolean {
  return (duty.actions ?? []).every((action) => witnesses.some((by) => duty.holds(by, [action])));
}

/** Of everybody whom people reach at each pipeline: that they approve nothing, that they change nothing, or not both. */
export function claimDuties(context: WriteContext, writer: ClaimWriter): void {
  for (const pipeline of guardedPipelines(context)) {
    const told = separatedAt(context, pipeline).map((one) => claimOne(context, writer, one));
    const approving = told.filter(({ approves }) => !approves);
    const changing = told.filter(({ changes }) => !changes);
    if (approving.length === 0 || changing.length === 0) continue;
    for (const { one } of new Set([...approving, ...changing]))
      writer.claim(one.alone, [{ kind: 'unassumable' }], ALONE);
  }
}

function claimOne(context: WriteContext, writer: ClaimWriter, one: Separated) {
  const witnesses = [...cannotWitnesses(context.place, one.principal)];
  const [approves, changes] = [isShown(one.approves, witnesses), isShown(one.changes, witnesses)];
  if (approves) claimActions(writer, one.approves, witnesses, BOTH);
  if (changes) claimActions(writer, one.changes, witnesses, BOTH);
  if (!approves && !changes) writer.add(one.both, { kind: 'searched', why: BOTH });
  return { one, approves, changes };
}
