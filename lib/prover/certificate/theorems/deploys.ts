import type { Witness } from '../../checker/claims';
import type { Context } from '../../checker/context';
import { type Deploying, deploying } from '../../checker/theorems/deploys';
import { organizationDuties } from '../../checker/theorems/organization';
import { cannotWitnesses, claimActions } from './cannot';
import type { ClaimWriter } from './write';

const SEVERAL = 'more than one statement decides what a principal may deploy';
const TRUST = 'more than one statement or condition decides whom a role of the pipeline lets in';
const MACHINES = 'more than one statement decides what a machine may do to the organization';

/** A role of the pipeline is claimed to be one where that shows; of everybody else, that they deploy nothing. */
export function claimDeploys(context: Context, writer: ClaimWriter): void {
  for (const one of deploying(context)) {
    if (isPipelines(one)) claimPipelines(one, writer);
    else claimActions(writer, one.nothing, cannotWitnesses(context.place, one.principal), SEVERAL);
  }
  for (const duty of organizationDuties(context))
    claimActions(writer, duty, cannotWitnesses(context.place, context.place.principals.get(duty.subject)!), MACHINES);
}

function isPipelines({ pipelines, nothing, admitted }: Deploying): boolean {
  if (!pipelines.holds({ kind: 'pipeline-role' }, [])) return false;
  const shown = admitted.every((duty) => [...trustWitnesses(duty)].some((by) => duty.holds(by, [])));
  return shown || !nothing.holds({ kind: 'silent' }, nothing.actions ?? []);
}

function claimPipelines({ pipelines, admitted }: Deploying, writer: ClaimWriter): void {
  writer.add(pipelines, { kind: 'pipeline-role' });
  for (const duty of admitted) writer.claim(duty, trustWitnesses(duty), TRUST);
}

function* trustWitnesses({ statement }: Deploying['admitted'][number]): Generator<Witness> {
  yield { kind: 'own-account' };
  yield { kind: 'pipeline-role' };
  for (const { key } of statement.conditions) yield { kind: 'condition', key };
}
