import type { Account } from './model';

/** What is told of an account: its name, its environment, its people. */
export type ToldAccount = Pick<Account, 'id' | 'name' | 'environment' | 'principals'>;

/** So many people of an account are named. */
const MOST_NAMED = 3;

/** Whoever acts in an account, by words: with its name, its environment and some of the people who sign in there. */
export function whoActsIn(
  account: Pick<Account, 'name' | 'environment' | 'principals'> | undefined,
  id: string,
): string {
  if (account === undefined) return `whoever acts in account ${id}, which is not in the organization`;
  const sets = account.principals.flatMap(({ arn, person }) => (person ? [person.permissionSet ?? arn] : []));
  const some = [...new Set(sets)].slice(0, MOST_NAMED);
  const examples = some.length > 0 ? `; people who sign in there: ${some.join(', ')}` : '';
  return `whoever acts in ${account.name} (${id}, ${account.environment})${examples}`;
}

/** The people behind the accounts that statements name; where they name none, whoever acts in any that they admit. */
export function whoIsAdmitted(statements: readonly unknown[], accounts: readonly ToldAccount[]): string {
  const text = JSON.stringify(statements.map((one) => (one as { Principal?: unknown } | null)?.Principal ?? '*'));
  const ids = [...new Set(text.match(/\b\d{12}\b/g) ?? [])];
  if (ids.length === 0) return `whoever acts in any account that the policy admits (${text})`;
  const named = (id: string): ToldAccount | undefined => accounts.find((one) => one.id === id);
  return ids.map((id) => whoActsIn(named(id), id)).join('; ');
}
