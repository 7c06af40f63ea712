import type { Claim, Ledger, Witness } from '../claims';
import type { Context } from '../context';
import { rolesNear, undefinedPipelines } from './definitions';
import { isApproval, pipelinesOf, type PlacedAction } from './pipelines';
import { comesToNobodyElse, deploysNothing, principalsMeant } from './reach';

/** To which accounts the actions of pipelines may deploy, as a certificate claims it of their roles. */
export class Deployments {
  public constructor(private readonly accounts: ReadonlyMap<string, readonly string[]>) {}

  /** Accounts that an action may deploy to by one of its roles. */
  public of(action: PlacedAction): readonly string[] {
    return isApproval(action) ? [] : [...new Set(action.roles.flatMap((role) => this.ofRole(role)))];
  }

  /** Accounts that a role may deploy to. */
  public ofRole(role: string): readonly string[] {
    return this.accounts.get(role) ?? [];
  }
}

/** What is claimed of a role of an action. */
export const DEPLOYS_TO = 'deploys nowhere else:';

type Reach = Extract<Witness, { readonly kind: 'reach' }>;

/** Whether whom a role may come to act as is listed in full, and each deploys nothing or its account is listed too. */
export const REACH_LOOKS = {
  reach: ({ place }: Context, role: string, { as, to }: Reach): boolean => {
    const own = principalsMeant(place, role);
    const all = new Set([...own.map((one) => one.arn), ...as]);
    const members = [...all].map((arn) => place.principals.get(arn));
    return (
      own.length > 0 &&
      members.every(
        (one) =>
          one !== undefined &&
          comesToNobodyElse(place, one, all) &&
          (to.includes(one.account) || deploysNothing(place, one)),
      )
    );
  },
};

/** All roles of the actions of pipelines, but for approvals, and those of pipelines that are listed without their stages. */
export function rolesOf(context: Context): readonly string[] {
  const actions = pipelinesOf(context.place).flatMap((one) => one.actions);
  const defined = actions.filter((one) => !isApproval(one)).flatMap((one) => one.roles);
  return [...new Set([...defined, ...undefinedPipelines(context).flatMap((one) => rolesNear(context, one))])];
}

/** Settles where the roles of all actions deploy to, and gives it to whoever must know. */
export function deployments(context: Context, ledger: Ledger): Deployments {
  const found = new Map<string, readonly string[]>();
  for (const role of rolesOf(context)) {
    ledger.settle({
      ...{ says: DEPLOYS_TO, subject: role },
      holds: (by) => by.kind === 'reach' && REACH_LOOKS.reach(context, role, by),
    });
    found.set(role, accountsIn(ledger.claimsOf(DEPLOYS_TO, role)));
  }
  return new Deployments(found);
}

/** A role of which nothing is claimed is refused by itself. */
function accountsIn(claims: readonly Claim[]): readonly string[] {
  return claims.flatMap(({ by }) => (by.kind === 'reach' ? by.to : []));
}
