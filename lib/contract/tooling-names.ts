/** Name of a tooling account as people know it; of another one than the platform's by its id, whoever comes to share it. */
export function toolingName(account: string, home: string): string {
  return account === home ? 'tooling' : `tooling-${account}`;
}
