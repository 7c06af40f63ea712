import type { Principal } from '../../world/model';

/** Who is stopped: what to look at first stands first. */
export const PARTS = ['machine', 'foreign', 'person'] as const;

/**
 * `machine`: only services and roles of its own account act as it, so a service breaks. `foreign`: somebody outside of the
 * account acts as it (another account, a vendor, a build system elsewhere). `person`: a user, or a role that people hold.
 */
export type Part = (typeof PARTS)[number];

function ofOwnAccount(value: string, account: string): boolean {
  return value === account || value.split(':')[4] === account;
}

/** Whom a principal is for, by its trust policy. */
export function partOf({ person, kind, account, trust }: Principal): Part {
  if (person || kind === 'user') return 'person';
  const entries = (trust?.policy.statements ?? [])
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals }) => principals?.entries ?? []);
  const outside = entries.some(({ type, value }) => type !== 'Service' && !ofOwnAccount(value, account));
  return outside ? 'foreign' : 'machine';
}
