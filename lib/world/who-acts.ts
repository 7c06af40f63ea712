import type { Account } from './model';

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
