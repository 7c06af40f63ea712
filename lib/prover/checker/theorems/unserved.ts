import { DEPLOYING } from '../../../contract/proof/theorem-actions';
import type { Duty } from '../claims';
import type { Context } from '../context';
import type { CheckedPrincipal } from '../input';
import { cannot } from './cannot';
import { guardedPipelines } from './duties';

/** Where no pipeline is listed: of every machine of prod, that it releases nothing, since nothing says by which approvals. */
export function* unservedDuties(context: Context): Generator<Duty & { readonly principal: CheckedPrincipal }> {
  const { place } = context;
  if (guardedPipelines(context).length > 0) return;
  for (const { principals } of place.world.accounts.filter((one) => one.environment === 'prod' && !one.closed))
    for (const principal of principals.filter(isMachine))
      yield {
        ...{ says: 'releases nothing:', subject: principal.arn, actions: DEPLOYING },
        principal,
        holds: (by, actions) => cannot({ place, principal, actions, sanctionedToo: true }, by),
      };
}

/** A role of machines; CloudFormation's own deploys what somebody else starts, who is judged instead. */
function isMachine({ kind, person, serviceLinked, trust }: CheckedPrincipal): boolean {
  if (kind !== 'role' || person || serviceLinked || !trust) return false;
  const entries = trust.policy.statements.flatMap((one) => (one.effect === 'Allow' && one.principals?.entries) || []);
  const services = entries.filter((one) => one.type === 'Service').map((one) => one.value);
  return services.length === 0 || services.some((one) => !/^cloudformation\.amazonaws\.com(\.cn)?$/.test(one));
}
