import { checkCeiling } from './check-ceiling';
import { callers, checkContent, checkDoors, entrances } from './check-doors';
import { checkWrites } from './check-writes';
import { digestOf } from './digest';
import type { Certificate, CheckedActions, CheckedWorld } from './input';
import { lookInto, type Place } from './place';
import { Tally } from './tally';

/** What the checker says: mistakes of the certificate, and how much of it rests on the search alone. */
export interface CheckResult {
  readonly problems: readonly string[];
  /** Claims verified here. */
  readonly verified: number;
  /** Claims that only the search decides. */
  readonly decidedBySearch: number;
}

/**
 * Verifies the part of a certificate that shows ceiling-holds-for-any-role: in every guarded account every write is kept
 * from every role outside the machine paths by a control policy over the account; what exceptions sanction is left to
 * the search.
 */
export function checkCeilingOf(
  { ceiling, world: about }: Certificate,
  world: CheckedWorld,
  actions: CheckedActions,
): CheckResult {
  const tally = new Tally();
  if (about !== digestOf(world)) tally.refuse('the certificate is about another world');
  checkCeiling(lookInto(world), ceiling, actions, tally);
  return { problems: tally.problems, verified: tally.verifiedClaims, decidedBySearch: tally.decidedClaims };
}

/** Open accounts may not be guarded nor administer the organization, and all people are reached. */
function checkReach(place: Place, { open, reachable, searched }: Certificate, tally: Tally): void {
  const reached = new Set(reachable);
  for (const account of open) {
    if (place.guarded(account) || place.administers(account) || !place.accounts.has(account))
      tally.refuse(`account ${account} cannot be given up: it is guarded or administers the organization`);
  }
  for (const principal of place.principals.values()) {
    const held = principal.person?.through?.act ?? principal.arn;
    const isIn = open.includes(place.principals.get(held)?.account ?? principal.account) || reached.has(held);
    if (principal.person && !isIn) tally.refuse(`${principal.arn} is a person and not among the reachable`);
  }
  for (const arn of reachable) {
    const principal = place.principals.get(arn);
    if (!principal) tally.decided(1);
    else if (needsSearch(place, principal.account) && !searched.includes(principal.account))
      tally.refuse(`nothing is said about the ways within account ${principal.account}`);
  }
  tally.decided(searched.length);
}

/** Neither open nor closed by its writes. */
function needsSearch(place: Place, account: string): boolean {
  return !place.guarded(account) && !place.administers(account);
}

/**
 * Verifies a certificate of no-human-write-to-prod against the world, without search. The argument: people hold the
 * reachable principals and whatever is in the open accounts. Every write of a reached principal in a guarded account is
 * blocked, whatever its resource, so nothing there is changed, handed on or taken over; every trust policy and every
 * policy of a resource that names one of theirs is shut to it; nothing that runs there takes its content from an open
 * account. So nobody else is reached, and nobody reached writes.
 *
 * @param actions Names of actions of the catalogue; the checker takes them as data.
 */
export function checkCertificate(certificate: Certificate, world: CheckedWorld, actions: CheckedActions): CheckResult {
  const tally = new Tally();
  const place = lookInto(world);
  if (certificate.subject !== world.subject.digest) tally.refuse('the certificate is about another input');
  if (certificate.world !== digestOf(world)) tally.refuse('the certificate is about another world');
  checkReach(place, certificate, tally);
  const { open } = certificate;
  const known = certificate.reachable.flatMap((arn) => place.principals.get(arn) ?? []);
  const reached = known.filter((one) => !open.includes(one.account));
  const fenced = reached.filter((one) => !needsSearch(place, one.account));
  checkWrites(place, fenced, certificate.atoms, certificate.blocked, actions, tally);
  const theirs = new Set(certificate.reachable);
  const closed = (arn: string, account: string): boolean => !theirs.has(arn) && !open.includes(account);
  checkDoors(place, entrances(place, callers(place, reached, open), closed, actions), certificate.doors, tally);
  checkContent(place, (account) => open.includes(account), tally);
  return { problems: tally.problems, verified: tally.verifiedClaims, decidedBySearch: tally.decidedClaims };
}
