import type { Duty } from '../../checker/claims';
import {
  neighbourhoods,
  type Separated,
  separated,
  type SeparatedHere,
  separatedHere,
} from '../../checker/theorems/duties';
import { cannotWitnesses, claimActions, isShown } from './cannot';
import type { WriteContext } from './context';
import type { ClaimWriter } from './write';

const BOTH = 'more than one statement decides what somebody may do at a pipeline';
const ALONE = 'who comes to act as somebody that approves or changes';

/** Of everybody whom people reach near a pipeline: that they approve nothing, that they change nothing, or not both. */
export function claimDuties(context: WriteContext, writer: ClaimWriter): void {
  for (const pipelines of neighbourhoods(context)) {
    const told = separated(context, pipelines[0]).map((one) => claimAnywhere(context, writer, one));
    const left = told.filter(({ approves, changes }) => !approves || !changes);
    const meeting = pipelines.flatMap((pipeline) => {
      const here = left.map((one) => claimHere(context, writer, separatedHere(context, pipeline, one.one), one));
      const approving = here.filter(({ approves }) => !approves);
      const changing = here.filter(({ changes }) => !changes);
      return approving.length > 0 && changing.length > 0 ? [...approving, ...changing] : [];
    });
    const alone = new Map(meeting.map(({ one }) => [one.principal.arn, one.alone]));
    for (const duty of alone.values()) writer.claim(duty, [{ kind: 'unassumable' }], ALONE);
  }
}

/** What is shown of somebody. */
interface Shown<One extends Separated> {
  readonly one: One;
  readonly approves: boolean;
  readonly changes: boolean;
}

function claimAnywhere(context: WriteContext, writer: ClaimWriter, one: Separated): Shown<Separated> {
  const witnesses = [...cannotWitnesses(context.place, one.principal)];
  const shown = (duty: Duty): boolean => {
    const found = isShown(duty, witnesses);
    if (found) claimActions(writer, duty, witnesses, BOTH);
    return found;
  };
  return { one, approves: shown(one.approves), changes: shown(one.changes) };
}

function claimHere(
  context: WriteContext,
  writer: ClaimWriter,
  one: SeparatedHere,
  anywhere: Shown<Separated>,
): Shown<SeparatedHere> {
  const witnesses = [...cannotWitnesses(context.place, one.principal)];
  const shown = (duty: Duty, already: boolean): boolean => {
    const found = !already && isShown(duty, witnesses);
    if (found) claimActions(writer, duty, witnesses, BOTH);
    return already || found;
  };
  const told = { approves: shown(one.approves, anywhere.approves), changes: shown(one.changes, anywhere.changes) };
  if (!told.approves && !told.changes) writer.add(one.both, { kind: 'searched', why: BOTH });
  return { one, ...told };
}
