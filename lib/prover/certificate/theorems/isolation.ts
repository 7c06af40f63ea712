import type { Witness } from '../../checker/claims';
import type { Admitted } from '../../checker/theorems/isolation';

const PLAIN = ['guarded', 'own-account', 'federated', 'reads', 'published', 'missing'] as const;
const RARE = ['load-balancers', 'distribution', 'own-path'] as const;

/** Witnesses that may decide whether a named principal comes in from outside; the plainest first. */
export function* isolationWitnesses({ statement, denying }: Admitted): Generator<Witness> {
  for (const kind of PLAIN) yield { kind };
  for (const { key } of statement.conditions) yield { kind: 'condition', key };
  for (const { where, policy } of denying)
    for (const one of policy.statements)
      if (one.effect === 'Deny') yield { kind: 'deny', statement: `${where}.${one.where}` };
  for (const kind of RARE) yield { kind };
}

/** What looking does not show. */
export const ISOLATION_SEARCHED = 'several statements and conditions together keep strangers out';
