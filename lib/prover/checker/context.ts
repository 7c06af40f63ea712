import type { Ledger } from './claims';
import type { Certificate, CheckedActions, CheckedPrincipal } from './input';
import type { Place } from './place';

/** What the check of a theorem looks at. */
export interface Context {
  readonly place: Place;
  readonly certificate: Certificate;
  readonly actions: CheckedActions;
}

/** Settles the claims of one theorem. */
export type Check = (context: Context, ledger: Ledger) => void;

/** Whom people can come to act as or drive, as the certificate of no-human-write-to-prod has it, and that is checked there. */
export function isReached({ certificate }: Context, { arn, account }: CheckedPrincipal): boolean {
  return certificate.open.includes(account) || reachableOf(certificate).has(arn);
}

const sets = new WeakMap<Certificate, ReadonlySet<string>>();

function reachableOf(certificate: Certificate): ReadonlySet<string> {
  let found = sets.get(certificate);
  if (!found) sets.set(certificate, (found = new Set(certificate.reachable)));
  return found;
}

const lists = new WeakMap<readonly string[], Map<RegExp, readonly string[]>>();

/** The writes that a pattern means, each time the same list. */
export function writesLike({ actions }: Context, pattern: RegExp): readonly string[] {
  let known = lists.get(actions.writes);
  if (!known) lists.set(actions.writes, (known = new Map()));
  let found = known.get(pattern);
  if (!found)
    known.set(pattern, (found = actions.writes.filter((one) => pattern.test(one) && !one.endsWith(':NewAction'))));
  return found;
}
