import { federatedBy, type Pools } from '../federated';
import type { Account, Principal } from '../model';
import { matchesPattern } from '../patterns';
import { isAdmitted, throughServices } from './through-services';

type Person = NonNullable<Principal['person']>;

function personOf(principal: Principal, humans: readonly string[], pools: Pools): Person | undefined {
  const statements = principal.trust?.policy.statements ?? [];
  const federated = statements.map((one) => federatedBy(principal, one, pools)).find((one) => one !== undefined);
  const listed = humans.find((pattern) => matchesPattern(pattern, principal.arn));
  return listed && principal.kind === 'role' ? { ...federated, why: `listed in humans as ${listed}` } : federated;
}

/**
 * Marks the roles that people hold: federated ones and those that match `humans`; adds whom services let in.
 *
 * @param pools How identity pools name roles, where the input says.
 */
export function people(accounts: readonly Account[], humans: readonly string[], pools: Pools = new Map()): Account[] {
  return accounts.map((account) => {
    const own = account.principals.filter((principal) => !isAdmitted(principal));
    const marked = { ...account, principals: own.map((principal) => mark(principal, humans, pools)) };
    return { ...marked, principals: [...marked.principals, ...throughServices(marked)] };
  });
}

function mark(principal: Principal, humans: readonly string[], pools: Pools): Principal {
  if (principal.person) return principal;
  const person = personOf(principal, humans, pools);
  return person ? { ...principal, person } : principal;
}
