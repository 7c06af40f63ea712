import { stories } from '../closure/story';
import { standingAssumptions } from './assumptions';
import { PUBLISHED_ASSUMPTION } from './published';
import { findEverywhere } from './search';
import type { Theorem } from './theorem';
import { familiarWrites, freshActions, writeActions } from './writes';

/** People, and whatever they can come to act as or drive, write nothing in a guarded account. */
export const noHumanWriteToProd: Theorem = {
  id: 'no-human-write-to-prod',
  statement:
    'no human, nor any principal a human can come to act as or drive, is allowed a write in a guarded account, but for the named exceptions',
  check(world, closure) {
    const searches = [
      { actions: familiarWrites() },
      { actions: writeActions() },
      { actions: freshActions(), unknownToo: true },
    ];
    const violations = findEverywhere(closure, searches, (account) => closure.organization.guarded(account));
    return {
      counterexamples: stories(closure, violations),
      unknowns: closure.undecided,
      assumptions: [...standingAssumptions(world), PUBLISHED_ASSUMPTION],
    };
  },
};
