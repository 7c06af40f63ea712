import { type Answer, pass, refuse } from './answer';
import type { Verified } from './events';
import type { Released } from './verified';

/**
 * Whether the change that was approved still begins at, or behind, what is in prod. Its commits and its difference were
 * taken from what was released when it was verified. A release that went through since is no harm where it is part of
 * this change: then people approved more than what is new. Where it is not, this change would take it out of prod again,
 * with nobody having seen that, and without the authors of what is lost.
 */
export function checkBasis(
  change: string,
  found: Pick<Verified, 'base' | 'range' | 'returnTo'> | undefined,
  released: Released | undefined,
): Answer {
  if (!found) return refuse(`${change} was never verified.`, 'Release again.');
  if (!released) return firstOf(found);
  if (released.revision === found.base) return pass('');
  if (found.range.includes(released.revision)) return since(change, found, released);
  return refuse(
    `${released.change} is in prod (revision ${released.revision}) and no part of ${change}, which would take it out again.`,
    found.returnTo?.change === released.change
      ? 'Merge that revision into the branch, or revert it there, then release again.'
      : 'It was released after this change was verified: release again, so that people see the difference to it.',
  );
}

function firstOf({ returnTo }: Pick<Verified, 'returnTo'>): Answer {
  if (!returnTo) return pass('');
  return refuse(
    `${returnTo.change} was released, and the index does not say so any more.`,
    'Ask the platform team: the table of the change records lost what was released, and can be restored to any second of 35 days once management takes the tooling account out of its unit. Then release again.',
  );
}

function since(change: string, { returnTo }: Pick<Verified, 'returnTo'>, released: Released): Answer {
  if (returnTo?.change === released.change) return pass('');
  const before = returnTo ? `, not to ${returnTo.change}` : '';
  return pass(
    `${released.change} was released after ${change} was verified and is part of it; prod would return to ${released.change}${before}.`,
  );
}
