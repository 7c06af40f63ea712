import type { Duty, Witness } from '../../checker/claims';
import { approvedDeployments, digestsOf, editDuties, isGate } from '../../checker/theorems/approvals';
import { Deployments, DEPLOYS_TO, rolesOf } from '../../checker/theorems/deployments';
import { environmentOf, isApproval, type PlacedAction } from '../../checker/theorems/pipelines';
import { deploysNothing, principalsMeant, waysOut } from '../../checker/theorems/reach';
import { strangerDuties } from '../../checker/theorems/strangers-near';
import { unservedDuties } from '../../checker/theorems/unserved';
import { deliveryOf } from '../../delivery/plan';
import { cannotWitnesses, claimActions } from './cannot';
import type { WriteContext } from './context';
import type { ClaimWriter } from './write';

const EDITS = 'more than one statement decides whether a role changes the pipeline';
const NEAR = 'more than one statement decides what a machine beside the machinery may do to it';
const UNSERVED = 'more than one statement decides whether a machine of prod deploys';
const REACH = 'more than one statement decides where a role of the pipeline deploys';

type Reach = Extract<Witness, { readonly kind: 'reach' }>;

/** The role and all whom looking cannot keep it from, with the accounts where one of them may deploy. */
function byLooking({ place }: WriteContext, role: string): Reach {
  const found = new Map(principalsMeant(place, role).map((one) => [one.arn, one]));
  for (const one of found.values())
    for (const arn of waysOut(place, one)) if (!found.has(arn)) found.set(arn, place.principals.get(arn)!);
  const deploying = [...found.values()].filter((one) => !deploysNothing(place, one));
  return { kind: 'reach', as: [...found.keys()], to: [...new Set(deploying.map((one) => one.account))] };
}

/** Where the search knows that a role deploys to fewer guarded accounts than looking shows, it is the search's word. */
function reachOf(context: WriteContext, role: string): Reach {
  const looked = byLooking(context, role);
  const known = deliveryOf(context.closure)
    .deployers.of(role, role)
    .map((one) => one.account);
  const fewer = looked.to.some((account) => context.place.guarded(account) && !known.includes(account));
  return fewer ? { ...looked, to: [...new Set(known)], why: REACH } : looked;
}

/** Where the roles of all actions deploy to. */
export function claimDeployments(context: WriteContext, writer: ClaimWriter): Deployments {
  const found = rolesOf(context).map((role) => {
    const by = reachOf(context, role);
    writer.add({ says: DEPLOYS_TO, subject: role }, by);
    return [role, by.to] as const;
  });
  return new Deployments(new Map(found));
}

/** What decides each of the five things that must hold of a deployment. */
function* witnesses(deploy: PlacedAction): Generator<Witness> {
  const { actions } = deploy.pipeline;
  yield { kind: 'approvals', actions: actions.filter(isApproval).map((one) => one.name) };
  for (const one of actions.filter(isGate)) yield { kind: 'gate', action: one.name };
  for (const variable of digestsOf(deploy)) yield { kind: 'digest', variable };
  yield { kind: 'script' };
  yield { kind: 'admission', function: environmentOf(deploy).ADMISSION ?? 'none' };
}

/** Why every deployment to a guarded account is approved, and what keeps everybody beside from it. */
export function claimApprovals(context: WriteContext, writer: ClaimWriter): void {
  const { place } = context;
  for (const { deploy, duties } of approvedDeployments(context, claimDeployments(context, writer)))
    for (const duty of Object.values(duties)) claimStructure(writer, duty, deploy);
  for (const duty of editDuties(context)) claimActions(writer, duty, cannotWitnesses(place, duty.principal), EDITS);
  for (const duty of unservedDuties(context))
    claimActions(writer, duty, cannotWitnesses(place, duty.principal), UNSERVED);
  for (const duty of strangerDuties(context)) claimActions(writer, duty, cannotWitnesses(place, duty.principal), NEAR);
}

/** What a pipeline is made like is there to be looked at: without a witness nothing is claimed, and the checker says so. */
function claimStructure(writer: ClaimWriter, duty: Duty, deploy: PlacedAction): void {
  const found = [...witnesses(deploy)].find((one) => duty.holds(one, []));
  if (found) writer.add(duty, found);
}
