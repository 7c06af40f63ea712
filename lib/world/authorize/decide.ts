import { solve } from '../../iam';
import type { Answer, Query, Satisfied } from '../../iam/query';
import { withBothClocks } from './clock';
import { likeness } from './likeness';
import { replays } from './replay';

const closed = new Set<string>();
const CLOSED_CAP = 200_000;

/** Decides; a question that was answered with no is not decided again. */
export function decide(asked: Query): Answer {
  const digest = likeness(asked);
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
  if (!undecided) return replayed(asked, spelled(asked, loose));
  const strict = solve({ ...asked, reading: { allow: 'must', deny: 'may' } });
  if (strict.verdict === 'sat') return replayed(asked, spelled(asked, strict));
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
  return { ...answer, request: { ...answer.request, context: withBothClocks(Object.fromEntries(entries)) } };
}

/** A request that does not come out allowed elsewhere too is told to nobody. */
function replayed(asked: Query, answer: Satisfied): Answer {
  if (replays(asked, answer)) return answer;
  const { action, resource } = answer.request;
  const [first] = answer.because;
  const why = `the search finds ${action} on ${resource} allowed, and the evaluator that replays it does not`;
  return { verdict: 'unknown', why, where: first && `${first.source}.${first.statement.where}` };
}
