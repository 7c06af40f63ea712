/**
 * States of an account, as Organizations tells them (`State` of an account, and `Status` before it).
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
 */
export const ACCOUNT_STATES = ['ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'] as const;

/** One of them. */
export type AccountState = (typeof ACCOUNT_STATES)[number];

const CLOSED: readonly string[] = ['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'] satisfies readonly AccountState[];

/** Whether an account in this state is closed: nobody signs in to it and nothing runs there. */
export function isClosed(state: string | undefined): boolean {
  return state !== undefined && CLOSED.includes(state);
}
