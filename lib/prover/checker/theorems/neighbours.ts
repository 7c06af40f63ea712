import type { Ledger } from '../claims';
import type { Context } from '../context';
import { type CheckedPipeline, environmentOf, isApproval, pipelinesOf } from './pipelines';

const WHY =
  'that pipelines of one account leave the stacks, roles and assets of each other alone is not shown by looking';

/** Pairs of pipelines that deploy to one prod account: that each changes its own there is for the search to show. */
export function countNeighbours({ place }: Context, ledger: Ledger): void {
  const prod = place.world.accounts.filter((one) => one.environment === 'prod');
  for (const { id } of prod) {
    const there = pipelinesOf(place).filter((one) => placesOf(one).has(id)).length;
    if (there > 1) ledger.rests(WHY, (there * (there - 1)) / 2);
  }
}

/** Accounts that the actions of a pipeline name as their target, or act in. */
function placesOf({ actions }: CheckedPipeline): ReadonlySet<string | undefined> {
  const acting = actions.filter((one) => !isApproval(one));
  const targets = acting.map((one) => environmentOf(one).TARGET_ACCOUNT);
  return new Set([...targets, ...acting.flatMap(({ roles }) => roles.map((role) => role.split(':')[4]))]);
}
