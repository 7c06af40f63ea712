import { ORGANIZATION_ACTIONS } from '../../../contract/proof/theorem-actions';
import type { Duty } from '../claims';
import { type Context, writesLike } from '../context';
import { cannot } from './cannot';

/**
 * Of every machine of a delegated administrator outside the guarded accounts and outside the pipeline: that it has no power
 * over the organization. Those of the management account are an assumption that names them.
 */
export function* organizationDuties(context: Context): Generator<Duty> {
  const { place } = context;
  const { delegatedAdministrators, managementAccountId, accounts } = place.world;
  const delegated = new Set(delegatedAdministrators.map((one) => one.accountId));
  const actions = writesLike(context, ORGANIZATION_ACTIONS);
  for (const { id, principals } of accounts) {
    if (!delegated.has(id) || id === managementAccountId || place.guarded(id)) continue;
    for (const principal of principals)
      if (
        principal.kind === 'role' &&
        !principal.person &&
        !principal.serviceLinked &&
        !/:role\/guarded\/pipeline\//.test(principal.arn)
      )
        yield {
          ...{ says: 'has no power over the organization:', subject: principal.arn, actions },
          holds: (by, some) => cannot({ place, principal, actions: some }, by),
        };
  }
}
