import { checkCeilingOf, checkCertificate, type CheckResult } from './check';
import { type Count, Ledger } from './claims';
import type { Certificate, CheckedActions, CheckedWorld } from './input';
import { lookInto } from './place';
import type { Check } from './context';
import { checkApprovals } from './theorems/approvals';
import { checkDeploys } from './theorems/deploys';
import { checkDuties } from './theorems/duties';
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
  'duties-are-separate': checkDuties,
  'rollback-is-armed': checkRollback,
  'guardrails-are-immutable': checkGuardrails,
  'environments-are-isolated': ({ place, actions }, ledger) => checkIsolation(place, ledger, actions),
};

/** Theorems that have a part of their own in a certificate, and why some of it rests on the search. */
const OWN: Readonly<Record<string, { readonly check: typeof checkCertificate; readonly why: string }>> = {
  'no-human-write-to-prod': {
    check: checkCertificate,
    why: 'more than one statement or resource decides, or the ways within an account that is not given up',
  },
  'ceiling-holds-for-any-role': {
    check: checkCeilingOf,
    why: 'more than one statement of the control policies decides, or an exception',
  },
};

/**
 * Verifies what a certificate says of each theorem that it calls proved, without search: all that the theorem speaks of is
 * listed anew from the world, and each of it has claims that hold. Claims about anything else are refused. Whom people
 * reach, the certificate of no-human-write-to-prod shows; the others take it from there.
 */
export function checkTheorems(
  certificate: Certificate,
  world: CheckedWorld,
  actions: CheckedActions,
): readonly TheoremCount[] {
  const ids = Object.keys(CHECKS).filter((id) => certificate.verdicts[id] === 'proved');
  return [...Object.keys(OWN), ...ids].map((id) => checkTheorem(id, certificate, world, actions));
}

/** The same for one theorem; one that the checker does not know is refused. */
export function checkTheorem(
  id: string,
  certificate: Certificate,
  world: CheckedWorld,
  actions: CheckedActions,
): TheoremCount {
  const own = OWN[id];
  if (own) return counted(id, own.check(certificate, world, actions), own.why);
  const ledger = new Ledger(certificate.theorems?.[id] ?? []);
  if (!CHECKS[id]) ledger.refuse(`nothing checks ${id}`);
  CHECKS[id]?.({ place: lookInto(world), certificate, actions }, ledger);
  return { id, ...ledger.close() };
}

function counted(id: string, { problems, verified, decidedBySearch }: CheckResult, why: string): TheoremCount {
  const because = decidedBySearch > 0 ? [{ why, count: decidedBySearch }] : [];
  return { id, problems, checked: verified, searched: decidedBySearch, because };
}
