import { JUDGEMENTS, type ControlGroup } from './control/fact';
import type { Difference } from './diff';

/** The difference in one sentence: what it comes to, for rights and for change control. */
export function headline(difference: Difference): string {
  const [rights, control] = [rightsOf(difference), controlOf(difference.control)];
  const told = [rights, control].filter(Boolean).join('; ');
  switch (difference.relation) {
    case 'equivalent':
      return 'Equivalent: everybody may do what they could before, and change control is the same.';
    case 'narrower':
      return `Narrower: ${['nobody may do anything new', told].filter(Boolean).join(', ')}.`;
    case 'broader':
      return `Broader: ${told}.`;
    case 'incomparable':
      return `${rights === BOTH || !control ? 'Broader and narrower' : 'Not comparable'}: ${told}.`;
    case 'unknown':
      return `Unknown: ${['nobody can say whether somebody may do more than before', told].filter(Boolean).join('; ')}.`;
  }
}

const MORE = 'some may do what they could not before';
const LESS = 'some may do less';
const BOTH = `${MORE}, ${LESS}`;

function rightsOf({ accounts, reach, exceptions }: Difference): string {
  const changes = accounts.flatMap((account) => account.changes);
  const more =
    reach.gained.length > 0 || exceptions.added.length > 0 || changes.some(({ newlyAllowed }) => newlyAllowed);
  const less =
    reach.lost.length > 0 || exceptions.removed.length > 0 || changes.some(({ noLongerAllowed }) => noLongerAllowed);
  if (more) return less ? BOTH : MORE;
  return less ? LESS : '';
}

/** `change control: 2 weaker, 1 different`. */
function controlOf(control: readonly ControlGroup[]): string {
  const changes = control.flatMap((group) => group.changes);
  const counts = JUDGEMENTS.map((judgement) => ({
    judgement,
    count: changes.filter((change) => change.judgement === judgement).length,
  })).filter(({ count }) => count > 0);
  return counts.length > 0
    ? `change control: ${counts.map(({ judgement, count }) => `${count} ${judgement}`).join(', ')}`
    : '';
}
