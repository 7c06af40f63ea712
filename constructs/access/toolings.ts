import type { PersonaAccessProps } from './persona-access-props';

/** The tooling account of a pipeline or its change control. */
export function toolingOf(
  { toolingAccountId }: Pick<PersonaAccessProps, 'toolingAccountId'>,
  { accountId }: { readonly accountId?: string },
): string {
  return accountId ?? toolingAccountId;
}

/** Every tooling account that these people have a place in. */
export function toolingsOf({
  toolingAccountId,
  otherToolingAccountIds = [],
}: Pick<PersonaAccessProps, 'toolingAccountId' | 'otherToolingAccountIds'>): string[] {
  return [toolingAccountId, ...otherToolingAccountIds];
}
