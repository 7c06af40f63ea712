import type { Principal } from '../../world/model';
import { knownAs } from '../../world/authorize/actor';
import { FEDERATION, type Counterexample } from '../result';

/** Where a role is the identity of people from elsewhere, their way begins before it: with who they are and what admits them. */
export function asFederated(principal: Principal, told: Counterexample): Counterexample {
  const federated = principal.person?.federated;
  if (!federated) return told;
  const { who, by, because, also = [] } = federated;
  const first = { edge: FEDERATION, from: who, to: knownAs(principal), by, because: [because, ...also] };
  return {
    ...told,
    human: who,
    steps: [first, ...told.steps],
    where: [...new Set([because, ...also, ...told.where])],
  };
}
