import type { StackFacts } from '../../world/model';
import type { ResultUnknown } from '../result';

/** What nobody can say of an alarm. */
export interface Unread {
  readonly why: string;
  /** Place of the alarm; absent: the stack that lists it. */
  readonly where?: string;
  /** Property to change. */
  readonly property?: string;
}

/** A bad release that an alarm lets pass, told with who brings it about and where to change the alarm. */
export function unseenRelease({ why, where, property }: Unread, stack: StackFacts, who: string): ResultUnknown {
  const place = where ?? stack.where;
  return {
    why,
    where: place,
    who,
    way: [
      `release a version of ${stack.name} that fails in prod`,
      'the alarm may stay quiet: nothing shows that it fires for this',
      'CloudFormation and the bake take the release for good, and prod keeps it',
    ],
    change: property === undefined ? place : `${place}, ${property}`,
  };
}
