/** A branch of the repository, as git lists it. */
export interface Branch {
  readonly name: string;
  readonly revision: string;
}

/** Whether a branch is of a pattern in which `*` matches anything, slashes included. */
export function matchesPattern(branch: string, pattern: string): boolean {
  const expression = pattern.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${expression}$`).test(branch);
}
