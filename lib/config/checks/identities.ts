import { identityProblem } from '../../change/identities';
import { deliveriesOf } from '../cursor';
import type { Cursor, Finding } from '../cursor';

/** Every name that `identities` maps can be matched, and what it is mapped to is somebody, or a machine. */
export function checkIdentities(file: Cursor): Finding[] {
  return deliveriesOf(file).flatMap((delivery) => delivery.at('identities').fields().flatMap(wrong));
}

function wrong(entry: Cursor): Finding[] {
  const problem = entry.text === undefined ? undefined : identityProblem(entry.key, entry.text);
  return problem === undefined ? [] : [entry.finding(problem)];
}
