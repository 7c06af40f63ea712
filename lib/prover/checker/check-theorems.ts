import { checkCeilingOf, checkCertificate, type CheckResult } from './check';
import { type Claim, type Count, Ledger } from './claims';
import type { Certificate, CheckedActions, CheckedWorld } from './input';
import { Place } from './place';
import type { Check } from './context';
import { checkApprovals } from './theorems/approvals';
import { checkDeploys } from './theorems/deploys';
import { checkGuardrails } from './theorems/guardrails';
import { checkIsolation } from './theorems/isolation';

import { checkRollback } from './theorems/rollback';

/** What the checker says of one theorem. */
export interface TheoremCount extends Count {
  readonly id: string;
}

const CHECKS: Readonly<Record<string, Check>> = {
  'only-the-pipeline-deploys': checkDeploys,
  'approval-dominates-prod': checkApprovals,
  'rollback-is-armed': checkRollback,
  'guardrails-are-immutable': checkGuardrails,
  'environments-are-isolated': ({ place, actions }, ledger) => checkIsolation(place, ledger, actions),
};

/**
 * Verifies what a certificate says of each theorem that it calls proved, without search: all that the theorem speaks of is
 * listed anew from the world, and each of it has claims that hold. Claims about anything else are refused.
 */
export function checkTheorems(
  certificate: Certificate,
  world: CheckedWorld,
  actions: CheckedActions,
): readonly TheoremCount[] {
  const context = { place: new Place(world), certificate, actions };
  const first = [
    counted('no-human-write-to-prod', checkCertificate(certificate, world, actions), WRITES_SEARCHED),
    counted('ceiling-holds-for-any-role', checkCeilingOf(certificate, world, actions), CEILING_SEARCHED),
  ];
  const rest = Object.entries(CHECKS)
    .filter(([id]) => certificate.verdicts[id] === 'proved')
    .map(([id, check]) => ({
      id,
      ...settled(certificate.theorems?.[id] ?? [], (ledger) => check(context, ledger)),
    }));
  return [...first, ...rest];
}

const WRITES_SEARCHED =
  'more than one statement or resource decides, or the ways within an account that is not given up';
const CEILING_SEARCHED = 'more than one statement of the control policies decides, or an exception';

function counted(id: string, { problems, verified, decidedBySearch }: CheckResult, why: string): TheoremCount {
  const because = decidedBySearch > 0 ? [{ why, count: decidedBySearch }] : [];
  return { id, problems, checked: verified, searched: decidedBySearch, because };
}

function settled(claims: readonly Claim[], check: (ledger: Ledger) => void): Count {
  const ledger = new Ledger(claims);
  check(ledger);
  return ledger.close();
}
