import type { Difference } from './diff';

/** Sanctions that come with an application that comes are its own: what people of the others may do stays the same. */
function sanctionsOthers({ exceptions, applications = [] }: Difference): boolean {
  const come = applications.filter(({ change }) => change === 'added' || change === 'renamed');
  const own = (id: string) => come.some(({ application }) => `-${id}-`.includes(`-${application}-`));
  return exceptions.added.some((id) => !own(id));
}

/**
 * Whether change control holds less back than before: something is weaker in it, people come to act as or drive somebody new,
 * something is newly sanctioned, or nobody can say. What an added application brings of its own is none of it.
 */
export function isWeaker(difference: Difference): boolean {
  const { control, reach, accounts, unknowns, relation } = difference;
  const judged = control.flatMap(({ changes }) => changes.map(({ judgement }) => judgement));
  const undecided = accounts.some(({ changes }) => changes.some(({ unknown }) => unknown !== undefined));
  return (
    relation === 'unknown' ||
    unknowns.length > 0 ||
    undecided ||
    reach.gained.length > 0 ||
    sanctionsOthers(difference) ||
    judged.some((judgement) => judgement === 'weaker' || judgement === 'unknown')
  );
}
