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
  const { open, reachable } = reachOf(certificate);
  return open.has(account) || reachable.has(arn);
}

interface Reach {
  readonly open: ReadonlySet<string>;
  readonly reachable: ReadonlySet<string>;
}

const reaches = new WeakMap<Certificate, Reach>();

function reachOf(certificate: Certificate): Reach {
  let found = reaches.get(certificate);
  if (!found) {
    found = { open: new Set(certificate.open), reachable: new Set(certificate.reachable) };
    reaches.set(certificate, found);
  }
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
