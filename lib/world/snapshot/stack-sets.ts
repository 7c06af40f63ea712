import { STACK_SETS_ADMINISTRATOR, STACK_SETS_ROLE } from '../../contract/stack-sets';
import type { Account } from '../model';
import { matchesPattern } from '../patterns';

/**
 * Whether stack sets with service-managed permissions are turned on, by the roles that AWS makes for them: no list of a
 * snapshot says so where management administers them itself.
 */
export function usesStackSets(accounts: readonly Account[]): boolean {
  return accounts.some(({ principals }) => principals.some(({ arn }) => MADE.some((one) => matchesPattern(one, arn))));
}

const MADE = [STACK_SETS_ROLE, STACK_SETS_ADMINISTRATOR].map((role) => `arn:*:iam::*:role/${role}`);
