import type { Certificate, WriteClause } from '../../prover/checker/input';
import type { AccessDetail } from './schema-access';

type Blocked = AccessDetail['blocked'][number];

const WORDS: Readonly<Record<Exclude<WriteClause['kind'], 'deny' | 'level' | 'exception'>, string>> = {
  silent: 'no policy allows them',
  boundary: 'its permissions boundary allows none of them',
  decided: 'several statements together; the search shows it',
};

/** Why people do not write: what the checked certificate says about a principal, by the clause that blocks. */
export function blockedOf(certificate: Certificate, arn: string): Blocked[] {
  return certificate.blocked
    .filter((one) => one.principals.includes(arn))
    .map(({ atom, clause }) => ({ count: certificate.atoms[atom].length, ...byOf(clause) }));
}

function byOf(clause: WriteClause): { by: string; statement?: string } {
  if (clause.kind === 'deny') return { by: 'a control policy forbids them', statement: clause.statement };
  if (clause.kind === 'level') return { by: `the control policies of ${clause.level} allow none of them` };
  if (clause.kind === 'exception') return { by: `allowed within ${clause.ids.join(', ')} alone` };
  return { by: WORDS[clause.kind] };
}
