import type { WayIn } from './model';

/** Who comes in by a type or a property whose row nobody has written: by which of its kinds is open, so that all are said. */
export function byUnreviewed(what: string): Required<Pick<WayIn, 'who' | 'way'>> {
  return {
    who: `whoever may use what ${what} carries, which nobody has reviewed`,
    way: [
      'use, or change, what it carries: a role, content from elsewhere, a policy or a network peer, if it carries one',
      'it acts, or is reached, in the guarded account with the rights that it has there',
    ],
  };
}
