import { solve } from '../../iam';
import type { Answer, Query, Satisfied } from '../../iam/query';
import { digestOf } from './digest';

const closed = new Set<string>();
const CLOSED_CAP = 200_000;

/** Decides; a question that was answered with no is not decided again. */
export function decide(asked: Query): Answer {
  const digest = digestOf(asked);
  if (closed.has(digest)) return { verdict: 'unsat', blocking: [] };
  const answer = certain(asked);
  if (answer.verdict === 'unsat') {
    if (closed.size > CLOSED_CAP) closed.clear();
    closed.add(digest);
  }
  return answer;
}

/** A yes that hangs on parts nobody can decide is neither yes nor no. */
function certain(asked: Query): Answer {
  const loose = solve(asked);
  if (loose.verdict !== 'sat') return loose;
  const statements = [...asked.layers.flat(), ...asked.denies];
  const undecided = statements.find(({ statement }) => statement.unreadable.length > 0);
  if (!undecided) return spelled(asked, loose);
  const strict = solve({ ...asked, reading: { allow: 'must', deny: 'may' } });
  if (strict.verdict === 'sat') return spelled(asked, strict);
  const [part] = undecided.statement.unreadable;
  return { verdict: 'unknown', why: part.why, where: `${undecided.source}.${part.where}` };
}

/** Context keys as AWS or the policies spell them, so that the request can be replayed anywhere. */
function spelled(asked: Query, answer: Satisfied): Satisfied {
  const statements = [...asked.layers.flat(), ...asked.denies];
  const written = [...statements.flatMap(({ statement }) => statement.conditions.map((one) => one.key))];
  const names = new Map([...written, ...Object.keys(asked.context ?? {})].map((key) => [key.toLowerCase(), key]));
  const entries = Object.entries(answer.request.context).map(
    ([key, values]) => [names.get(key.toLowerCase()) ?? key, values] as const,
  );
  return { ...answer, request: { ...answer.request, context: Object.fromEntries(entries) } };
}
