import type { BoundStatement } from '../../iam';
import { exceptOn } from '../../prover/theorems/writes';
import { listed, may } from '../../world/authorize/ask';
import type { Organization } from '../../world/authorize/organization';
import { ownResources, partitionIn } from '../../world/authorize/universe';
import type { Principal } from '../../world/model';

/**
 * What lies in other accounts, as a denial: there the policy of a resource must allow as well, so that only what admits the
 * principal counts. Without it the own policies alone would speak, and a cell would tell of writes that nobody can make.
 */
export function abroad(organization: Organization, principal: Principal, writes: readonly string[]): BoundStatement {
  const admitting = organization.world.accounts
    .filter((account) => account.id !== principal.account)
    .flatMap((account) => account.resources)
    .filter((one) => one.policy && may(organization, asked(organization, principal, writes, one)).verdict !== 'unsat')
    .flatMap((one) => listed(organization, one, false).resource);
  const own = ownResources(principal.account, partitionIn(principal.arn));
  return exceptOn('other accounts', ['*'], [...own, ...admitting]);
}

function asked(
  organization: Organization,
  principal: Principal,
  actions: readonly string[],
  resource: Parameters<typeof listed>[1],
) {
  return { actor: { principal, powers: {} }, actions, ...listed(organization, resource, false) };
}
