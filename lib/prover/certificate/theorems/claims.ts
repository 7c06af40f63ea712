import type { Claim } from '../../checker/claims';
import type { CheckedActions } from '../../checker/input';
import type { Place } from '../../checker/place';
import { isolationDuties } from '../../checker/theorems/isolation';
import type { ProofResult, TheoremId } from '../../result';
import { ISOLATION_SEARCHED, isolationWitnesses } from './isolation';
import { ClaimWriter } from './write';

type Write = (place: Place, actions: CheckedActions, writer: ClaimWriter) => void;

/** How the claims of each theorem are written that has no part of its own in the certificate. */
const WRITERS: Readonly<Partial<Record<TheoremId, Write>>> = {
  'environments-are-isolated': (place, actions, writer) => {
    for (const duty of isolationDuties(place, actions))
      writer.claim(duty, isolationWitnesses(duty), ISOLATION_SEARCHED);
  },
};

/** The claims of every theorem that is proved. */
export function theoremClaims(
  place: Place,
  result: ProofResult,
  actions: CheckedActions,
): Readonly<Record<string, readonly Claim[]>> {
  const proved = result.theorems.filter(({ id, verdict }) => verdict === 'proved' && WRITERS[id] !== undefined);
  return Object.fromEntries(
    proved.map(({ id }) => {
      const writer = new ClaimWriter();
      WRITERS[id]!(place, actions, writer);
      return [id, writer.claims];
    }),
  );
}
