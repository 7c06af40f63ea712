import type { Ledger } from '../claims';
import { blocks } from '../check-writes';
import type { Context } from '../context';
import type { Blocked, Certificate, CheckedPrincipal } from '../input';

const byPrincipal = new WeakMap<Certificate, ReadonlyMap<string, readonly Blocked[]>>();

function blockedOf(certificate: Certificate): ReadonlyMap<string, readonly Blocked[]> {
  let found = byPrincipal.get(certificate);
  if (!found) byPrincipal.set(certificate, (found = indexed(certificate)));
  return found;
}

function indexed({ blocked }: Certificate): Map<string, Blocked[]> {
  const found = new Map<string, Blocked[]>();
  for (const one of blocked)
    for (const arn of one.principals) {
      const same = found.get(arn);
      if (same) same.push(one);
      else found.set(arn, [one]);
    }
  return found;
}

/** Whom people reach where a write changes something for others: in guarded accounts, and in those that administer. */
export function reachedInFence({ place, certificate }: Context): readonly CheckedPrincipal[] {
  const open = new Set(certificate.open);
  return certificate.reachable
    .flatMap((arn) => place.principals.get(arn) ?? [])
    .filter(({ account }) => !open.has(account) && (place.guarded(account) || place.administers(account)));
}

/** The same atoms are asked for the same actions again and again. */
class Shared {
  private readonly known = new Map<readonly string[], readonly string[]>();
  private readonly wanted: ReadonlySet<string>;

  public constructor(actions: readonly string[]) {
    this.wanted = new Set(actions);
  }

  public with(atom: readonly string[]): readonly string[] {
    let found = this.known.get(atom);
    if (!found) this.known.set(atom, (found = atom.filter((one) => this.wanted.has(one))));
    return found;
  }
}

/**
 * None of some writes is allowed to whom people reach, by what the certificate says of all their writes: each stands there
 * with a clause, which is looked at once more.
 */
export function settleByWrites(
  { place, certificate }: Context,
  ledger: Ledger,
  principals: readonly CheckedPrincipal[],
  actions: readonly string[],
): void {
  const shared = new Shared(actions);
  for (const principal of principals) {
    const said = new Set<string>();
    for (const { atom, clause } of blockedOf(certificate).get(principal.arn) ?? []) {
      const some = shared.with(certificate.atoms[atom] ?? []);
      if (some.length === 0) continue;
      for (const one of some) said.add(one);
      if (clause.kind === 'decided') ledger.rests(SEARCHED, some.length);
      else if (blocks(clause, principal, some, place)) ledger.shown(some.length);
      else ledger.refuse(`${JSON.stringify(clause)} does not keep ${principal.arn} from ${some[0]}`);
    }
    const unsaid = actions.find((one) => !said.has(one));
    if (unsaid !== undefined) ledger.refuse(`nothing is said about ${unsaid} of ${principal.arn}`);
  }
}

const SEARCHED = 'more than one statement or resource decides a write of somebody whom people reach';
