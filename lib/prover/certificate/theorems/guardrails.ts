import type { Context } from '../../checker/context';
import { guardrailDuties } from '../../checker/theorems/guardrails';
import { organizationDuties } from '../../checker/theorems/organization';
import { strangerDuties } from '../../checker/theorems/strangers-near';
import { cannotWitnesses, claimActions } from './cannot';
import type { ClaimWriter } from './write';

const GUARDRAILS = 'more than one statement decides what a machine may do to a guardrail';
const NEAR = 'more than one statement decides what a machine beside the machinery may do to it';
const MACHINES = 'more than one statement decides what a machine may do to the organization';

/** Of machines of prod, beside the machinery and of delegated administrators; of people the certificate says it already. */
export function claimGuardrails(context: Context, writer: ClaimWriter): void {
  const { place } = context;
  for (const duty of guardrailDuties(context))
    claimActions(writer, duty, cannotWitnesses(place, duty.principal), GUARDRAILS);
  for (const duty of strangerDuties(context)) claimActions(writer, duty, cannotWitnesses(place, duty.principal), NEAR);
  for (const duty of organizationDuties(context))
    claimActions(writer, duty, cannotWitnesses(place, place.principals.get(duty.subject)!), MACHINES);
}
